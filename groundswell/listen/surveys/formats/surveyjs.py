"""SurveyJS: the part of its JSON that we read and write. What we cannot map is refused by name, never dropped."""

import re
from typing import Any

from ..definition import SCALES, SCHEMA, Definition, Question, Texts, as_data
from ..errors import DefinitionUnusable, Problem
from ..reading import read_definition

OWN = "groundswell"
"""The property that keeps what SurveyJS has no word for; SurveyJS passes over properties that it does not know."""
TYPES = {"single": "radiogroup", "multiple": "checkbox", "matrix": "matrix", "text": "comment"}
KINDS = {"radiogroup": "single", "dropdown": "single", "checkbox": "multiple", "tagbox": "multiple", "matrix": "matrix", "comment": "text", "text": "text", "rating": "rating", "boolean": "single"}  # fmt: skip
ELEMENT = {"type", "name", "title", "isRequired", "visibleIf", "choices", "rows", "columns", "rateMin", "rateMax", "minRateDescription", "maxRateDescription", "inputType", "labelTrue", "labelFalse", "validators", OWN}  # fmt: skip
PASSED_OVER = {"description", "rateCount", "rateType", "displayMode", "startWithNewLine", "colCount", "showCommentArea", "placeholder", "rows_count", "autoGrow", "maxLength", "width", "minWidth", "maxWidth", "valueName", "correctAnswer"}  # fmt: skip


def to_surveyjs(definition: Definition) -> dict[str, Any]:
    """The survey for SurveyJS, one page a question as our answer page shows it."""
    first = definition.languages[0]
    pages = [{"name": f"page_{one.key}", "elements": [_element(one, first)]} for one in definition.questions]
    data = as_data(definition)
    own = {name: data[name] for name in ("languages", "consent", "thanks", "words") if name in data}
    return {"locale": first, "title": _locales(definition.title, first), "pages": pages, OWN: own}


def _locales(texts: Texts, first: str) -> Any:
    if set(texts) <= {first}:
        return texts.get(first, "")
    return {"default" if language == first else language: words for language, words in texts.items()}


def _element(question: Question, first: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": TYPES.get(question.kind, "rating"),
        "name": question.key,
        "title": _locales(question.text, first),
        "isRequired": question.required,
        "visibleIf": question.visible_if,
        "minRateDescription": _locales(question.low, first),
        "maxRateDescription": _locales(question.high, first),
    }
    for name in ("choices", "rows", "columns"):
        element[name] = [
            {"value": one.value, "text": _locales(one.text, first)} for one in getattr(question, name)
        ]
    kept = {name: value for name, value in element.items() if value}
    if question.is_scale:
        kept |= {"rateMin": question.least, "rateMax": question.most, OWN: {"kind": question.kind}}
    if question.pattern:
        kept |= {"validators": [{"type": "regex", "regex": f"^(?:{question.pattern})$"}]}
    return kept


def from_surveyjs(data: Any) -> Definition:
    """The survey that a SurveyJS file asks. Raises DefinitionUnusable with everything that has no place here."""
    if not isinstance(data, dict):
        raise DefinitionUnusable(
            [Problem("", "file", type(data).__name__, "A SurveyJS survey is a JSON object.")]
        )
    own = data.get(OWN) if isinstance(data.get(OWN), dict) else {}
    problems: list[Problem] = []
    elements = _elements(data, problems)
    first = str(data.get("locale") or "en")
    languages = own.get("languages") or _languages(data, first)
    questions = [_question(one, first, place, problems) for place, one in enumerate(elements)]
    if problems:
        raise DefinitionUnusable(problems)
    top = {name: own[name] for name in ("consent", "thanks", "words") if name in own}
    title = _texts(data.get("title"), first)
    return read_definition(
        {"schema": SCHEMA, "languages": languages, "title": title, "questions": questions} | top
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _elements(data: dict[str, Any], problems: list[Problem]) -> list[dict[str, Any]]:
    waiting = _listed(data.get("elements")) + _listed(data.get("questions"))
    remedy = "Conditions of pages are not read. Put the condition on each question."
    for page in _listed(data.get("pages")):
        if not isinstance(page, dict):
            continue
        if page.get("visibleIf"):
            problems.append(Problem(str(page.get("name")), "visibleIf", str(page["visibleIf"])[:120], remedy))
        waiting += _listed(page.get("elements"))
    return [one if isinstance(one, dict) else {} for one in waiting]


def _languages(data: Any, first: str) -> list[str]:
    found: dict[str, None] = {first: None}

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if "default" in value:
                found.update(dict.fromkeys(str(one) for one in value if one != "default"))
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(data)
    return list(found)


def _texts(value: Any, first: str) -> Any:
    if not isinstance(value, dict):
        return {first: str(value)} if value not in (None, "") else {}
    return {first if language == "default" else language: words for language, words in value.items()}


def _question(element: dict[str, Any], first: str, place: int, problems: list[Problem]) -> dict[str, Any]:
    name, kind = str(element.get("name") or place + 1), str(element.get("type"))
    if kind not in KINDS:
        problems.append(
            Problem(name, "type", kind, f"Read are {', '.join(KINDS)}. Remove it or change its type.")
        )
        return {}
    for field in element:
        if field not in ELEMENT | PASSED_OVER:
            problems.append(
                Problem(name, str(field)[:60], str(element[field])[:120], "This is not read. Remove it.")
            )
    found = {
        "key": name,
        "kind": KINDS[kind],
        "text": _texts(element.get("title") or name, first),
        "required": bool(element.get("isRequired", False)),
        "visibleIf": element.get("visibleIf", ""),
    }
    if element.get("validators"):
        found["pattern"] = _pattern(name, element["validators"], problems)
    if kind == "rating":
        return found | _scale(element, first, place)
    if kind == "boolean":
        yes, no = (
            _texts(element.get("labelTrue") or "Yes", first),
            _texts(element.get("labelFalse") or "No", first),
        )
        return found | {"choices": [{"value": "true", "text": yes}, {"value": "false", "text": no}]}
    lists = {part: [_choice(one, first) for one in element[part]] for part in ("choices", "rows", "columns") if isinstance(element.get(part), list)}  # fmt: skip
    return found | lists


def _pattern(name: str, validators: Any, problems: list[Problem]) -> str:
    """Patterns for a whole answer are read; every other check of answers is named."""
    for one in _listed(validators):
        regex = str(one.get("regex", "")) if isinstance(one, dict) and one.get("type") == "regex" else ""
        whole = re.fullmatch(r"\^\(\?:(.*)\)\$", regex, re.DOTALL) or re.fullmatch(
            r"\^([^|]*[^|\\])\$", regex
        )
        if whole and len(validators) == 1:
            return whole[1]
    problems.append(
        Problem(
            name,
            "validators",
            str(validators)[:120],
            "Only one pattern from ^ to $ is read. Remove the others.",
        )
    )
    return ""


def _choice(one: Any, first: str) -> dict[str, Any]:
    if isinstance(one, dict):
        value = one.get("value")
        return {"value": str(value), "text": _texts(one.get("text") or value, first)}
    return {"value": str(one), "text": {first: str(one)}}


def _scale(element: dict[str, Any], first: str, place: int) -> dict[str, Any]:
    least, most = element.get("rateMin", 1), element.get("rateMax", 5)
    own = element.get(OWN)
    kind = own.get("kind") if isinstance(own, dict) else None
    if kind is None:
        locked = next((kind for kind in ("recommendation", "satisfaction", "effort") if SCALES[kind] == (least, most)), "rating")  # fmt: skip
        kind = locked if place == 0 else "rating"
    labels = {"low": _texts(element.get("minRateDescription"), first), "high": _texts(element.get("maxRateDescription"), first)}  # fmt: skip
    return {"kind": kind, "least": least, "most": most} | labels
