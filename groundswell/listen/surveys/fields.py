"""What the editor's template shows: each question as one line and as fields, in the first language and one more."""

from typing import Any
from urllib.parse import urlencode

from .asked_if import ALONE, SIGNS, Asked, Rule, askables, asked_of, told
from .editing import TOP_TEXTS, choices_of, languages_of, texts_by_language
from .findings import Finding
from .kinds import KIND_NAMES, KINDS_TO_ADD, LIST_NAMES, LISTS, has_scale
from .language_names import languages_to_add, name_of
from .languages import WORDS, is_right_to_left, usual_word
from .translations import Place, missing_in, own_places

Data = dict[str, Any]
MOST_NAMED = 12
TOP_LABELS = {
    "title": ("Title", "Stands in the head of the page."),
    "consent": ("Consent", "Stands below the first question: what becomes of the answer, and for how long."),
    "thanks": ("Thanks", "Stands on the last screen. Without words our own thanks stand there."),
}


def fields_of(data: Data, beside: str, opened: str, findings: list[Finding]) -> Data:
    """``beside`` is the language next to the first one, or empty; ``opened`` is the part that stands open."""
    languages = languages_of(data)
    shown = [languages[0], beside] if beside in languages[1:] else languages[:1]
    questions = [one for one in data.get("questions") or [] if isinstance(one, dict)]
    wrong = [finding.place for finding in findings]
    editor = _Editor(shown, questions)
    return {
        "shown": [_language(code) for code in shown],
        "languages": [_language(code) | _written(data, code) for code in languages],
        "languages_to_add": languages_to_add(languages),
        "questions": [editor.question(place) | {"problems": wrong.count(place + 1), "is_open": opened == str(place)} for place in range(len(questions))],
        "tops": [{"label": TOP_LABELS[name][0], "hint": TOP_LABELS[name][1], "texts": editor.texts(name, data.get(name))} for name in TOP_TEXTS],
        "words": [{"label": usual_word(name, "en"), "texts": editor.words(name, data.get("words"))} for name in WORDS],
        "kinds_to_add": [(kind, KIND_NAMES[kind], what) for kind, what in KINDS_TO_ADD.items()],
        "opened": opened,
        "open_key": questions[int(opened)].get("key", "") if opened.isdecimal() and len(opened) < 4 and int(opened) < len(questions) else "",
    }  # fmt: skip


def _language(code: str) -> Data:
    return {"code": code, "name": name_of(code), "direction": "rtl" if is_right_to_left(code) else "ltr"}


def _written(data: Data, language: str) -> Data:
    """How many places have words in a language, and which are still in the first one, each with its address."""
    missing, every = missing_in(data, language), len(own_places(data, language))
    named = [{"where": one.where, "address": address_of(one, language)} for one in missing[:MOST_NAMED]]
    more = max(len(missing) - MOST_NAMED, 0)
    return {"written": every - len(missing), "of": every, "missing": named, "more": more}


def address_of(place: Place, language: str) -> str:
    """The field of a place in the editor, with its language beside the first."""
    part = place.field.partition("-")[0]
    opened = part[1:] if part[1:].isdecimal() else part if part == "words" else "around"
    return f"?{urlencode({'open': opened, 'lang': language})}#{place.field}-{language}"


PLACE_NAMES = {
    "organisation": "your name",
    "touchpoint": "the moment of the journey",
    "unit": "the unit that served the customer",
}


class _Editor:
    def __init__(self, shown: list[str], questions: list[Data]) -> None:
        self.shown, self.questions = shown, questions
        self.known = askables(questions, shown[0])

    def texts(self, name: str, given: Any) -> list[Data]:
        said = texts_by_language(given, self.shown[:1])
        return [
            _language(code) | {"id": f"{name}-{code}", "words": said.get(code, "")} for code in self.shown
        ]

    def words(self, name: str, given: Any) -> list[Data]:
        own = given.get(name) if isinstance(given, dict) else None
        return [text | {"usual": usual_word(name, text["code"])} for text in self.texts(f"words-{name}", own)]

    def question(self, place: int) -> Data:
        given, name = self.questions[place], f"q{place}"
        kind, condition = str(given.get("kind", "text")), str(given.get("visibleIf") or "")
        texts = self.texts(f"{name}-text", given.get("text"))
        ends = [(end, self.texts(f"{name}-{end}", given.get(end))) for end in ("low", "high")]
        return {
            "name": name,
            "place": place,
            "number": place + 1,
            "key": given.get("key", ""),
            "kind": kind,
            "kind_name": KIND_NAMES.get(kind, kind),
            "kinds": [(code, KIND_NAMES[code]) for code in KINDS_TO_ADD],
            "is_core": place == 0,
            "required": bool(given.get("required")),
            "heading": texts[0]["words"],
            "summary": self.summary(given, kind, condition, place),
            "texts": texts,
            "ends": ends if has_scale(kind) else [],
            "is_rating": kind == "rating",
            "is_text": kind == "text",
            "pattern": given.get("pattern", ""),
            "least": given.get("least", 1),
            "most": given.get("most", 5),
            "lists": [self.list(f"{name}-{part}", part, choices_of(given, part)) for part in LISTS.get(kind, ())],
            "condition": condition,
            "names": [(f"{{{name}}}", what) for name, what in PLACE_NAMES.items()]
            + [(f"{{{one.name}}}", f"the answer to {one.label}") for one in self.known if one.number <= place],
            "asked": self.asked(name, place, asked_of(condition)),
            "may_rise": place > 1,
            "may_sink": 0 < place < len(self.questions) - 1,
        }  # fmt: skip

    def summary(self, given: Data, kind: str, condition: str, place: int) -> list[str]:
        """The question in a few words, for the line that stands when it is folded."""
        lists = [f"{count} {LIST_NAMES[part].lower()}" for part in LISTS.get(kind, ()) if (count := len(choices_of(given, part)))]  # fmt: skip
        asked = [f"asked if {told(condition, self.known)}"] if condition else []
        needed = ["an answer is needed"] if given.get("required") and place else []
        return [KIND_NAMES.get(kind, kind), *lists, *asked, *needed]

    def list(self, name: str, part: str, choices: list[Data]) -> Data:
        rows = [
            {"value": one.get("value", ""), "name": f"{name}-{row}", "texts": self.texts(f"{name}-{row}", one.get("text"))}
            for row, one in enumerate(choices)
        ]  # fmt: skip
        return {"name": name, "part": part, "label": LIST_NAMES[part], "rows": rows}

    def asked(self, name: str, place: int, asked: Asked | None) -> Data | None:
        """The rows of the condition with one more to fill; None where only the text says it."""
        if asked is None:
            return None
        known = [one for one in self.known if one.number <= place]
        rows = [_rule(f"{name}-if-{row}", rule, known) for row, rule in enumerate((*asked.rules, None))]
        return {"joined": asked.joined, "rows": rows, "is_joined": len(asked.rules) > 1}


def _rule(name: str, rule: Rule | None, known: list[Any]) -> Data:
    about = rule.name if rule else ""
    groups = [one for one in known if one.values and (not rule or one.name == about)]
    return {
        "name": name,
        "names": [(one.name, one.label, one.kind, one.name == about) for one in known],
        "signs": [(sign, words, bool(rule) and sign == rule.sign) for sign, words in SIGNS.items()],
        "stands_alone": bool(rule) and rule.sign in ALONE,
        "groups": [
            {
                "name": one.name,
                "label": one.label,
                "values": [
                    (f"{one.name}={value}", words, bool(rule) and rule.value == value)
                    for value, words in one.values.items()
                ],
            }
            for one in groups
        ],
    }
