"""What can be asked of evidence, and the one SQL text that asks it of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from .schema import DIMENSIONS, LISTS, ONE


class UnknownDimension(ValueError):
    """A question named a dimension that evidence does not have."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which evidence counts. Absent means all; ``kind_of_score`` is never absent, so that kinds never mix.

    ``except_editions`` are left out: their question had other words, so that scores do not compare. Days are inclusive.
    ``any_of`` keeps what is about one of several pairs of a theme and a touchpoint (absent means any), and ``or_signals``
    what is one of these as well: each answer once, however many of them hold.
    """

    kind_of_score: str
    unit_ids: tuple[int, ...] | None = None
    touchpoint_id: int | None = None
    stage_id: int | None = None
    channel: str | None = None
    segment: str | None = None
    theme_id: int | None = None
    any_of: tuple[tuple[int | None, int | None], ...] = ()
    or_signals: tuple[int, ...] = ()
    attribute_id: int | None = None
    employee_id: int | None = None
    sentiment: str | None = None
    edition: int | None = None
    except_editions: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None

    def between(self, since: date | None, until: date | None) -> Filter:
        """The same on other days."""
        return replace(self, since=since, until=until)

    @property
    def is_a_union(self) -> bool:
        """Whether several questions are asked at once, which no cube can answer: its cells would count an answer twice."""
        return bool(self.any_of or self.or_signals)

    def columns(self) -> frozenset[str]:
        """The columns that this filter looks at, days left out; ``theme`` for a theme."""
        named = {
            one.name for one in fields(self) if one.name not in _OTHER and getattr(self, one.name) is not None
        }
        other = {
            "unit_id": self.unit_ids is not None,
            "theme": self.theme_id is not None,
            "attribute": self.attribute_id is not None,
            "edition": bool(self.except_editions),
        }
        return frozenset(named | {name for name, is_asked in other.items() if is_asked})


_OTHER = (
    "unit_ids",
    "theme_id",
    "attribute_id",
    "any_of",
    "or_signals",
    "except_editions",
    "since",
    "until",
)


def checked(dimensions: Sequence[str]) -> list[str]:
    """The dimensions, when evidence has them all; raises UnknownDimension."""
    unknown = set(dimensions) - DIMENSIONS
    if unknown:
        raise UnknownDimension(f"There is no dimension called {', '.join(sorted(unknown))}.")
    if len(LISTS.keys() & set(dimensions)) > 1:
        raise UnknownDimension(f"Only one of {' and '.join(LISTS)} can be told apart at a time.")
    return list(dimensions)


def question(dimensions: Sequence[str], wanted: Filter, weighted: bool = False) -> tuple[str, list[Any]]:
    """SQL in DuckDB's dialect over a table ``evidence``, and its values in the order of their question marks.

    One row for each combination and score: k0, k1, ..., score, n, and with weights their sum w and that of their squares
    ww. Rows without a score are left out.
    """
    names = checked(dimensions)
    where, values = _conditions(wanted)
    keys = "".join(f"{name} AS k{place}, " for place, name in enumerate(names))
    groups = "".join(f"{name}, " for name in names)
    return (
        f"SELECT {keys}score, count(*) AS n{_SUMS if weighted else ''} FROM ({_rows(names, where, weighted)}) AS asked GROUP BY {groups}score",  # noqa: S608 names come from DIMENSIONS
        values,
    )


def pattern_question(wanted: Filter) -> tuple[str, list[Any]]:
    """SQL as for :func:`question`: how often each score was given by touchpoint and set of themes, of answers with words."""
    where, values = _conditions(wanted)
    return (
        f"SELECT touchpoint_id, themes, score, count(*) AS n FROM evidence WHERE {where} AND sentiment IS NOT NULL "  # noqa: S608 our own conditions
        "GROUP BY touchpoint_id, themes, score",
        values,
    )


def cube_question(columns: Sequence[str], weighted: bool = False) -> str:
    """SQL that counts a whole cube: one row for each combination, with how often each score was given as c0 to c10.

    With weights their sums follow as w0 to w10, and those of their squares as ww0 to ww10.
    """
    counts = [f"count(*) FILTER (WHERE score = {score}) AS c{score}" for score in range(11)]
    for name, what in (("w", _W), ("ww", _WW)) if weighted else ():
        counts += [
            f"coalesce(CAST(sum({what}) FILTER (WHERE score = {score}) AS BIGINT), 0) AS {name}{score}"
            for score in range(11)
        ]
    names = ", ".join(columns)
    return f"SELECT {names}, {', '.join(counts)} FROM ({_rows(columns, 'score IS NOT NULL', weighted)}) AS asked GROUP BY {names}"  # noqa: S608 our own columns


_W = f"coalesce(weight, {ONE})"
_WW = f"CAST({_W} AS BIGINT) * {_W}"
_SUMS = f", CAST(sum({_W}) AS BIGINT) AS w, CAST(sum({_WW}) AS BIGINT) AS ww"


def _rows(columns: Sequence[str], where: str, weighted: bool = False) -> str:
    """A row for each answer, or for each theme that it mentions and each attribute that it has."""
    taken = [f"unnest({LISTS[name]}) AS {name}" if name in LISTS else name for name in dict.fromkeys(columns)]
    taken += ["score", "weight"] if weighted else ["score"]
    return f"SELECT {', '.join(taken)} FROM evidence WHERE {where}"  # noqa: S608 as above


def _conditions(wanted: Filter) -> tuple[str, list[Any]]:
    parts, values = ["score IS NOT NULL"], []
    for name in (
        "kind_of_score",
        "touchpoint_id",
        "stage_id",
        "channel",
        "segment",
        "employee_id",
        "sentiment",
        "edition",
    ):
        if (value := getattr(wanted, name)) is not None:
            parts.append(f"{name} = ?")
            values.append(value)
    if wanted.except_editions:
        parts.append(f"(edition IS NULL OR edition NOT IN ({_marks(wanted.except_editions)}))")
        values += wanted.except_editions
    if wanted.unit_ids is not None:
        parts.append(f"unit_id IN ({_marks(wanted.unit_ids)})" if wanted.unit_ids else "1 = 0")
        values += wanted.unit_ids
    for condition, value in (
        ("list_contains(themes, ?)", wanted.theme_id),
        ("list_contains(attributes, ?)", wanted.attribute_id),
        ("day >= ?", wanted.since),
        ("day <= ?", wanted.until),
    ):
        if value is not None:
            parts.append(condition)
            values.append(value)
    if wanted.is_a_union:
        union, numbers = _union(wanted)
        parts.append(union)
        values += numbers
    return " AND ".join(parts), values


def _union(wanted: Filter) -> tuple[str, list[int]]:
    ways, values = [], []
    for pair in wanted.any_of:
        conditions = ("list_contains(themes, ?)", "touchpoint_id = ?")
        held = [(text, value) for text, value in zip(conditions, pair, strict=True) if value is not None]
        ways.append(" AND ".join(text for text, _ in held) or "1 = 1")
        values += [value for _, value in held]
    if wanted.or_signals:
        ways.append(f"signal_id IN ({_marks(wanted.or_signals)})")
        values += wanted.or_signals
    return f"({' OR '.join(f'({way})' for way in ways)})", values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
