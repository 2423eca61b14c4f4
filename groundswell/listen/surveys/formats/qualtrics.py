"""Qualtrics' QSF: JSON with blocks (BL), a flow (FL) and questions (SQ). Scripts, pictures and looks stay behind."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import DefinitionUnusable, Problem
from .brought import Brought
from .building import Building, answer_here, scale_of
from .qualtrics_flow import Flow
from .qualtrics_logic import Earlier, condition_of

TOOL = "Qualtrics (QSF)"
SINGLE = {"SAVR", "SAHR", "SACOL", "DL", "SB"}
MULTIPLE = {"MAVR", "MAHR", "MACOL", "MSB"}
SILENT = {"BL", "FL", "SQ", "SO", "SCO", "PROJ", "STAT", "QC", "RS", "NT", "PL", "TR"}
"""Elements that hold what we read, or only looks and counters."""
PIPED = re.compile(r"\$\{q://(QID\w+)/[^}]{0,80}\}")
SPECIAL = {"zh-s": "zh-Hans", "zh-t": "zh-Hant", "en-us": "en", "sqi": "sq", "ms-my": "ms", "tgl": "tl"}

Data = dict[str, Any]


def is_qsf(data: Any) -> bool:
    """Whether a JSON file is Qualtrics' survey file."""
    return isinstance(data, dict) and "SurveyEntry" in data and "SurveyElements" in data


def from_qsf(data: Data) -> Brought:
    """The survey and what stays behind. Raises DefinitionUnusable."""
    return _Reader(data).read()


def language_of(code: Any) -> str:
    """EN, DE, PT-BR or ZH-S as we write it."""
    low = str(code or "en").lower()
    main, _, rest = low.partition("-")
    return SPECIAL.get(low) or (f"{main}-{rest.upper()}" if rest else main)


class _Reader:
    def __init__(self, data: Data) -> None:
        self.entry = _dict(data.get("SurveyEntry"))
        self.elements = [one for one in _list(data.get("SurveyElements")) if isinstance(one, dict)]
        self.asked = self._asked()
        self.first = language_of(self.entry.get("SurveyLanguage"))
        spoken = [language_of(code) for one in self.asked.values() for code in _dict(one.get("Language"))]
        self.building = Building([self.first, *spoken])
        self.keys: dict[str, str] = {}
        self.earlier: dict[str, Earlier] = {}

    def read(self) -> Brought:
        building = self.building
        ordered = list(self._order())
        self.keys = {qid: building.key(self._name(qid)) for qid, _ in ordered}
        for qid, conditions in ordered:
            self._question(qid, conditions)
        for element in self.elements:
            if str(element.get("Element")) not in SILENT:
                what = _dict(element.get("Payload")).get("Name") or element.get("PrimaryAttribute")
                building.leave("", "element", what, "This part of the file has no place here.")
        title = building.texts("", "name", {self.first: str(self.entry.get("SurveyName") or "")})
        return Brought(building.finish(), TOOL, title.get(self.first, ""), left=tuple(building.left))

    def _asked(self) -> dict[str, Data]:
        found: dict[str, Data] = {}
        for element in self.elements:
            payload = element.get("Payload")
            if element.get("Element") != "SQ" or not isinstance(payload, dict):
                continue
            qid = str(payload.get("QuestionID") or element.get("PrimaryAttribute"))
            if qid in found:
                remedy = "Two questions have this id. Export the survey again."
                raise DefinitionUnusable([Problem(qid[:60], "QuestionID", qid[:120], remedy, "duplicate_id")])
            found[qid] = payload
        return found

    def _name(self, qid: str) -> str:
        return str(self.asked[qid].get("DataExportTag") or qid)

    def _order(self) -> Iterator[tuple[str, list[Data]]]:
        """Every question once, as its respondents meet it, with the conditions of the branches around it."""
        flow, seen = Flow(self.elements, self.building), set()
        for block, conditions in flow.steps():
            for qid in block:
                if qid not in self.asked:
                    remedy = "The block names a question that is not in the file."
                    self.building.leave(qid, "block", qid, remedy, reason="dangling_reference")
                elif qid not in seen:
                    seen.add(qid)
                    yield qid, conditions
        for qid, payload in self.asked.items():
            if flow.blocks and qid not in seen:
                remedy = "It is in no block, so nobody was asked it. It is left out."
                self.building.leave(self._name(qid), "block", None, remedy)
                self._beside(self._name(qid), payload)
            elif not flow.blocks:
                yield qid, []

    def _beside(self, name: str, payload: Data) -> None:
        """What hangs on a question and never comes in."""
        if payload.get("QuestionJS"):
            self.building.leave(name, "script", payload["QuestionJS"], "Scripts are never taken.")
        for field, what in (
            ("SkipLogic", "skipping"),
            ("Randomization", "random order"),
            ("DynamicChoices", "choices carried forward"),
        ):
            if payload.get(field):
                self.building.leave(
                    name, what, None, "It has no place here. Use a condition on the questions after it."
                )

    def _question(self, qid: str, conditions: list[Data]) -> None:
        payload, key = self.asked[qid], self.keys[qid]
        self._beside(key, payload)
        kind = self._kind(key, payload)
        if not kind:
            return
        settings = _dict(_dict(payload.get("Validation")).get("Settings"))
        question: Data = {
            "key": key,
            "text": self._said(key, "text", payload, "QuestionText"),
            "required": settings.get("ForceResponse") == "ON",
        }
        logic = [
            *conditions,
            *([payload["DisplayLogic"]] if isinstance(payload.get("DisplayLogic"), dict) else []),
        ]
        condition = self.building.condition(key, logic, lambda one: condition_of(one, self.earlier))
        self.earlier[qid] = Earlier(key, kind["kind"], _numbers(payload))
        self.building.add(
            question
            | kind
            | ({"visibleIf": condition} if condition else {})
            | self._pattern(key, kind, settings)
        )

    def _kind(self, key: str, payload: Data) -> Data:
        kind, selector = str(payload.get("QuestionType")), str(payload.get("Selector"))
        if kind == "MC" and selector == "NPS":
            return {"kind": "recommendation"} | self._ends(key, payload)
        if kind == "MC" and selector in SINGLE | MULTIPLE:
            choices = self._list(key, "choices", payload, "Choices")
            scale = scale_of(choices, self.building.languages[0]) if selector in SINGLE and choices else {}
            return scale or {"kind": "single" if selector in SINGLE else "multiple", "choices": choices}
        if (
            kind == "Matrix"
            and selector == "Likert"
            and str(payload.get("SubSelector")) in {"SingleAnswer", "DL", "None"}
        ):
            rows = self._list(key, "rows", payload, "Choices")
            return {"kind": "matrix", "rows": rows, "columns": self._list(key, "columns", payload, "Answers")}
        if kind == "TE" and selector in {"SL", "ML", "ESTB"}:
            return {"kind": "text"}
        if kind == "Slider" and len(_coded(payload.get("Choices"))) == 1:
            stars = _dict(payload.get("Configuration")).get("StarCount")
            if str(stars).isdecimal() and 2 <= int(stars) <= 10:
                return {"kind": "rating", "least": 1, "most": int(stars)}
        remedy = (
            "Words between questions have no place here; put them into a question."
            if kind == "DB"
            else "Questions of this kind have no place here. It is left out."
        )
        self.building.leave(key, "kind", f"{kind} {selector}", remedy)
        return {}

    def _ends(self, key: str, payload: Data) -> Data:
        ends = [_dict(one) for one in _list(payload.get("ColumnLabels"))]
        if len(ends) < 2:
            return {}
        translated = {
            language_of(code): _list(_dict(words).get("ColumnLabels"))
            for code, words in _dict(payload.get("Language")).items()
        }
        found = {}
        for field, place in (("low", 0), ("high", -1)):
            said = {self.first: str(ends[place].get("Display") or "")}
            said |= {
                one: str(_dict(words[place]).get("Display") or "")
                for one, words in translated.items()
                if words
            }
            found[field] = self.building.texts(key, field, said)
        return found

    def _said(self, key: str, field: str, payload: Data, name: str) -> dict[str, str]:
        said = {self.first: payload.get(name)}
        said |= {
            language_of(code): _dict(words).get(name)
            for code, words in _dict(payload.get("Language")).items()
        }
        marked = {one: self._piped(words) for one, words in said.items() if isinstance(words, str)}
        return self.building.texts(key, field, marked)

    def _piped(self, words: str) -> str:
        return PIPED.sub(
            lambda found: answer_here(self.keys[found[1]]) if found[1] in self.keys else found[0], words
        )

    def _list(self, key: str, field: str, payload: Data, name: str) -> list[Data]:
        given, recoded = (
            _coded(payload.get(name)),
            _dict(payload.get("RecodeValues")) if name == "Choices" else {},
        )
        order = [str(one) for one in _list(payload.get(f"{name[:-1]}Order"))]
        codes = [one for one in order if one in given] or list(given)
        spoken = {
            language_of(code): _coded(_dict(words).get(name))
            for code, words in _dict(payload.get("Language")).items()
        }
        listed = []
        for code in codes:
            if _dict(given[code]).get("TextEntry"):
                self.building.leave(
                    key, f"{field} {code}", None, "The words that may be added to it are not asked."
                )
            words = {self.first: _display(given[code])} | {
                one: _display(part.get(code)) for one, part in spoken.items()
            }
            listed.append((code, {one: said for one, said in words.items() if said}))
        if recoded and field == "choices":
            self.building.leave(
                key, "recoded values", None, "Answers are kept under the numbers of their choices."
            )
        return self.building.choices(key, field, listed)

    def _pattern(self, key: str, kind: Data, settings: Mapping[str, Any]) -> dict[str, str]:
        wanted = settings.get("Regex")
        if isinstance(wanted, str) and wanted and kind["kind"] == "text":
            pattern = self.building.pattern(key, wanted)
            return {"pattern": pattern} if pattern else {}
        if str(settings.get("Type") or "None") != "None" or settings.get("ContentType"):
            said = wanted or settings.get("ContentType") or settings.get("Type")
            self.building.leave(key, "validation", said, "This check of answers has no place here.")
        return {}


def _numbers(payload: Data) -> dict[str, str]:
    """The number that each choice of a scale stands for, by its code."""
    said = {
        code: re.match(r"\s*(\d{1,2})", _display(one)) for code, one in _coded(payload.get("Choices")).items()
    }
    return {code: found[1] if found else code for code, found in said.items()}


def _coded(value: Any) -> Data:
    """Choices by their codes; PHP writes those from 0 on as a list."""
    return {str(code): one for code, one in enumerate(value)} if isinstance(value, list) else _dict(value)


def _display(choice: Any) -> str:
    return str(_dict(choice).get("Display") or "")


def _dict(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
