"""What handling costs at each touchpoint: how many contacts, complaints, cases and measured events, times a stated rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from .models import Handled, HandlingRate, Work

YEAR = timedelta(days=365)
CONTACTS = (Signal.Channel.PHONE, Signal.Channel.CHAT, Signal.Channel.HELPDESK)
Counted = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of work at a touchpoint, and what it costs in a year."""

    handled: Handled
    rate: HandlingRate

    @property
    def cost(self) -> Decimal:
        return self.handled.number * self.rate.amount

    @property
    def in_words(self) -> str:
        number, rate = self.handled.number, f"{self.rate.amount:,.2f}"
        if self.rate.measure:
            return f"{number:,} counted by “{self.rate.measure}” at {rate}"
        return f"{number:,} {self.rate.what}{'' if number == 1 else 's'} at {rate}"


def count_work(*, at: datetime) -> None:
    """Count contacts, complaints and measured events of a year. Cases are told by those who keep them."""
    until = timezone.localdate(at)
    since = until - YEAR + timedelta(days=1)
    begins = at - YEAR
    contacts = living_signals().filter(submitted_at__gte=begins, channel__in=CONTACTS)
    note_handled(Work.CONTACT, _by_touchpoint(contacts, "touchpoint"), since=since, until=until)
    complaints = Complaint.objects.filter(signal__superseded_by=None, signal__submitted_at__gte=begins)
    note_handled(Work.COMPLAINT, _by_touchpoint(complaints, "signal__touchpoint"), since=since, until=until)
    measured: dict[str, dict[int, int]] = defaultdict(dict)
    rows = OperationalMeasure.objects.filter(month__gt=since, month__lte=until).order_by()
    for name, point, events in rows.values_list("name", "touchpoint").annotate(events=Sum("cases")):
        measured[name][point] = events
    for name, by_touchpoint in measured.items():
        note_handled(Work.MEASURED, by_touchpoint, measure=name, since=since, until=until)


@transaction.atomic
def note_handled(what: str, by_touchpoint: Counted, *, since: date, until: date, measure: str = "") -> None:
    """How many of one kind were handled at each touchpoint in these days; takes the place of the count before."""
    Handled.objects.filter(what=what, measure=measure).delete()
    Handled.objects.bulk_create(
        Handled(what=what, measure=measure, touchpoint_id=point, number=number, since=since, until=until)
        for point, number in by_touchpoint.items()
        if number
    )


@transaction.atomic
def state_rate(
    what: str, *, amount: Decimal, source: str, measure: str = "", by: object, at: datetime
) -> HandlingRate:
    """Say what handling one costs, and who says so."""
    rate = HandlingRate.objects.create(
        what=what, measure=measure, amount=amount, source=source, by=getattr(by, "person", None), at=at
    )
    record("stated a handling rate", rate, by=by, at=at, what=what, measure=measure, amount=str(amount))
    return rate


def rates_that_hold() -> Sequence[HandlingRate]:
    """The newest rate of each kind of work."""
    newest: dict[tuple[str, str], HandlingRate] = {}
    for rate in HandlingRate.objects.select_related("by"):
        newest.setdefault((rate.what, rate.measure), rate)
    return sorted(newest.values(), key=str)


def costs_by_touchpoint(rates: Sequence[HandlingRate]) -> dict[int, list[Line]]:
    """What was handled at each touchpoint in a year and has a rate. Empty while nobody stated one."""
    by_work = {(rate.what, rate.measure): rate for rate in rates if rate.amount}
    found: dict[int, list[Line]] = defaultdict(list)
    for handled in Handled.objects.all() if by_work else ():
        if rate := by_work.get((handled.what, handled.measure)):
            found[handled.touchpoint_id].append(Line(handled, rate))
    return found


def _by_touchpoint(rows: QuerySet, field: str) -> Counted:
    known = rows.filter(**{f"{field}__isnull": False}).order_by()
    return dict(known.values_list(field).annotate(n=Count("pk")))
