"""How often each answer to each question was given. The database counts; nobody reads the answers one by one."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, DateTimeField, QuerySet
from django.db.models.functions import TruncMonth

from .models import Answer, Signal


class AnswerCount(NamedTuple):
    """One answer to one question, and how many gave it."""

    key: str
    kind: str
    part: str
    number: int | None
    choice: str
    count: int


def answers_in(signals: QuerySet[Signal]) -> QuerySet[Answer]:
    """The further answers of these signals."""
    return Answer.objects.filter(signal__in=signals.order_by()).order_by()


def answer_counts(signals: QuerySet[Signal]) -> Iterator[AnswerCount]:
    """Every number and every choice with its count; words only with how many wrote them."""
    rows = answers_in(signals).values_list("key", "kind", "part", "number", "choice")
    return (AnswerCount(*row) for row in rows.annotate(count=Count("id")))


def answered_by(signals: QuerySet[Signal]) -> dict[str, int]:
    """How many customers answered each question with several rows an answer: one who chose several is one."""
    rows = answers_in(signals).filter(kind__in=("multiple", "matrix")).values_list("key")
    return dict(rows.annotate(count=Count("signal_id", distinct=True)))


def score_counts(signals: QuerySet[Signal]) -> dict[int, int]:
    """How often each score was given."""
    rows = signals.order_by().filter(score__isnull=False).values_list("score")
    return dict(rows.annotate(count=Count("id")))


def monthly_numbers(signals: QuerySet[Signal], key: str) -> dict[date, dict[int, int]]:
    """How often each number was given to a question, by month. Without a key it is the score of the signals."""
    if key:
        rows, moment, number = answers_in(signals).filter(key=key), "signal__submitted_at", "number"
    else:
        rows, moment, number = signals.order_by(), "submitted_at", "score"
    found: dict[date, dict[int, int]] = {}
    by_month = rows.filter(**{f"{number}__isnull": False}).annotate(
        in_month=TruncMonth(moment, output_field=DateTimeField())
    )
    for month, given, count in by_month.values_list("in_month", number).annotate(count=Count("id")):
        found.setdefault(month.date(), {})[given] = count
    return found
