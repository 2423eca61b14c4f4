"""Where customers spoke lately, channel by channel, and what stands in the way of a voice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Q, Sum
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import may_open
from groundswell.listen.channels.connections.queries import connections_visible_to, health_of, with_health
from groundswell.listen.channels.models import FileImport
from groundswell.listen.channels.outbox.queries import lost_visible_to
from groundswell.listen.complaints.lists import complaints_in
from groundswell.listen.complaints.queries import complaints_visible_to
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.science.statistics.chance import in_how_many
from groundswell.science.statistics.rates import compare_counts

DAYS, WEEKS = 30, 12
RARELY, HARDLY_EVER = 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Stream:
    """What came through one channel: the last 30 days, the 30 before, and week by week, the oldest first."""

    name: str
    count: int
    before: int
    worded: int
    weeks: list[int]
    last_at: datetime
    url: str

    @property
    def silence(self) -> str:
        """A sentence where the last week was silent and chance hardly ever does that; else nothing."""
        earlier = sum(self.weeks[:-1])
        found = compare_counts(self.weeks[-1], earlier, spans=(1, WEEKS - 1))
        if self.weeks[-1] or found is None or found.p_value >= HARDLY_EVER:
            return ""
        usual = round(earlier / (WEEKS - 1))
        return f"Silent for a week, where about {usual} come. {in_how_many(found.p_value).capitalize()} such weeks that is chance."


@dataclass(frozen=True, slots=True)
class Heard:
    """All channels together."""

    streams: list[Stream]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.streams)

    @property
    def living(self) -> int:
        """How many channels brought something in the last 30 days."""
        return sum(one.count > 0 for one in self.streams)

    @property
    def change(self) -> str:
        """The last 30 days beside the 30 before, in words that chance allows."""
        before = sum(one.before for one in self.streams)
        found = compare_counts(self.count, before)
        if found is None:
            return ""
        if found.p_value >= RARELY:
            return f"About as many as in the 30 days before ({before:,}): the difference may be chance."
        word = "More" if self.count > before else "Fewer"
        return f"{word} than in the 30 days before ({before:,}); {in_how_many(found.p_value)} such months that is chance."


@dataclass(frozen=True, slots=True)
class Note:
    """Something that keeps a voice from being heard or answered, and where it is mended."""

    words: str
    url: str


def streams_of(user: User, today: date) -> Heard:
    """Every channel that brought a voice within the last twelve weeks, the busiest first. One query."""
    first = today - timedelta(days=7 * WEEKS - 1)
    weeks = {
        f"week_{i}": Count("pk", filter=_between(first + timedelta(days=7 * i), 7)) for i in range(WEEKS)
    }
    lately = _between(today - timedelta(days=DAYS - 1), DAYS)
    counts: dict[str, Any] = {
        "now": Count("pk", filter=lately),
        "worded": Count("pk", filter=lately & ~Q(comment="")),
        "before": Count("pk", filter=_between(today - timedelta(days=2 * DAYS - 1), DAYS)),
        "last_at": Max("submitted_at"),
    }
    found = signals_visible_to(user).filter(_between(first, 7 * WEEKS))
    rows = found.order_by().values("channel").annotate(**counts, **weeks)
    streams = [_stream(row) for row in rows]
    return Heard(sorted(streams, key=lambda one: (-one.count, one.name)))


def _between(first: date, days: int) -> Q:
    """From midnight of the first day on, so many days."""
    start, end = (
        datetime.combine(day, time(), timezone.get_default_timezone())
        for day in (first, first + timedelta(days=days))
    )
    return Q(submitted_at__gte=start, submitted_at__lt=end)


def _stream(row: dict[str, Any]) -> Stream:
    asked = urlencode({"every": 1, "channel": row["channel"], "period": DAYS})
    return Stream(
        str(Signal.Channel(row["channel"]).label),
        row["now"],
        row["before"],
        row["worded"],
        [row[f"week_{i}"] for i in range(WEEKS)],
        row["last_at"],
        f"{reverse('desk:voices')}?{asked}",
    )


def to_look_at(user: User, at: datetime) -> list[Note]:
    """What this person can mend, the customer who waits first."""
    return [note for note in _notes(user, at) if may_open(user, note.url.partition("?")[0])]


def _notes(user: User, at: datetime) -> Iterator[Note]:
    overdue = complaints_in("overdue", complaints_visible_to(user), user, at=at).count()
    if overdue:
        waits = "complaint waits" if overdue == 1 else "complaints wait"
        yield Note(
            f"{overdue:,} {waits} longer than promised", f"{reverse('complaints:register')}?show=overdue"
        )
    for connection in with_health(connections_visible_to(user).filter(ended_at=None)):
        health = health_of(connection)
        if not health.is_well:
            yield Note(f"{connection}: {health.words}", reverse("channels:connection", args=[connection.pk]))
    lost = lost_visible_to(user).count()
    if lost:
        words = "1 address reaches nobody" if lost == 1 else f"{lost:,} addresses reach nobody"
        yield Note(words, reverse("channels:returned"))
    files = FileImport.objects.filter(started_at__gt=at - timedelta(days=DAYS))
    told = files.aggregate(rows=Sum(F("rejected") - F("came_again")))
    if told["rows"]:
        rows = "1 row" if told["rows"] == 1 else f"{told['rows']:,} rows"
        yield Note(f"{rows} of files could not be read in the last 30 days", reverse("channels:files"))
