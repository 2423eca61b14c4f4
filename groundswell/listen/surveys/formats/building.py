"""A survey of another tool on its way to ours: names, words, order and conditions, and a list of what is left."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..branching import LONGEST, read_condition
from ..definition import CORE_KINDS, SCALES, SCHEMA, Definition
from ..errors import ExpressionUnusable, PatternUnusable, Problem
from ..languages import CODE
from ..piping import NAME, PLACES
from ..reading import LONGEST_TEXT, MOST_CHOICES, MOST_QUESTIONS, VALUE, read_definition
from ..text_pattern import read_pattern
from .markup import words_of

HERE = re.compile("\ue000([A-Za-z0-9_]+)\ue001")
"""An earlier answer inside a text, while its question may still move."""
FILLED = re.compile(r"\$\{|\{[A-Za-z_]+[:.(]")
"""What another tool would fill in."""
MOST_NOTES = 300
OUR_CORE = "How likely are you to recommend {organisation} to a friend or colleague?"
WORDS_ON_SCALE = ("Not at all likely", "Extremely likely")

Question = dict[str, Any]
Wanted = TypeVar("Wanted")


class NotCarried(Exception):
    """A part of a condition that ours have no words for."""


class Building:
    """The questions so far (as data of ours), and everything that stays behind."""

    def __init__(self, languages: Iterable[str]) -> None:
        self.languages = [one for one in dict.fromkeys(languages) if CODE.fullmatch(one)] or ["en"]
        self.questions: list[Question] = []
        self.left: list[Problem] = []
        self._keys: set[str] = set(PLACES)
        self._numbers: Counter[str] = Counter()

    def leave(self, question: str, field: str, value: object, remedy: str, *, reason: str = "") -> None:
        """Write down what is not carried over."""
        if len(self.left) < MOST_NOTES:
            shown = "" if value is None else str(value)[:120]
            self.left.append(Problem(question[:60], field[:60], shown, remedy, reason))

    def key(self, wanted: str) -> str:
        """A name for an answer, as near to the wanted one as we can keep."""
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).strip("_")[:50]
        plain = plain if plain[:1].isalpha() or plain[:1] == "_" else f"q_{plain}".rstrip("_")
        key = plain
        while key in self._keys:
            self._numbers[plain] += 1
            key = f"{plain}_{self._numbers[plain] + 1}"
        self._keys.add(key)
        if key != wanted:
            self.leave(wanted or key, "name", wanted, f"Its answer is called {key} here.")
        return key

    def texts(self, name: str, field: str, given: Mapping[str, str]) -> dict[str, str]:
        """Words by language; markup becomes plain words, and braces of theirs fill in nothing here."""
        found = {language: self._plain(name, field, words) for language, words in given.items()}
        return {language: words for language, words in found.items() if words and language in self.languages}

    def _plain(self, name: str, field: str, given: str) -> str:
        words, lost = words_of(str(given))
        if lost or (given and not words):
            told = ", ".join(lost) or str(given)
            self.leave(name, field, told, "Markup is taken out; only its words are kept.")
        if NAME.search(words):
            self.leave(
                name,
                field,
                NAME.search(words)[0],
                "It would stand for an answer here, so its braces are round.",
            )  # type: ignore[index]
            words = NAME.sub(r"(\1)", words)
        if FILLED.search(words):
            self.leave(name, field, words, "What that tool fills in stays as it is written. Word it anew.")
        if len(words) > LONGEST_TEXT:
            self.leave(name, field, words, f"Shortened to {LONGEST_TEXT} characters.")
            words = words[:LONGEST_TEXT]
        return words

    def choices(
        self, name: str, field: str, given: Iterable[tuple[str, Mapping[str, str]]]
    ) -> list[Question]:
        """What may be chosen: their code where it can be a value here, and the words."""
        found: dict[str, dict[str, str]] = {}
        for place, (code, words) in enumerate(given, start=1):
            value = code if VALUE.fullmatch(code) and code not in found else f"c{place}"
            texts = self.texts(name, f"{field} {code}", words)
            found[value] = {self.languages[0]: texts.get(self.languages[0]) or code or value} | texts
        return [{"value": value, "text": texts} for value, texts in found.items()]

    def condition(self, name: str, wanted: Iterable[Wanted], read: Callable[[Wanted], str]) -> str:
        """Everything that must hold for a question to be asked, as one condition; what ours cannot say is left."""
        parts = []
        for one in wanted:
            try:
                parts.append(read(one))
            except NotCarried as problem:
                without = "This has no place here, so the question is asked without it."
                self.leave(name, "condition", str(problem), without)
        return " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)

    def pattern(self, name: str, wanted: str) -> str:
        """A pattern for the whole answer that says the same as theirs, which may stand anywhere in it."""
        whole = re.fullmatch(r"\^([^|]*[^|\\])\$", wanted)
        pattern = whole[1] if whole else f"(?s:.*)(?:{wanted})(?s:.*)"
        try:
            read_pattern(pattern)
        except PatternUnusable as unusable:
            self.leave(name, "validation", wanted, str(unusable))
            return ""
        return pattern

    def add(self, question: Question) -> None:
        """One more question. One that asks for more than a page holds is left."""
        name, lists = question["key"], ("choices", "rows", "columns")
        question["text"].setdefault(self.languages[0], name)
        over = next((part for part in lists if len(question.get(part, ())) > MOST_CHOICES), None)
        short = question["kind"] in {"single", "multiple"} and len(question.get("choices", ())) < 2
        empty = question["kind"] == "matrix" and not (
            question.get("rows") and len(question.get("columns", ())) > 1
        )
        if over or short or empty:
            limit = f"Here a question has 2 to {MOST_CHOICES} to choose from. It is left out."
            self.leave(name, over or "choices", len(question.get(over or "choices", ())), limit)
        else:
            self.questions.append(question)

    def finish(self, **around: Mapping[str, str]) -> Definition:
        """The survey, with the core in front and every reference to what was asked before. Raises DefinitionUnusable."""
        if len(self.questions) > MOST_QUESTIONS:
            self.leave("", "questions", len(self.questions), f"Only the first {MOST_QUESTIONS} are kept.")
            del self.questions[MOST_QUESTIONS:]
        self._core_in_front()
        earlier: set[str] = set()
        for question in self.questions:
            self._check_condition(question, earlier)
            question["text"] = {
                one: self._filled(question, words, earlier) for one, words in question["text"].items()
            }
            earlier |= {
                question["key"],
                *(f"{question['key']}.{row['value']}" for row in question.get("rows", [])),
            }
        texts = {name: self.texts("", name, given) for name, given in around.items()}
        whole = {"schema": SCHEMA, "languages": self.languages, "questions": self.questions}
        return read_definition(whole | {name: given for name, given in texts.items() if given})

    def _core_in_front(self) -> None:
        place = next((n for n, one in enumerate(self.questions) if one["kind"] in CORE_KINDS), None)
        if place is None:
            place = next((n for n, one in enumerate(self.questions) if _locked(one)), None)
        core = self._our_core() if place is None else self.questions.pop(place)
        if core["kind"] == "rating":
            core["kind"] = _locked(core)
            self.leave(
                core["key"],
                "kind",
                f"{core.pop('least')} to {core.pop('most')}",
                f"Read as {core['kind']}, whose scale this is. It is the core question.",
            )
        elif place:
            self.leave(core["key"], "order", place + 1, "The core question is asked first here.")
        if core.pop("visibleIf", ""):
            self.leave(core["key"], "condition", None, "The core question is always asked.")
        self.questions.insert(0, core | {"required": True})
        for question in self.questions[1:]:
            if question["kind"] in {"recommendation", "employee"}:
                question |= {"kind": "rating", "least": 0, "most": 10}
                self.leave(
                    question["key"],
                    "kind",
                    "0 to 10",
                    "Only the first question can be the recommendation; asked as a rating.",
                )

    def _our_core(self) -> Question:
        first = self.languages[0]
        self.leave(
            "",
            "core question",
            None,
            "No question has a scale that scores compare on. Ours was put in front; change its words before you publish.",
        )
        low, high = WORDS_ON_SCALE
        return {
            "key": self.key("score"),
            "kind": "recommendation",
            "text": {first: OUR_CORE},
            "low": {first: low},
            "high": {first: high},
        }

    def _check_condition(self, question: Question, earlier: set[str]) -> None:
        condition = question.get("visibleIf", "")
        if not condition:
            return
        try:
            unknown = read_condition(condition).names - earlier
        except ExpressionUnusable as unusable:
            why = (
                f"A condition has at most {LONGEST} characters."
                if len(condition) > LONGEST
                else str(unusable)
            )
        else:
            why = f"It depends on {', '.join(sorted(unknown))}, which is not asked before." if unknown else ""
        if why:
            self.leave(
                question["key"],
                "condition",
                condition,
                f"{why} The question is asked without it.",
                reason="dangling_reference",
            )
            del question["visibleIf"]

    def _filled(self, question: Question, words: str, earlier: set[str]) -> str:
        unknown = sorted(set(HERE.findall(words)) - earlier)
        if unknown:
            self.leave(
                question["key"],
                "text",
                ", ".join(unknown),
                "It is not asked before, so nothing is filled in.",
            )
        return HERE.sub(lambda found: f"{{{found[1]}}}" if found[1] in earlier else "…", words)[:LONGEST_TEXT]


def answer_here(key: str) -> str:
    """How a reader marks an earlier answer inside a text."""
    return f"\ue000{key}\ue001"


def scale_of(choices: list[Question], language: str) -> dict[str, Any]:
    """Choices that are the numbers of a scale in order, as its ends; empty when they are anything else."""
    said = [re.match(r"(\d{1,2})(?:\D|$)", one["text"][language]) for one in choices]
    numbers = [int(one[1]) for one in said if one]
    if (
        len(numbers) != len(choices)
        or len(numbers) < 5
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
        or numbers[-1] > 10
    ):
        return {}
    return {
        "kind": "rating",
        "least": numbers[0],
        "most": numbers[-1],
        "low": _end(choices[0]),
        "high": _end(choices[-1]),
    }


def _end(choice: Question) -> dict[str, str]:
    plain = {
        one: re.sub(r"^\s*\d{1,2}[\s.:=)–-]*", "", words).strip() for one, words in choice["text"].items()
    }
    return {one: words for one, words in plain.items() if words}


def _locked(question: Question) -> str:
    ends = (question.get("least"), question.get("most"))
    kinds = ("recommendation", "satisfaction", "effort")
    is_scale = question["kind"] == "rating"
    return next((kind for kind in kinds if is_scale and SCALES[kind] == ends), "")
