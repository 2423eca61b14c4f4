"""Ask for scores. The engine counts, ``science`` infers, this page puts the question."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any

from groundswell.engine.histograms import Filter, Tally, histograms, tally
from groundswell.engine.patterns import Patterns, patterns
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places, subtree_ids
from groundswell.listen.surveys.editions import earlier, editions
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.store import evidence_store

COLUMNS = {
    "unit": "unit_id",
    "touchpoint": "touchpoint_id",
    "stage": "stage_id",
    "channel": "channel",
    "day": "day",
    "month": "month",
    "employee": "employee_id",
    "segment": "segment",
    "theme": "theme",
    "sentiment": "sentiment",
    "edition": "edition",
    "attribute": "attribute",
}
MINIMUM_ABOUT_EMPLOYEES = 10


@dataclass(frozen=True, slots=True)
class Slice:
    """Which answers a question is about. Days are inclusive; absent means all; the kind of score is never absent.

    ``any_of`` pairs of a theme and a touchpoint and ``or_signals`` ask for what any of them holds, each answer once.
    Without an ``edition`` the newest wording of each survey counts: answers to another core question never add up.
    """

    kind_of_score: str = "experience"
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
    edition: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_a_union(self) -> bool:
        """Whether it asks several things at once, which is counted row by row."""
        return bool(self.any_of or self.or_signals)

    def within(self, unit: Unit) -> "Slice":
        """The same for one unit and everything below it."""
        below = set(subtree_ids(unit))
        kept = below if self.unit_ids is None else below & set(self.unit_ids)
        return replace(self, unit_ids=tuple(sorted(kept)))

    def outside(self, unit: Unit) -> "Slice":
        """The same for every other part. Answers that name no part are in neither."""
        below = set(subtree_ids(unit))
        every = Unit.objects.values_list("id", flat=True) if self.unit_ids is None else self.unit_ids
        return replace(self, unit_ids=tuple(sorted(set(every) - below)))

    def within_sight_of(self, user: User) -> "Slice":
        """The same, cut to what a person may see."""
        if user.is_authenticated and user.sees_everything:
            return self
        seen = set(units_visible_to(user).values_list("id", flat=True))
        kept = seen if self.unit_ids is None else seen & set(self.unit_ids)
        return replace(self, unit_ids=tuple(sorted(kept)))


def histograms_by(dimensions: Iterable[str], slice: Slice) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """How often each score from 0 to 10 was given, per combination of the dimensions.

    Earlier wordings are left out, but where one is asked for or where editions stand side by side.
    """
    names = list(dimensions)
    return histograms(evidence_store(), [COLUMNS[name] for name in names], _filter(names, slice))


def cells_by(dimensions: Iterable[str], slice: Slice) -> Tally:
    """The same as arrays, for many thousand combinations at once."""
    names = list(dimensions)
    return tally(evidence_store(), [COLUMNS[name] for name in names], _filter(names, slice))


def patterns_of(slice: Slice) -> Patterns:
    """Of answers with words: how often each score was given, by touchpoint and by all themes of an answer at once."""
    return patterns(evidence_store(), _filter([], slice))


def _filter(names: list[str], slice: Slice) -> Filter:
    apart = slice.edition is not None or "edition" in names
    left_out = () if apart else tuple(sorted(earlier(editions(slice.kind_of_score))))
    asked = {name: getattr(slice, name) for name in Slice.__slots__}
    return Filter(**asked, except_editions=left_out)


def tallies_by(dimension: str, slice: Slice) -> dict[Any, NpsTally]:
    """A tally per value of one dimension; ``None`` for answers that have none."""
    return {
        key[0]: NpsTally.from_histogram(counts) for key, counts in histograms_by([dimension], slice).items()
    }


def tally_of(slice: Slice) -> NpsTally:
    """One tally over the whole slice."""
    counts = histograms_by([], slice).get(())
    return NpsTally.from_histogram(counts) if counts else NpsTally()


def score_of(slice: Slice) -> Figure:
    """The score of a slice, or the reason why there is none. About one employee ten answers are the least."""
    return figure(tally_of(slice), MINIMUM_ABOUT_EMPLOYEES) if slice.employee_id else figure(tally_of(slice))


def unit_month_tallies(slice: Slice) -> dict[tuple[int, date], NpsTally]:
    """A tally per unit and month: the cells on which effects are measured."""
    found = histograms_by(["unit", "month"], slice)
    return {(unit, month): NpsTally.from_histogram(counts) for (unit, month), counts in found.items() if unit}


def subtree_tallies(slice: Slice) -> dict[int, NpsTally]:
    """A tally per unit that includes everything below it. Tallies add up; scores never do."""
    own = tallies_by("unit", slice)
    ordered = places()
    return {
        place.unit_id: reduce(
            add, (own.get(below.unit_id, NpsTally()) for below in ordered[place.first : place.last + 1])
        )
        for place in ordered
    }


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or the part of it from the day ``new_wording_on`` on which another core question began.

    ``edition`` is that of its answers where only one survey asks; ``is_earlier`` when a newer wording came since.
    """

    month: date
    figure: Figure
    new_wording_on: date | None = None
    is_earlier: bool = False
    edition: int | None = None


def monthly(slice: Slice) -> list[Month]:
    """The score of each month that has answers, oldest first, each with the wording in use then.

    A month in which a new wording began stands twice: as it began, and as it ended. Scores do not compare across it.
    """
    known = [] if slice.edition is not None else editions(slice.kind_of_score)
    cells: dict[date, dict[int | None, NpsTally]] = {}
    for (month, edition), counts in histograms_by(["month", "edition"], slice).items():
        cells.setdefault(month, {})[edition] = NpsTally.from_histogram(counts)
    found: list[Month] = []
    newest, before = earlier(known), None
    is_one_survey = len({one.survey_id for one in known}) == 1
    for month, tallies in sorted(cells.items()):
        for left_out in dict.fromkeys(earlier(known, day) for day in (month, last_day(month))):
            tally = reduce(add, (one for key, one in tallies.items() if key not in left_out), NpsTally())
            if tally.n:
                fresh = [one.began_on for one in known if before is not None and one.id in before - left_out]
                own = next((one.id for one in known if one.id not in left_out), None)
                found.append(
                    Month(
                        month,
                        figure(tally),
                        max(fresh, default=None),
                        left_out != newest,
                        own if is_one_survey else None,
                    )
                )
                before = left_out
    return found


def last_day(month: date) -> date:
    """The last day of the month that begins on this one."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
