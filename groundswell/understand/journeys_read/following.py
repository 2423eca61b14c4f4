"""Follow customers from each experience to what they said and did afterwards. Later things only, never earlier ones."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, Sum
from django.utils import timezone

from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.customers.queries import merged_into, merged_records
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.listen.signals.models import Answer
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.drivers.gathering import counted_answers

from .experiences import Experience, Said
from .paths import EPISODE, Dated, WaysThere, dated, ways_there

LOOK_BACK = timedelta(days=730)
AFTERWARDS = timedelta(days=365)
STAYS = timedelta(days=180)
FEWEST_PAIRS = 20
Key = tuple[int, int | None]
WITH_WORDS = ExpressionWrapper(~Q(comment=""), output_field=BooleanField())


@dataclass(slots=True)
class Counts:
    """What is counted for one touchpoint, or for one after another."""

    people: int = 0
    bad: int = 0
    other_channel: int = 0
    tallies: dict[bool, list[int]] = field(default_factory=lambda: {True: [0, 0, 0], False: [0, 0, 0]})
    stayed: Counter[bool] = field(default_factory=Counter)
    followed: Counter[bool] = field(default_factory=Counter)
    revenue: Decimal = Decimal(0)
    stories: list[Dated] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Followed:
    """Everything that one look counts."""

    people: int
    counts: dict[Key, Counts]
    ways: WaysThere
    exposed: dict[str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of customers beside their experiences."""

    said: dict[int, list[Said]]
    left_on: dict[int, date | None]
    revenue: dict[int, Decimal]


def follow(since: date, until: date) -> Followed:
    """Everybody's experiences, counted by touchpoint, and by touchpoint after another. Seven queries."""
    lives = merged_into()
    stories = _stories(since, until, lives)
    known = Known(_relationship(since, until, lives), _left_on(), _revenue(until, lives))
    counts: dict[Key, Counts] = defaultdict(Counts)
    stage_of = {str(point): str(stage) for point, stage in Touchpoint.objects.values_list("pk", "stage")}
    exposed: Counter[str] = Counter()
    for person, story in stories.items():
        _count_story(person, story, known, until, counts)
        exposed.update(_exposed(story, stage_of, float(known.revenue.get(person, 0))))
    pairs = {key: one for key, one in counts.items() if key[1] is None or one.people >= FEWEST_PAIRS}
    return Followed(len(stories), pairs, ways_there(stories, known.said), dict(exposed))


def _exposed(story: Sequence[Experience], stage_of: dict[str, str], revenue: float) -> dict[str, float]:
    """A customer with two bad last moments in one stage counts once there, and once in all."""
    bad = [point for point, one in {one.touchpoint: one for one in story}.items() if one.is_bad]
    return dict.fromkeys(["all", *(stage_of[str(point)] for point in bad)], revenue) if bad else {}


def _count_story(
    person: int, story: Sequence[Experience], known: Known, until: date, counts: dict[Key, Counts]
) -> None:
    last = {one.touchpoint: one for one in story}
    for point, one in last.items():
        here = counts[point, None]
        here.people += 1
        if one.is_bad:
            here.bad += 1
            here.revenue += known.revenue.get(person, Decimal(0))
    seen: set[Key] = set()
    for one in story:
        if (one.is_good or one.is_bad) and (one.touchpoint, None) not in seen:
            seen.add((one.touchpoint, None))
            _afterwards(counts[one.touchpoint, None], person, one, known, until)
    for before, one in pairwise(story):
        key = (one.touchpoint, before.touchpoint)
        is_told = before.is_good and (one.is_good or one.is_bad) and one.at - before.at <= EPISODE
        if is_told and before.touchpoint != one.touchpoint and key not in seen:
            seen.add(key)
            pair = counts[key]
            pair.people += 1
            pair.bad += one.is_bad
            pair.other_channel += one.is_bad and one.channel != before.channel
            if one.is_bad:
                pair.stories.append(dated(before, one))
            _afterwards(pair, person, one, known, until)


def _afterwards(counts: Counts, person: int, one: Experience, known: Known, until: date) -> None:
    """The next answer about the relationship within a year, and whether the customer is there half a year later."""
    said = known.said.get(person, [])
    place = bisect_right(said, one.at, key=lambda answer: answer.at)
    if place < len(said) and said[place].at - one.at <= AFTERWARDS:
        score = said[place].score
        counts.tallies[one.is_good][0 if score >= 9 else 1 if score >= 7 else 2] += 1
    day = timezone.localdate(one.at)
    if person in known.left_on and day + STAYS <= until:
        left = known.left_on[person]
        if left is None or left >= day:
            counts.followed[one.is_good] += 1
            counts.stayed[one.is_good] += left is None or left > day + STAYS


def _stories(since: date, until: date, lives: dict[int, int]) -> dict[int, list[Experience]]:
    found: dict[int, list[Experience]] = defaultdict(list)
    rows = counted_answers(KindOfScore.EXPERIENCE, since, until)
    rows = rows.filter(customer__isnull=False, touchpoint__isnull=False)
    rows = rows.annotate(has_words=WITH_WORDS)
    for customer, *rest in rows.values_list(
        "customer_id", "submitted_at", "score", "id", "has_words", "touchpoint_id", "channel"
    ):
        found[lives.get(customer, customer)].append(Experience(*rest))
    return found


def _relationship(since: date, until: date, lives: dict[int, int]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    rows = counted_answers(KindOfScore.RELATIONSHIP, since, until).filter(customer__isnull=False)
    rows = rows.annotate(has_words=WITH_WORDS)
    for customer, *rest in rows.values_list("customer_id", "submitted_at", "score", "id", "has_words"):
        found[lives.get(customer, customer)].append(Said(*rest))
    return found


def _left_on() -> dict[int, date | None]:
    """Of whom we know that they were customers at all, and when they left."""
    rows = Customer.objects.filter(joined_on__isnull=False).exclude(pk__in=merged_records())
    return dict(rows.values_list("pk", "ended_on"))


def _revenue(until: date, lives: dict[int, int]) -> dict[int, Decimal]:
    """What each customer brought in the twelve months to the last one there is."""
    newest = Revenue.objects.filter(month__lte=until).aggregate(last=Max("month"))["last"]
    found: dict[int, Decimal] = defaultdict(Decimal)
    if newest:
        rows = Revenue.objects.filter(month__gt=newest - timedelta(days=365), month__lte=newest).order_by()
        for customer, amount in rows.values_list("customer_id").annotate(amount=Sum("amount")):
            found[lives.get(customer, customer)] += amount
    return found


def effort_by_touchpoint(since: date) -> dict[int, tuple[int, int]]:
    """How many said it was easy (5 to 7 of 7), of how many who were asked, by touchpoint."""
    rows: Iterable[tuple[int, int, int]] = (
        Answer.objects.filter(
            kind="effort", number__isnull=False, signal__superseded_by=None,
            signal__touchpoint__isnull=False, signal__submitted_at__date__gte=since,
        )
        .order_by()
        .values_list("signal__touchpoint_id")
        .annotate(easy=Count("pk", filter=Q(number__gte=5)), n=Count("pk"))
    )  # fmt: skip
    return {point: (easy, n) for point, easy, n in rows}
