"""The register as files and for other systems: every figure with its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from groundswell.look.tables.csv_file import csv_chunks
from groundswell.look.tables.xlsx_file import xlsx_chunks

from .estimates import Estimate
from .standing.kept import Standing

RANGES = ("touched", "points_lower", "whole_score", "money", "handling", "rise")
NAMES = (
    "id", "title", "impact", "theme", "touchpoint", "root_cause", "owner", "opened_at", "since", "until", "rank", "rank_low",
    "rank_high", "share_first", "value", "value_low", "value_high", "voices", "customers",
    *(f"{name}{end}" for name in RANGES for end in ("", "_low", "_high")),
    "n_with", "n_without", "compared_with", "effort_low", "effort_high", "effort_is_judged", "solvable_low", "solvable_high",
)  # fmt: skip
FORMS = {
    "csv": ("text/csv; charset=utf-8", "opportunities.csv"),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "opportunities.xlsx",
    ),
}


def record_of(one: Standing) -> dict[str, Any]:
    """One opportunity with its evidence by name; what is not known is None."""
    opportunity, evidence = one.opportunity, one.evidence
    found: dict[str, Any] = {
        "id": opportunity.pk,
        "title": opportunity.title,
        "impact": opportunity.impact,
        "theme": opportunity.theme and opportunity.theme.code,
        "touchpoint": opportunity.touchpoint and opportunity.touchpoint.code,
        "root_cause": opportunity.root_cause and opportunity.root_cause.name,
        "owner": opportunity.owner and opportunity.owner.name,
        "opened_at": opportunity.opened_at,
        "since": str(evidence.since),
        "until": str(evidence.until),
        "rank": one.rank,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "share_first": one.share_first,
        "value": one.value,
        "value_low": one.low,
        "value_high": one.high,
        "voices": evidence.voices if evidence.is_counted else None,
        "customers": evidence.customers if evidence.is_counted else None,
        "n_with": evidence.n_with if evidence.is_counted else None,
        "n_without": evidence.n_without if evidence.is_counted else None,
        "compared_with": evidence.points_lower
        and " ".join(filter(None, (evidence.others, evidence.held_fixed))),
        "effort_low": evidence.effort[0],
        "effort_high": evidence.effort[1],
        "effort_is_judged": evidence.effort_judged is not None,
        "solvable_low": evidence.solvable[0],
        "solvable_high": evidence.solvable[1],
    }
    for name in RANGES:
        estimate: Estimate | None = getattr(evidence, name)
        found |= {
            name: estimate and estimate.value,
            f"{name}_low": estimate and estimate.low,
            f"{name}_high": estimate and estimate.high,
        }
    return found


def chunks(form: str, standings: Iterable[Standing]) -> Iterator[bytes]:
    """The register as one of the forms."""
    rows = (_row(record_of(one)) for one in standings)
    return csv_chunks(NAMES, rows) if form == "csv" else xlsx_chunks(NAMES, rows, sheet="Opportunities")


def _row(record: dict[str, Any]) -> Sequence[object]:
    return [_plain(record[name]) for name in NAMES]


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return round(value, 4) if isinstance(value, float) else value
