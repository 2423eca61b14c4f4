"""Read a survey from data and say everything that is wrong with it."""

import json
import re
from functools import lru_cache
from typing import Any

from .branching import read_condition
from .definition import CORE_KINDS, KINDS, SCALES, SCHEMA, Choice, Definition, Question, Texts
from .errors import DefinitionUnusable, ExpressionUnusable, PatternUnusable, Problem
from .languages import CODE, WORDS
from .piping import PLACES, names_in
from .text_pattern import read_pattern

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
VALUE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_TEXT = 1000
MOST_QUESTIONS = 60
MOST_CHOICES = 60
FIELDS = {"key", "kind", "text", "required", "visibleIf", "low", "high", "least", "most", "choices", "rows", "columns", "pattern"}  # fmt: skip
TOP_FIELDS = {"schema", "languages", "title", "questions", "consent", "thanks", "words"}


def read_definition(data: Any) -> Definition:
    """The survey, or DefinitionUnusable with every problem."""
    reader = _Reader()
    definition = reader.read(data)
    if reader.problems or definition is None:
        raise DefinitionUnusable(reader.problems)
    return definition


@lru_cache(maxsize=256)
def known_definition(text: str) -> Definition:
    """A survey that was stored, read once: its wording never changes, and nobody changes what is handed out."""
    return read_definition(json.loads(text))


def problems_of(data: Any) -> list[Problem]:
    """What is wrong with a survey; nothing when it can ask."""
    try:
        read_definition(data)
    except DefinitionUnusable as unusable:
        return unusable.problems
    return []


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ("en",)
        self.place = 0
        self.places: list[int] = []

    def wrong(self, question: str, field: str, value: object, remedy: str) -> None:
        given = "" if value is None else str(value)[:120]
        self.problems.append(Problem(question, field, given, remedy, place=self.place))

    def read(self, data: Any) -> Definition | None:
        if not isinstance(data, dict):
            self.wrong("", "file", type(data).__name__, "A survey is a JSON object.")
            return None
        if data.get("schema") != SCHEMA:
            self.wrong("", "schema", data.get("schema"), f"Write {SCHEMA!r}.")
        self._unknown("", data, TOP_FIELDS)
        self.languages = self._languages(data.get("languages"))
        questions = self._questions(data.get("questions"))
        definition = Definition(
            self.languages,
            questions,
            self._texts("", "title", data.get("title")),
            self._texts("", "consent", data.get("consent")),
            self._texts("", "thanks", data.get("thanks")),
            self._words(data.get("words")),
        )
        self._check_order(definition)
        return definition

    def _unknown(self, question: str, data: dict[str, Any], known: set[str]) -> None:
        for name in data:
            if name not in known:
                self.wrong(
                    question, str(name)[:60], None, f"Unknown field. Known are {', '.join(sorted(known))}."
                )

    def _languages(self, given: Any) -> tuple[str, ...]:
        if not isinstance(given, list) or not given:
            self.wrong("", "languages", given, 'List the languages, the complete one first: ["en"].')
            return ("en",)
        good = [one for one in given if isinstance(one, str) and CODE.fullmatch(one)]
        for one in given:
            if one not in good:
                self.wrong("", "languages", one, "Write a language code such as en, de or pt-BR.")
        if len(set(good)) < len(good):
            self.wrong("", "languages", ", ".join(good), "Name each language once.")
        return tuple(dict.fromkeys(good)) or ("en",)

    def _texts(self, question: str, field: str, given: Any, *, needed: bool = False) -> Texts:
        texts = {self.languages[0]: given} if isinstance(given, str) else {} if given is None else given
        if not isinstance(texts, dict):
            self.wrong(question, field, given, 'Give the words by language: {"en": "..."}.')
            return {}
        kept = {}
        for language, words in texts.items():
            if language not in self.languages:
                self.wrong(question, field, language, f"The survey speaks {', '.join(self.languages)}. Add the language first.")  # fmt: skip
            elif not isinstance(words, str) or len(words) > LONGEST_TEXT or UNSTORABLE.search(words):
                self.wrong(question, f"{field} ({language})", words, f"Give words of at most {LONGEST_TEXT} characters.")  # fmt: skip
            elif words.strip():
                kept[language] = words.strip()
        if needed and self.languages[0] not in kept:
            self.wrong(question, f"{field} ({self.languages[0]})", None, "Write the words; the first language is always complete.")  # fmt: skip
        return kept

    def _words(self, given: Any) -> dict[str, Texts]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.wrong("", "words", given, 'Give words by name and language: {"send": {"cy": "Anfon"}}.')
            return {}
        self._unknown("", given, set(WORDS))
        return {
            name: self._texts("", f"words {name}", texts) for name, texts in given.items() if name in WORDS
        }

    def _questions(self, given: Any) -> tuple[Question, ...]:
        if not isinstance(given, list) or not given:
            self.wrong("", "questions", None, "Add a question; the first one is the core question.")
            return ()
        if len(given) > MOST_QUESTIONS:
            self.wrong("", "questions", len(given), f"At most {MOST_QUESTIONS} questions.")
        found = [self._question(one, place) for place, one in enumerate(given[:MOST_QUESTIONS], start=1)]
        self.place = 0
        self.places = [place for place, question in enumerate(found, start=1) if question]
        return tuple(question for question in found if question)

    def _question(self, data: Any, place: int) -> Question | None:
        self.place = place
        if not isinstance(data, dict):
            self.wrong(str(place), "question", data, "A question is a JSON object.")
            return None
        key, kind = data.get("key"), data.get("kind")
        name = str(key or place)[:60]
        if not isinstance(key, str) or not KEY.fullmatch(key) or key in PLACES:
            self.wrong(name, "key", key, "Use letters, digits and _, beginning with a letter; not touchpoint, unit or organisation.")  # fmt: skip
            return None
        if kind not in KINDS:
            self.wrong(name, "kind", kind, f"Choose one of {', '.join(KINDS)}.")
            return None
        self._unknown(name, data, FIELDS)
        least, most = self._ends(name, kind, data)
        lists = {
            field: self._choices(name, field, data.get(field)) for field in ("choices", "rows", "columns")
        }
        self._check_lists(name, kind, lists)
        return Question(
            key,
            kind,
            self._texts(name, "text", data.get("text"), needed=True),
            self._flag(name, data.get("required", False)),
            self._expression(name, data.get("visibleIf", "")),
            self._texts(name, "low", data.get("low")),
            self._texts(name, "high", data.get("high")),
            least,
            most,
            **lists,
            pattern=self._pattern(name, kind, data.get("pattern", "")),
        )

    def _flag(self, name: str, given: Any) -> bool:
        if not isinstance(given, bool):
            self.wrong(name, "required", given, "Write true or false.")
            return False
        return given

    def _expression(self, name: str, given: Any) -> str:
        if not isinstance(given, str) or UNSTORABLE.search(given):
            self.wrong(name, "visibleIf", given, "Write a condition such as {score} <= 6.")
            return ""
        if given.strip():
            try:
                read_condition(given.strip())
            except ExpressionUnusable as unusable:
                self.wrong(name, "visibleIf", given, str(unusable))
                return ""
        return given.strip()

    def _pattern(self, name: str, kind: str, given: Any) -> str:
        if not isinstance(given, str) or (given and kind != "text"):
            self.wrong(
                name, "pattern", given, "Only a question of kind text has one, such as [A-Z]{2}[0-9]{4}."
            )
            return ""
        try:
            return read_pattern(given) and given if given else ""
        except PatternUnusable as unusable:
            self.wrong(name, "pattern", given, str(unusable))
            return ""

    def _ends(self, name: str, kind: str, data: dict[str, Any]) -> tuple[int, int]:
        ends = SCALES.get(kind, (1, 5))
        least, most = data.get("least", ends[0]), data.get("most", ends[1])
        if kind in SCALES and (least, most) != ends:
            self.wrong(name, "scale", f"{least} to {most}", f"The scale of {kind} is locked: {ends[0]} to {ends[1]}. Use rating for another.")  # fmt: skip
        elif not all(type(end) is int for end in (least, most)) or not 0 <= least < most <= 10:
            self.wrong(
                name, "scale", f"{least} to {most}", "Give whole numbers from 0 to 10, least below most."
            )
        else:
            return least, most
        return ends

    def _choices(self, name: str, field: str, given: Any) -> tuple[Choice, ...]:
        if given is None:
            return ()
        if not isinstance(given, list) or len(given) > MOST_CHOICES:
            self.wrong(name, field, given, f"Give a list of at most {MOST_CHOICES}.")
            return ()
        found: dict[str, Choice] = {}
        for one in given:
            value = one.get("value") if isinstance(one, dict) else None
            if not isinstance(value, str) or not VALUE.fullmatch(value) or value in found:
                self.wrong(
                    name, field, value or one, "Each needs a value of its own: letters, digits, _ . and -."
                )
                continue
            self._unknown(name, one, {"value", "text"})
            found[value] = Choice(value, self._texts(name, f"{field} {value}", one.get("text"), needed=True))
        return tuple(found.values())

    def _check_lists(self, name: str, kind: str, lists: dict[str, tuple[Choice, ...]]) -> None:
        wanted = {"single": ("choices",), "multiple": ("choices",), "matrix": ("rows", "columns")}.get(
            kind, ()
        )
        for field, found in lists.items():
            if field in wanted and len(found) < (1 if field == "rows" else 2):
                self.wrong(
                    name, field, None, "Add at least two to choose from." if field != "rows" else "Add a row."
                )
            if field not in wanted and found:
                self.wrong(name, field, None, f"A question of kind {kind} has no {field}. Remove them.")

    def _check_order(self, definition: Definition) -> None:
        """The core comes first and is always asked; names refer to what was asked before."""
        earlier: dict[str, Question] = {}
        for place, question in enumerate(definition.questions):
            self.place = self.places[place]
            if question.key in earlier:
                self.wrong(question.key, "key", question.key, "Give each question a key of its own.")
            if place == 0 and (question.kind not in CORE_KINDS or question.visible_if):
                self.wrong(question.key, "kind", question.kind, f"The first question is the core: {', '.join(CORE_KINDS)}, and always asked.")  # fmt: skip
            if place and question.kind in {"recommendation", "employee"}:
                self.wrong(
                    question.key, "kind", question.kind, "It can only be the first question. Use rating here."
                )
            self._check_names(question, earlier)
            earlier[question.key] = question

    def _check_names(self, question: Question, earlier: dict[str, Question]) -> None:
        known = set(earlier) | {f"{one.key}.{row.value}" for one in earlier.values() for row in one.rows}
        if question.visible_if:
            for name in sorted(read_condition(question.visible_if).names - known):
                remedy = "Only questions that were asked before, and rows of theirs, can be named."
                self.wrong(question.key, "visibleIf", name, remedy)
        for language, words in question.text.items():
            for name in sorted(names_in(words) - known - set(PLACES)):
                self.wrong(question.key, f"text ({language})", f"{{{name}}}", "Only earlier questions, rows of theirs, {touchpoint}, {unit} and {organisation} can stand in a text.")  # fmt: skip
