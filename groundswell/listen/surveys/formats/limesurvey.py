"""LimeSurvey's LSS: XML with tables of groups, questions, their parts and answers, in both layouts of translations."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from .brought import Brought
from .building import Building, NotCarried, answer_here, scale_of
from .limesurvey_logic import condition_of, is_always
from .limesurvey_xml import Row, Tables, read_tables, refused

TOOL = "LimeSurvey (LSS)"
LISTS = {"L", "!", "O"}
TEXTS = {"S", "T", "U"}
FIXED = {
    "Y": (("Y", "Yes"), ("N", "No")),
    "G": (("F", "Female"), ("M", "Male")),
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
    "A": tuple((str(n), str(n)) for n in range(1, 6)),
    "B": tuple((str(n), str(n)) for n in range(1, 11)),
}
"""Types whose choices LimeSurvey words itself, so the file does not hold them."""
PIPED = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:\.(?:NAOK|shown|value|code))?\}")
PLACE = re.compile(r"\d+X\d+X(\d+)(\w*)")
LEFT_TABLES = {
    "quota": "quotas",
    "assessments": "assessments",
    "surveys_languagesettings": "",
    "survey_url_parameters": "parameters of the link",
}


def from_lss(content: bytes) -> Brought:
    """The survey and what stays behind. Raises DefinitionUnusable."""
    return _Reader(*read_tables(content)).read()


def language_of(code: str) -> str:
    """de, de-informal, pt-BR or zh-Hans as we write it."""
    return code.removesuffix("-informal").removesuffix("-easy")


class _Reader:
    def __init__(self, tables: Tables, facts: dict[str, list[str]]) -> None:
        self.tables = tables
        first = [row["language"] for row in self._rows("surveys") if row.get("language")]
        languages = [language_of(one) for one in (*first, *facts.get("language", []))]
        self.building = Building(languages)
        self.first = self.building.languages[0]
        self.words = {name: self._translated(name) for name in ("question", "answer", "group")}
        rows = [row for row in self._rows("questions") if row.get("qid")]
        self.questions = self._one_each(rows, "qid")
        self.parts = self._parts()
        self.keys: dict[str, str] = {}
        self.made: dict[str, dict[str, Any]] = {}

    def _rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def _translated(self, name: str) -> dict[str, list[Row]]:
        """Rows of the newer layout, where words stand in a table of their own."""
        known = {"question": "qid", "answer": "aid", "group": "gid"}[name]
        found: dict[str, list[Row]] = {}
        for row in self._rows(f"{name}_l10ns"):
            found.setdefault(row.get(known, ""), []).append(row)
        return found

    def _one_each(self, rows: Iterable[Row], known: str) -> list[Row]:
        """The older layout repeats a row for each language; the same id twice in one language is a broken file."""
        seen: dict[tuple[str, str], Row] = {}
        for row in rows:
            same = (row[known], row.get("language", ""))
            if same in seen:
                raise refused(
                    "duplicate_id", row[known], "Two questions have this id. Export the survey again."
                )
            seen[same] = row
        one_each: dict[str, Row] = {}
        for row in seen.values():
            one_each.setdefault(row[known], row)
        return sorted(one_each.values(), key=lambda row: self._place(row))

    def _place(self, row: Row) -> tuple[int, int]:
        groups = {group.get("gid"): _number(group.get("group_order")) for group in self._rows("groups")}
        return groups.get(row.get("gid"), 0), _number(row.get("question_order"))

    def _parts(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        rows = [row for row in self._rows("subquestions") if row.get("qid")]
        for row in self._one_each(rows, "qid"):
            found.setdefault(row.get("parent_qid", ""), []).append(row)
        return found

    def read(self) -> Brought:
        building = self.building
        asked = [row for row in self.questions if row.get("parent_qid", "0") in {"", "0"}]
        self.keys = {row["qid"]: building.key(row.get("title") or row["qid"]) for row in asked}
        for row in asked:
            self._question(row)
        for table, what in LEFT_TABLES.items():
            if what and self._rows(table):
                building.leave("", what, len(self._rows(table)), "They have no place here.")
        settings = self._rows("surveys_languagesettings")
        title = building.texts("", "title", self._settings(settings, "surveyls_title"))
        around = {"thanks": self._settings(settings, "surveyls_endtext")}
        if any(one.strip() for one in self._settings(settings, "surveyls_welcometext").values()):
            building.leave(
                "",
                "welcome text",
                None,
                "The first question is the first page here, so nothing stands before it.",
            )
        return Brought(building.finish(**around), TOOL, title.get(self.first, ""), left=tuple(building.left))

    def _settings(self, rows: list[Row], field: str) -> dict[str, str]:
        return {language_of(row.get("surveyls_language", "")): row.get(field, "") for row in rows}

    def _question(self, row: Row) -> None:
        key, kind = self.keys[row["qid"]], self._kind(row)
        if not kind:
            return
        question = {
            "key": key,
            "text": self._said(key, "text", self._spoken(row)),
            "required": row.get("mandatory") == "Y",
        }
        condition, pattern = self._condition(key, row), row.get("preg", "").strip()
        question |= kind | ({"visibleIf": condition} if condition else {})
        if pattern and kind["kind"] == "text":
            question |= (
                {"pattern": found} if (found := self.building.pattern(key, pattern.strip("/"))) else {}
            )
        if row.get("other") == "Y" and "choices" in question:
            question["choices"] += [{"value": "other", "text": {self.first: "Other"}}]
            self.building.leave(
                key, "other", None, "“Other” can be chosen; the words beside it are not asked."
            )
        self.made[row["qid"]] = question
        self.building.add(question)

    def _kind(self, row: Row) -> dict[str, Any]:
        qid, kind, key = row["qid"], row.get("type", ""), self.keys[row["qid"]]
        if kind == "5":
            return {"kind": "rating", "least": 1, "most": 5}
        if kind in TEXTS:
            return {"kind": "text"}
        if kind in {"Y", "G"}:
            return {"kind": "single", "choices": self._fixed(key, kind)}
        if kind in LISTS:
            choices = self._answers(key, qid)
            return (scale_of(choices, self.first) if choices else {}) or {
                "kind": "single",
                "choices": choices,
            }
        if kind in {"M", "P"}:
            return {"kind": "multiple", "choices": self._listed(key, "choices", self.parts.get(qid, []))}
        if kind in {"A", "B", "C", "E", "F", "H"}:
            columns = self._fixed(key, kind) if kind in FIXED else self._answers(key, qid)
            return {
                "kind": "matrix",
                "rows": self._listed(key, "rows", self.parts.get(qid, [])),
                "columns": columns,
            }
        if kind == "N":
            self.building.leave(key, "kind", "N (number)", "It is asked as words that are a number.")
            return {"kind": "text", "pattern": r"-?[0-9]+([.,][0-9]+)?"}
        words = (
            "Words between questions have no place here; put them into a question."
            if kind == "X"
            else "Questions of this kind have no place here. It is left out."
        )
        self.building.leave(key, "kind", kind, words)
        return {}

    def _fixed(self, key: str, kind: str) -> list[dict[str, Any]]:
        if kind not in {"A", "B"} and (len(self.building.languages) > 1 or self.first.split("-")[0] != "en"):
            self.building.leave(
                key,
                "choices",
                None,
                "LimeSurvey words these itself; they are English until you translate them.",
            )
        return self.building.choices(
            key, "choices", [(code, {self.first: words}) for code, words in FIXED[kind]]
        )

    def _answers(self, key: str, qid: str) -> list[dict[str, Any]]:
        rows = [
            row
            for row in self._rows("answers")
            if row.get("qid") == qid and row.get("scale_id", "0") in {"", "0"}
        ]
        found: dict[str, dict[str, str]] = {}
        for row in sorted(rows, key=lambda one: _number(one.get("sortorder"))):
            words = {
                language_of(one.get("language", "")): one.get("answer", "")
                for one in self.words["answer"].get(row.get("aid", "-"), [row])
            }
            found.setdefault(row.get("code", ""), {}).update(
                {one or self.first: said for one, said in words.items()}
            )
        return self.building.choices(key, "choices", found.items())

    def _listed(self, key: str, field: str, rows: list[Row]) -> list[dict[str, Any]]:
        return self.building.choices(
            key, field, [(row.get("title", ""), self._spoken(row, "subquestions")) for row in rows]
        )

    def _spoken(self, row: Row, table: str = "questions") -> dict[str, str]:
        rows = self.words["question"].get(row["qid"]) or [
            one for one in self._rows(table) if one.get("qid") == row["qid"]
        ]
        return {language_of(one.get("language", "")) or self.first: one.get("question", "") for one in rows}

    def _said(self, key: str, field: str, given: dict[str, str]) -> dict[str, str]:
        return self.building.texts(
            key, field, {one: PIPED.sub(self._piped, words) for one, words in given.items()}
        )

    def _piped(self, found: re.Match[str]) -> str:
        qid = next((row["qid"] for row in self.questions if row.get("title") == found[1]), None)
        return answer_here(self.keys[qid]) if qid in self.keys else found[0]

    def _condition(self, key: str, row: Row) -> str:
        group = next((one for one in self._rows("groups") if one.get("gid") == row.get("gid")), {})
        wanted = [
            one for one in (group.get("grelevance", ""), row.get("relevance", "")) if not is_always(one)
        ]
        read = partial(condition_of, compare=self._compared)
        return self.building.condition(key, wanted or self._older(row["qid"]), read)

    def _older(self, qid: str) -> list[str]:
        """The table of conditions, which older files have instead of relevance: the same question with or, others with and."""
        about: dict[str, list[str]] = {}
        for row in self._rows("conditions"):
            if row.get("qid") == qid:
                place = row.get("cfieldname", "").lstrip("+")
                about.setdefault(place, []).append(
                    f'{place} {row.get("method", "==").strip()} "{row.get("value", "")}"'
                )
        return [" and ".join(f"({' or '.join(parts)})" for parts in about.values())] if about else []

    def _compared(self, name: str, sign: str, value: str) -> str:
        qid, part = self._meant(name)
        question = self.made.get(qid)
        if question is None:
            raise NotCarried(f"{name}, which is not asked before")
        key, kind = question["key"], question["kind"]
        if part and kind == "multiple":
            if sign in {"=", "!="} and value in {"'Y'", "''"}:
                return f"{{{key}}} {'contains' if (sign == '=') == (value != chr(39) * 2) else 'notcontains'} '{part}'"
            if sign not in {"empty", "notempty"}:
                raise NotCarried(f"{name} {sign} {value}")
            return f"{{{key}}} {'notcontains' if sign == 'empty' else 'contains'} '{part}'"
        written = f"{{{key}.{part}}}" if part else f"{{{key}}}"
        if kind in {"single", "matrix"} and sign in {"=", "!="} and not value.startswith("'"):
            value = f"'{value}'"
        return f"{written} {sign} {value}".strip()

    def _meant(self, name: str) -> tuple[str, str]:
        """The question, and the part of it, that a name of theirs stands for."""
        if found := PLACE.fullmatch(name):
            return found[1], found[2]
        title, _, part = name.partition("_")
        return next((row["qid"] for row in self.questions if row.get("title") == title), ""), part


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 0
