"""Figures on record as a table to take away: counts, margin, definition, who stands for it, and the hash."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.safestring import SafeString

from groundswell.look.charts import Cell, Chart
from groundswell.look.numbers import between, plain

from .models import CertifiedFigure
from .queries import STATES, state_of

HEADS = (
    "About", "Kind of score", "First day", "Last day", "Points", "Between", "Answers", "Promoters", "Passives",
    "Detractors", "Population", "Written to", "By definition", "Word for word", "State", "Certified by", "Certified on", "Hash",
)  # fmt: skip


def table_of_record(figures: Iterable[CertifiedFigure]) -> Chart:
    """One row for each figure that came by ``with_state``. Nothing is drawn."""
    nothing = SafeString("")
    return Chart("Figures on record", "", nothing, nothing, HEADS, [_row(one) for one in figures])


def _row(one: CertifiedFigure) -> tuple[Cell, ...]:
    certified = getattr(one, "certification", None)
    counts = (one.n, one.promoters, one.passives, one.detractors, one.population, one.asked)
    return (
        Cell(one.place),
        Cell(one.get_kind_of_score_display()),
        Cell(f"{one.since}"),
        Cell(f"{one.until}"),
        Cell(plain(one.score), exact=one.score),
        Cell(between(one.low, one.high), exact=(one.low, one.high)),
        *(Cell(plain(number), exact=number) for number in counts),
        Cell(f"{one.definition_code} {one.definition_version}"),
        Cell(one.definition_sentence),
        Cell(STATES[state_of(one)]),
        Cell(certified.by if certified else ""),
        Cell(f"{timezone.localdate(certified.at)}" if certified else ""),
        Cell(one.digest),
    )
