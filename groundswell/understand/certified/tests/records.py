"""Figures of the first quarter, looked at in April."""

from datetime import UTC, datetime

from groundswell.understand.certified.actions import (
    certify,
    draft_figure,
)
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.certified.queries import (
    state_of,
    with_state,
)
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.question import read_question
from tests.world import NOW, make_signal

APRIL = datetime(2026, 4, 2, 9, tzinfo=UTC)


def march(world, **more: str):
    return read_question({"period": "2026-Q1", **more}, world.office, APRIL.date())


def drafted(world, **more: str) -> CertifiedFigure:
    return draft_figure(march(world, **more), by=world.office, at=APRIL)


def certified(world, **more: str) -> CertifiedFigure:
    found = drafted(world, **more)
    certify(found, by=world.office, at=APRIL)
    return found


def state(figure: CertifiedFigure) -> str:
    return state_of(with_state(CertifiedFigure.objects.filter(pk=figure.pk)).get())


def late_answer(world, score=0) -> None:
    make_signal(score, unit=world.leeds, at=NOW)
    read_new_signals(at=APRIL)


def found_signal(world):
    return march(world).voices_for(world.office).filter(score=10).get()
