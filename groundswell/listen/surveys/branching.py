"""Branching: a small language of conditions about earlier answers. Nothing is ever evaluated as code.

    {score} <= 6 and ({why} notempty or {ways} anyof ['shop', 'web'])

Operators: = == != <> < <= > >= contains notcontains anyof empty notempty, joined by and, or, not and brackets.
A question that was not answered is ``empty``, differs (``!=``) from everything, and fulfils no other comparison.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

from .errors import ExpressionUnusable

LONGEST = 400
GRAMMAR = r"""
?start: either
?either: both ("or"i both)* -> either
?both: single ("and"i single)* -> both
?single: ("not"i | "!") single -> negated
    | "(" either ")"
    | name "empty"i -> empty
    | name "notempty"i -> notempty
    | name "anyof"i listed -> anyof
    | name "contains"i value -> contains
    | name "notcontains"i value -> notcontains
    | name COMPARISON value -> compared
name: "{" NAME "}"
listed: "[" [value ("," value)*] "]"
?value: NUMBER -> number | QUOTED -> quoted | "true"i -> true | "false"i -> false
COMPARISON: "<=" | ">=" | "<>" | "!=" | "==" | "=" | "<" | ">"
NAME: /[A-Za-z_][A-Za-z0-9_]{0,59}(\.[A-Za-z0-9_.-]{1,60})?/
NUMBER: /-?[0-9]{1,9}(\.[0-9]{1,6})?/
QUOTED: /'[^'\n]*'|"[^"\n]*"/
%ignore /[ \t\r\n]+/
"""

Answers = Mapping[str, Any]
Test = Callable[[Answers], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression that was read: what it asks about (rows of a matrix as ``parts.price``), and whether it holds."""

    names: frozenset[str]
    holds: Test


@dataclass(frozen=True, slots=True)
class _Name:
    key: str
    part: str

    def of(self, answers: Answers) -> Any:
        value = answers.get(self.key)
        if not self.part:
            return value
        return value.get(self.part) if isinstance(value, Mapping) else None


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(value) if isinstance(value, str) and len(value) < 20 else None
    except ValueError:
        return None


def _same(given: Any, wanted: Any) -> bool:
    if isinstance(given, list):
        return any(_same(one, wanted) for one in given)
    if isinstance(wanted, float):
        return _number(given) == wanted
    return str(given).casefold() == str(wanted).casefold()


ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare(given: Any, sign: str, wanted: Any) -> bool:
    if sign in {"!=", "<>"}:
        return _is_empty(given) or not _same(given, wanted)
    if _is_empty(given):
        return False
    if sign in {"=", "=="}:
        return _same(given, wanted)
    left, right = _number(given), _number(wanted)
    return left is not None and right is not None and ORDER[sign](left, right)


def _contains(given: Any, wanted: Any) -> bool:
    if isinstance(given, str) and isinstance(wanted, str):
        return wanted.casefold() in given.casefold()
    return not _is_empty(given) and _same(given, wanted)


class _Building(Transformer[Token, Test]):
    """Turns what was read into functions, from the inside out."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def name(self, found: list[Token]) -> _Name:
        key, _, part = str(found[0]).partition(".")
        self.names.add(str(found[0]))
        return _Name(key, part)

    def number(self, found: list[Token]) -> float:
        return float(found[0])

    def quoted(self, found: list[Token]) -> str:
        return str(found[0])[1:-1]

    def true(self, _: list[Token]) -> str:
        return "true"

    def false(self, _: list[Token]) -> str:
        return "false"

    def listed(self, found: list[Any]) -> list[Any]:
        return [value for value in found if value is not None]

    def empty(self, found: list[Any]) -> Test:
        return lambda answers: _is_empty(found[0].of(answers))

    def notempty(self, found: list[Any]) -> Test:
        return lambda answers: not _is_empty(found[0].of(answers))

    def anyof(self, found: list[Any]) -> Test:
        return lambda answers: any(_compare(found[0].of(answers), "=", one) for one in found[1])

    def contains(self, found: list[Any]) -> Test:
        return lambda answers: _contains(found[0].of(answers), found[1])

    def notcontains(self, found: list[Any]) -> Test:
        return lambda answers: not _contains(found[0].of(answers), found[1])

    def compared(self, found: list[Any]) -> Test:
        return lambda answers: _compare(found[0].of(answers), str(found[1]), found[2])

    def negated(self, found: list[Test]) -> Test:
        return lambda answers: not found[0](answers)

    def either(self, found: list[Test]) -> Test:
        return lambda answers: any(test(answers) for test in found)

    def both(self, found: list[Test]) -> Test:
        return lambda answers: all(test(answers) for test in found)


PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


@lru_cache(maxsize=2000)
def read_condition(expression: str) -> Condition:
    """Read an expression. Raises ExpressionUnusable, and nothing else, for whatever text."""
    if len(expression) > LONGEST:
        raise ExpressionUnusable(f"The condition is longer than {LONGEST} characters. Shorten it.")
    building = _Building()
    try:
        test = building.transform(PARSER.parse(expression))
    except UnexpectedInput as problem:
        raise ExpressionUnusable(_where(problem, expression)) from problem
    except LarkError as problem:
        raise ExpressionUnusable("Write it like {score} <= 6 and {why} notempty.") from problem
    return Condition(frozenset(building.names), test)


def _where(problem: UnexpectedInput, expression: str) -> str:
    place = getattr(problem, "pos_in_stream", None)
    if place is None or place < 0 or place >= len(expression):
        return "The condition stops too early. Write it like {score} <= 6 and {why} notempty."
    return f"It cannot be read from {expression[place : place + 20]!r} on. Write it like {{score}} <= 6 and {{why}} notempty."
