"""What the page of one figure says, besides the figure itself."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.look.components import Fact
from groundswell.look.numbers import plain, share
from groundswell.science.scores.definition import DEFINITIONS
from groundswell.science.scores.figure import Figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.pictures import voices_url
from groundswell.understand.scores.silence import Silent, told

from .counting import question_of
from .models import CertifiedFigure, Recount
from .queries import STATES, figures_visible_to, standing_figures, state_of

BADGES = {
    "certified": "kept",
    "draft": "thin",
    "moved": "overdue",
    "withdrawn": "plain",
    "superseded": "plain",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as lists and pages show it."""

    record: CertifiedFigure
    state: str

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def figure(self) -> Figure:
        one = self.record
        definition = DEFINITIONS[one.definition_code]
        return Figure(one.n, one.score, one.low, one.high, None, definition)

    @property
    def period_words(self) -> str:
        return question_of(self.record).span.words

    @property
    def voices_url(self) -> str:
        return voices_url(question_of(self.record))

    @property
    def scores_url(self) -> str:
        return f"{reverse('scores:explorer')}?{question_of(self.record).address()}"


def entry_of(figure: CertifiedFigure) -> Entry:
    """A figure that came by ``with_state``."""
    return Entry(figure, state_of(figure))


def record_in_words(user: User) -> str:
    """How many figures stand, and how many drafts wait for somebody to stand for them."""
    seen = figures_visible_to(user)
    standing = seen.filter(pk__in=standing_figures().values("pk")).count()
    waiting = seen.filter(certification=None, withdrawal=None).count()
    words = f"{plain(standing)} {'figure stands' if standing == 1 else 'figures stand'} on record"
    return (
        f"{words}, {plain(waiting)} {'waits' if waiting == 1 else 'wait'} to be certified"
        if waiting
        else words
    )


def silent_of_record(figure: CertifiedFigure) -> Silent | None:
    """How far those who were asked and kept silent could move the figure."""
    silent = (figure.asked or 0) - (figure.asked_who_answered or 0)
    return told(NpsTally(*_kinds(figure)), figure.asked or 0, silent)


def facts_of(figure: CertifiedFigure) -> list[Fact]:
    """What stands behind the number, in the order in which somebody asks for it."""
    known = "Not known"
    rate = None if not figure.asked else (figure.asked_who_answered or 0) / figure.asked
    return [
        Fact("Kind of score", figure.get_kind_of_score_display()),
        Fact("About", figure.place),
        Fact("Days", f"{figure.since:%-d %B %Y} to {figure.until:%-d %B %Y}"),
        Fact("Population", plain(figure.population) if figure.population else known),
        Fact("Chosen to be asked", plain(figure.offered) if figure.offered else known),
        Fact("Written to", plain(figure.asked) if figure.asked else known),
        Fact("Of those answered", _answered(figure, rate) if rate is not None else known),
        Fact("Answers counted", plain(figure.n)),
        Fact("Promoters, passives, detractors", ", ".join(map(plain, _kinds(figure)))),
        Fact(
            "Definition",
            f"{figure.definition_code} {figure.definition_version}: {figure.definition_sentence}",
        ),
        Fact("Drafted", f"{figure.drafted_by}, {figure.drafted_at:%-d %B %Y}"),
        Fact("Hash of what was counted", " ".join(wrap(figure.digest, 8))),
    ]


def _answered(figure: CertifiedFigure, rate: float | None) -> str:
    return f"{plain(figure.asked_who_answered or 0)} ({share(rate)})"


def _kinds(figure: Any) -> tuple[int, int, int]:
    return figure.promoters, figure.passives, figure.detractors


def moved_words(figure: CertifiedFigure, recount: Recount) -> str:
    """What late answers, corrections or erasures did to a figure."""
    more = recount.tally.n - figure.n
    answers = f"{plain(abs(more))} answer{'' if abs(more) == 1 else 's'}"
    change = (
        "The number of answers is the same" if more == 0 else f"{answers} {'came' if more > 0 else 'went'}"
    )
    score = (
        "no answer is left"
        if recount.tally.score is None
        else f"it would be {plain(recount.tally.score)} points now"
    )
    return f"{change} since it was certified at {plain(figure.score)} points; {score}."
