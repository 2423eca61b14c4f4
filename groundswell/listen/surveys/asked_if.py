"""Conditions as a person chooses and reads them: a question, what it is compared with, and a value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import SCALES, Definition, as_data
from .kinds import KIND_NAMES, has_scale
from .piping import piped

SIGNS = {
    "=": "is",
    "!=": "is not",
    "<=": "is at most",
    ">=": "is at least",
    "<": "is less than",
    ">": "is more than",
    "contains": "includes",
    "notcontains": "does not include",
    "notempty": "is answered",
    "empty": "is not answered",
}
ALONE = ("notempty", "empty")
CLAUSE = re.compile(
    r"""\s*\{([\w.-]+)\}\s*(?:(notempty|empty)\b|(<=|>=|!=|=|<|>|contains\b|notcontains\b)\s*(?:'([\w.-]*)'|"([\w.-]*)"|(\d+)))\s*""",
    re.ASCII,
)
JOINT = re.compile(r"(and|or)\b", re.ASCII)
LONGEST_LABEL = 70


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison. An empty value is still to be chosen, except where the sign stands alone."""

    name: str
    sign: str
    value: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.value) or self.sign in ALONE


@dataclass(frozen=True, slots=True)
class Asked:
    """When a question is asked: all (``and``) or any (``or``) of its rules hold; without a rule always."""

    rules: tuple[Rule, ...] = ()
    joined: str = "and"


@dataclass(frozen=True, slots=True)
class Askable:
    """An earlier question, or a row of one, that a rule may be about, with the values that it may have."""

    name: str
    number: int
    label: str
    kind: str
    values: Mapping[str, str]


def asked_of(expression: str) -> Asked | None:
    """The rules of an expression; None where it says more than rows can show."""
    rest, rules, joints = expression.strip(), [], []
    while rest:
        found = CLAUSE.match(rest)
        if found is None:
            return None
        name, alone, sign, single, double, number = found.groups()
        rules.append(Rule(name, alone or sign, single or double or number or ""))
        rest = rest[found.end() :]
        joint = JOINT.match(rest)
        if rest and joint is None:
            return None
        if joint:
            joints.append(joint[1])
            rest = rest[joint.end() :]
            if not rest.strip():
                return None
    return Asked(tuple(rules), joints[0] if joints else "and") if len(set(joints)) < 2 else None


def expression_of(asked: Asked) -> str:
    """The rules as an expression; a value that is still to be chosen is written ''."""
    return f" {asked.joined} ".join(_clause(rule) for rule in asked.rules)


def _clause(rule: Rule) -> str:
    if rule.sign in ALONE:
        return f"{{{rule.name}}} {rule.sign}"
    value = rule.value if rule.value.isdecimal() else f"'{rule.value}'"
    return f"{{{rule.name}}} {rule.sign} {value}"


def askables(questions: Iterable[Mapping[str, Any]], language: str) -> list[Askable]:
    """What a later question may be asked for."""
    found = []
    for number, question in enumerate(questions, start=1):
        key, kind, text = str(question.get("key", "")), str(question.get("kind")), _said(question, language)
        if kind == "matrix":
            columns = _values(question.get("columns"), language)
            for row, words in _values(question.get("rows"), language).items():
                label = _short(f"{number}. {text}: {words}")
                found.append(Askable(f"{key}.{row}", number, label, "single", columns))
        elif key:
            found.append(
                Askable(key, number, _short(f"{number}. {text}"), kind, _range(question, kind, language))
            )
    return found


def told(expression: str, known: Iterable[Askable]) -> str:
    """The condition as a sentence reads it; the expression itself where rows cannot show it."""
    asked = asked_of(expression)
    if asked is None:
        return expression
    by_name = {one.name: one for one in known}
    return f" {asked.joined} ".join(_told(rule, by_name.get(rule.name)) for rule in asked.rules)


@dataclass(frozen=True, slots=True)
class Told:
    """One question as colleagues read it."""

    key: str
    kind: str
    text: str
    condition: str
    is_needed: bool
    is_translated: bool


def questions_told(
    definition: Definition, language: str, names: Mapping[str, str] | None = None
) -> list[Told]:
    """Every question with its kind and its condition in words; ``names`` are filled in."""
    known = askables(as_data(definition)["questions"], definition.languages[0])
    return [
        Told(
            one.key,
            KIND_NAMES[one.kind],
            piped(definition.said(one.text, language), names or {}),
            told(one.visible_if, known),
            one.required,
            language in one.text,
        )
        for one in definition.questions
    ]


def _told(rule: Rule, about: Askable | None) -> str:
    if about is None:
        return _clause(rule)
    who = f"question {about.number}" + (f" ({about.label.rpartition(': ')[2]})" if "." in about.name else "")
    if rule.sign in ALONE:
        return f"{who} {SIGNS[rule.sign]}"
    words = about.values.get(rule.value, rule.value)
    return f"{who} {SIGNS[rule.sign]} {words if words.isdecimal() else f'“{words}”'}"


def _said(thing: Mapping[str, Any], language: str) -> str:
    texts = thing.get("text")
    return str(texts.get(language, "")) if isinstance(texts, Mapping) else str(texts or "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _values(choices: Any, language: str) -> dict[str, str]:
    known = [one for one in choices or [] if isinstance(one, Mapping)]
    return {str(one.get("value")): _said(one, language) or str(one.get("value")) for one in known}


def _range(question: Mapping[str, Any], kind: str, language: str) -> dict[str, str]:
    if not has_scale(kind):
        return _values(question.get("choices"), language)
    least, most = SCALES.get(kind) or (question.get("least", 1), question.get("most", 5))
    whole = isinstance(least, int) and isinstance(most, int) and 0 <= least <= most <= 10
    return {str(number): str(number) for number in range(least, most + 1)} if whole else {}
