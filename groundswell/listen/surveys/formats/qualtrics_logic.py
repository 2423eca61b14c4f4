"""Qualtrics' display and branch logic as a condition of ours, where each of its parts asks about an answer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .building import NotCarried

CHOICE = re.compile(r"q://(QID\w+)/SelectableChoice/([A-Za-z0-9_.-]+)(?:/([A-Za-z0-9_.-]+))?")
WORDS = re.compile(r"q://(QID\w+)/ChoiceTextEntryValue(?:/\d+)?")
NUMBER = re.compile(
    r"q://(QID\w+)/(?:ChoiceNumericEntryValue|ChoiceNumericValue|SelectedAnswerRecode)(?:/[\w.-]+)?"
)
ORDER = {
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
    "EqualTo": "=",
    "NotEqualTo": "!=",
}


class Earlier(NamedTuple):
    """A question that was asked before: our name for it, its kind, and what number each code of a scale is."""

    key: str
    kind: str
    numbers: Mapping[str, str]


def condition_of(logic: Mapping[str, Any], earlier: Mapping[str, Earlier]) -> str:
    """The condition as we write it, about questions by their id. Raises NotCarried."""
    groups = []
    for group in _numbered(logic):
        parts = [(_part(one, earlier), str(one.get("Conjuction") or "And")) for one in _numbered(group)]
        if parts:
            joined = parts[0][0] + "".join(
                f" {'or' if how == 'Or' else 'and'} {part}" for part, how in parts[1:]
            )
            groups.append((f"({joined})" if len(parts) > 1 else joined, str(group.get("Type"))))
    if not groups:
        raise NotCarried("an empty condition")
    if len(groups) == 1:
        return (
            groups[0][0].removeprefix("(").removesuffix(")")
            if groups[0][0].startswith("({")
            else groups[0][0]
        )
    return groups[0][0] + "".join(
        f" {'or' if how in {'OrIf', 'Or'} else 'and'} {part}" for part, how in groups[1:]
    )


def _numbered(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    places = sorted((name for name in data if str(name).isdecimal()), key=int)
    return (data[name] for name in places if isinstance(data[name], dict))


def _part(one: Mapping[str, Any], earlier: Mapping[str, Earlier]) -> str:
    place = str(one.get("ChoiceLocator") or one.get("LeftOperand") or "")
    operator, right = str(one.get("Operator")), str(one.get("RightOperand") or one.get("Value") or "")
    if one.get("LogicType", "Question") != "Question":
        raise NotCarried(f"{one.get('LogicType')} {one.get('LeftOperand')}")
    if (found := CHOICE.fullmatch(place)) and operator in {"Selected", "NotSelected"}:
        return _chosen(found, operator == "Selected", earlier)
    if (found := NUMBER.fullmatch(place)) and operator in ORDER and re.fullmatch(r"-?\d{1,9}", right):
        return f"{{{_asked(found[1], earlier).key}}} {ORDER[operator]} {right}"
    if found := WORDS.fullmatch(place):
        return _said(f"{{{_asked(found[1], earlier).key}}}", operator, right)
    raise NotCarried(f"{operator} {place}")


def _asked(qid: str, earlier: Mapping[str, Earlier]) -> Earlier:
    if qid not in earlier:
        raise NotCarried(f"{qid}, which is not asked before")
    return earlier[qid]


def _chosen(found: re.Match[str], is_chosen: bool, earlier: Mapping[str, Earlier]) -> str:
    qid, choice, column = found.groups()
    about = _asked(qid, earlier)
    if column:
        part = f"{{{about.key}.{choice}}} = '{column}'"
    elif about.kind == "multiple":
        part = f"{{{about.key}}} contains '{choice}'"
    elif about.kind in {"recommendation", "rating"}:
        part = f"{{{about.key}}} = {about.numbers.get(choice, choice)}"
    else:
        part = f"{{{about.key}}} = '{choice}'"
    return part if is_chosen else f"not {part}"


def _said(name: str, operator: str, right: str) -> str:
    if operator in {"Empty", "NotEmpty"}:
        return f"{name} {operator.lower()}"
    signs = {"Contains": "contains", "DoesNotContain": "notcontains", "EqualTo": "=", "NotEqualTo": "!="}
    if operator not in signs or "'" in right or "\n" in right:
        raise NotCarried(f"{operator} {right}")
    return f"{name} {signs[operator]} '{right}'"
