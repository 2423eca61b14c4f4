"""The one SQL text in the dialect of another engine. What it counts there is proven equal by running it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp


def in_dialect(text: str, values: Sequence[Any], dialect: str) -> str:
    """SQL written for DuckDB in another dialect (``spark``, ``postgres``), its question marks filled in with the values.

    Values are made literals by the parser, never by putting texts together. Raises TypeError for one of another kind.
    """
    tree = sqlglot.parse_one(text, read="duckdb")
    marks = list(tree.find_all(exp.Placeholder, bfs=False))  # in the order of the text
    for mark, value in zip(marks, values, strict=True):
        mark.replace(_literal(value))
    return tree.sql(dialect=dialect)


def _literal(value: Any) -> exp.Expression:
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(f"A {type(value).__name__} has no place in a question.")
    return exp.Literal.number(value) if isinstance(value, int) else exp.Literal.string(value)
