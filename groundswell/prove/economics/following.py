"""What customers did in the twelve months after their first answer, joined to later behaviour only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from groundswell.foundation.customers.queries import LIVING_RECORDS
from groundswell.foundation.customers.revenue import month_of, months_from
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.science.money.retention import Kind

# First answers of one kind of score, each customer in the month of theirs; then what came in months t+1 to t+12.
# ``periods`` carries the month arithmetic, which SQLite and PostgreSQL write differently.
# It begins with ``LIVING_RECORDS``.
FOLLOWED = """, answers AS (
    SELECT COALESCE(l.person, s.customer_id) AS customer_id, s.score, s.submitted_at,
           ROW_NUMBER() OVER (PARTITION BY COALESCE(l.person, s.customer_id) ORDER BY s.submitted_at, s.id) AS place
    FROM signals_signal s LEFT JOIN lives l ON l.record = s.customer_id LEFT JOIN signals_signal newer ON newer.supersedes_id = s.id
    WHERE newer.id IS NULL AND s.kind = 'answer' AND s.kind_of_score = %s
      AND s.score IS NOT NULL AND s.customer_id IS NOT NULL {wording}
), periods (begins, ends, month, first_month, after) AS (VALUES {periods}),
firsts AS (
    SELECT a.customer_id, a.score, p.month, p.first_month, p.after
    FROM answers a JOIN periods p ON a.submitted_at >= p.begins AND a.submitted_at < p.ends
    WHERE a.place = 1
)
SELECT f.customer_id, f.score,
       CASE WHEN c.ended_on IS NULL OR c.ended_on >= f.after THEN 1 ELSE 0 END,
       (SELECT COALESCE(SUM(r.amount), 0) FROM customers_revenue r
        WHERE (r.customer_id = f.customer_id OR r.customer_id IN (SELECT record FROM lives WHERE person = f.customer_id))
          AND r.month >= f.first_month AND r.month < f.after),
       (SELECT COUNT(*) FROM advocates_referral g JOIN advocates_advocate v ON v.id = g.advocate_id
        WHERE (v.customer_id = f.customer_id OR v.customer_id IN (SELECT record FROM lives WHERE person = f.customer_id))
          AND g.at >= f.first_month AND g.at < f.after),
       CASE WHEN c.joined_on IS NOT NULL
              OR EXISTS (SELECT 1 FROM customers_revenue r WHERE r.customer_id = f.customer_id
                         OR r.customer_id IN (SELECT record FROM lives WHERE person = f.customer_id))
            THEN 1 ELSE 0 END
FROM firsts f JOIN customers_customer c ON c.id = f.customer_id
WHERE c.ended_on IS NULL OR c.ended_on >= f.month
ORDER BY f.customer_id
"""


@dataclass(frozen=True, slots=True)
class Follower:
    """One customer: kind by the first answer, whether still there twelve months on, what came in between."""

    customer_id: int
    kind: Kind
    stayed: bool
    revenue: float
    referrals: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Everybody who could be followed for twelve whole months, and how many could not for want of any record.

    ``other_wordings``: the editions of a survey whose answers are left out, since they answer another question.
    """

    people: tuple[Follower, ...]
    left_out: int
    other_wordings: tuple[Edition, ...] = ()


def followed(kind_of_score: str, at: datetime) -> Followed:
    """Customers whose first answer of this kind lies so far back that months t+1 to t+12 are over. Four queries.

    Of a survey that was worded anew, one edition counts: that with the most answers to follow. Who left before the month of the answer is no part of it. Of whom nothing else is known (no joining day,
    no revenue ever) is left out and counted.
    """
    periods = _periods(kind_of_score, at)
    if not periods:
        return Followed((), 0)
    rows = "(%s, %s, %s, %s, %s)"
    others = _other_wordings(kind_of_score, at)
    versions = [version for edition in others for version in edition.version_ids]
    places = ", ".join(["%s"] * len(versions))
    text = FOLLOWED.format(
        periods=", ".join([rows] * len(periods)),
        wording=f"AND (s.version_id IS NULL OR s.version_id NOT IN ({places}))" if versions else "",
    )
    values = [value for period in periods for value in period]
    with connection.cursor() as cursor:
        cursor.execute(LIVING_RECORDS + text, [kind_of_score, *versions, *values])
        found = cursor.fetchall()
    people = tuple(
        Follower(customer, kind_of(score), bool(stayed), float(revenue), referrals)
        for customer, score, stayed, revenue, referrals, is_known in found
        if is_known
    )
    return Followed(people, len(found) - len(people), others)


def _other_wordings(kind_of_score: str, at: datetime) -> tuple[Edition, ...]:
    """Of each survey that was worded anew, every edition but the one with the most answers to follow."""
    known = editions(kind_of_score)
    until = _moment(months_from(month_of(timezone.localdate(at)), -12))
    answers = living_signals().filter(
        kind_of_score=kind_of_score, score__isnull=False, customer__isnull=False, submitted_at__lt=until
    )
    counts = dict(answers.order_by().values_list("version_id").annotate(answers=Count("pk")))
    answered = {one.id: sum(counts.get(version, 0) for version in one.version_ids) for one in known}
    chosen: dict[int, Edition] = {}
    for edition in known:
        other = chosen.get(edition.survey_id)
        if other is None or answered[edition.id] >= answered[other.id]:
            chosen[edition.survey_id] = edition
    kept = {edition.id for edition in chosen.values()}
    return tuple(one for one in known if one.id not in kept and answered[one.id])


def kind_of(score: int) -> Kind:
    """The customer's kind by one answer."""
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


def _periods(kind_of_score: str, at: datetime) -> list[list[Any]]:
    """Per month of a first answer: its ends as moments, the month, the first month after it, the first not followed."""
    answers = living_signals().filter(
        kind_of_score=kind_of_score, score__isnull=False, customer__isnull=False
    )
    earliest = answers.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    last = months_from(month_of(timezone.localdate(at)), -13)
    if earliest is None:
        return []
    month, periods = month_of(timezone.localdate(earliest)), []
    while month <= last:
        following = months_from(month, 1)
        moments = [_moment(month), _moment(following)]
        days = [month, following, months_from(month, 13)]
        periods.append(
            [connection.ops.adapt_datetimefield_value(moment) for moment in moments]
            + [connection.ops.adapt_datefield_value(day) for day in days]
        )
        month = following
    return periods


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
