"""Where the course of a score turned for good, and where answers became fewer: marked, dated, with the voices of that time.

A turn needs six whole months on either side (Bai and Perron 1998) and a difference that chance makes in one of a hundred
such pairs. Of twenty courses in which nothing changes, about one shows a mark all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import hypot, sqrt
from typing import Final

import numpy as np

from groundswell.look.numbers import plain
from groundswell.science.statistics.intervals import two_sided_p
from groundswell.science.streams.change_points import ChangePoint, change_points

from .queries import Month, last_day
from .question import Question

LEAST_MONTHS, MOST_TURNS, SURE = 6, 2, 0.01
FELL_BY: Final = 0.2
"""A fifth fewer answers a month is worth a word; less is a matter of the season."""
USUAL_REACH = 1.96


@dataclass(frozen=True, slots=True)
class Turn:
    """A lasting change: the first month after it, the months between which it lies, and from what to what."""

    month: date
    earliest: date
    latest: date
    before: float
    after: float
    is_of_answers: bool
    question: Question

    @property
    def short(self) -> str:
        """What stands in the picture."""
        change = f"{plain(self.before)} → {plain(self.after)}"
        return f"{change} answers a month" if self.is_of_answers else change

    @property
    def words(self) -> str:
        """One sentence for those who read."""
        when = f"{self.month:%B %Y}"
        if self.earliest != self.latest:
            when += f" (somewhere between {self.earliest:%B %Y} and {self.latest:%B %Y})"
        if self.is_of_answers:
            share = round(100 * (1 - self.after / self.before))
            return (
                f"Fewer answers since {when}: {plain(self.before)} a month before, {plain(self.after)} since, {share}% fewer. "
                "Those who fall silent may think differently, so look at the score with this in mind."
            )
        size = round(abs(self.after - self.before))
        way = "higher" if self.after > self.before else "lower"
        return (
            f"The score turned in {when}: {plain(self.before)} points before, {plain(self.after)} since, "
            f"{size} point{'' if size == 1 else 's'} {way}."
        )


def turns_of(course: Sequence[tuple[Month, bool]], question: Question) -> list[Turn]:
    """Lasting changes of the score, then of the number of answers, over the whole months of the newest wording."""
    months = _comparable(course, question)
    return [*_of_scores(months, question), *_of_answers(months, question)]


def _comparable(course: Sequence[tuple[Month, bool]], question: Question) -> list[Month]:
    """Months one after the other, all shown, none of another wording, none that is not over."""
    found: list[Month] = []
    for month, is_shown in course:
        begins = month.new_wording_on is not None or not is_shown or not month.figure.is_known
        follows = found and (month.month - last_day(found[-1].month)).days == 1
        found = [] if begins or not follows else found
        if is_shown and month.figure.is_known and last_day(month.month) < question.today:
            found.append(month)
    return found


def _of_scores(months: Sequence[Month], question: Question) -> list[Turn]:
    scores = [month.figure.score or 0.0 for month in months]
    found = change_points(scores, MOST_TURNS, LEAST_MONTHS)
    edges = [0, *(one.last_before for one in found), len(months)]
    turns = []
    for one, (start, middle), (_, end) in zip(
        found, pairwise(edges), list(pairwise(edges))[1:], strict=False
    ):
        (before, error), (after, other) = _pooled(months[start:middle]), _pooled(months[middle:end])
        if two_sided_p((after - before) / (hypot(error, other) or 1e-9)) < SURE:
            turns.append(_turn(months, one, before, after, question))
    return turns


def _pooled(months: Sequence[Month]) -> tuple[float, float]:
    """The score of several months together and its standard error."""
    n = np.array([month.figure.n for month in months], float)
    scores = np.array([month.figure.score for month in months], float)
    errors = np.array([((m.figure.high or 0) - (m.figure.low or 0)) / 2 / USUAL_REACH for m in months])
    return float(n @ scores / n.sum()), float(sqrt((n**2) @ (errors**2)) / n.sum())


def _of_answers(months: Sequence[Month], question: Question) -> list[Turn]:
    """Only a fall counts: more answers are no sign of trouble."""
    counts = [float(month.figure.n) for month in months]
    found = change_points(counts, MOST_TURNS, LEAST_MONTHS)
    edges = [0, *(one.last_before for one in found), len(months)]
    turns = []
    for one, (start, middle), (_, end) in zip(
        found, pairwise(edges), list(pairwise(edges))[1:], strict=False
    ):
        before, after = float(np.mean(counts[start:middle])), float(np.mean(counts[middle:end]))
        error = sqrt(before / (middle - start) + after / (end - middle))
        if after <= (1 - FELL_BY) * before and two_sided_p((before - after) / error) < SURE:
            turns.append(_turn(months, one, before, after, question, is_of_answers=True))
    return turns


def _turn(
    months: Sequence[Month],
    found: ChangePoint,
    before: float,
    after: float,
    question: Question,
    is_of_answers: bool = False,
) -> Turn:
    first, last = (months[min(place, len(months) - 1)].month for place in found.range)
    days = f"{first}..{last_day(last)}"
    then = question.narrowed(month=None, period=days)
    return Turn(months[found.last_before].month, first, last, before, after, is_of_answers, then)
