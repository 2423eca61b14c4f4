"""Revenue by customer: twelve whole months beside the twelve before, and who brought them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from .models import Customer, Merge, Revenue
from .queries import merged_into

EARNED = (Customer.CameBy.REFERRAL, Customer.CameBy.REPUTATION)


@dataclass(frozen=True, slots=True)
class YearOfRevenue:
    """Money of the months ``since`` <= month < ``until``, by who brought it; ``last_year`` is the year before.

    New customers had no revenue last year and joined since. Who joined earlier, bought nothing last year and
    buys again ``came_back``. A new customer whose reason nobody asked is ``unknown``, never earned.
    """

    since: date
    until: date
    last_year: float
    from_last_years_customers: float
    earned_new: float
    bought_new: float
    unknown_new: float
    came_back: float
    new_customers: int
    asked: int

    @property
    def total(self) -> float:
        """All revenue of this year."""
        return self.from_last_years_customers + self.new + self.came_back

    @property
    def new(self) -> float:
        """Revenue of new customers, whatever brought them."""
        return self.earned_new + self.bought_new + self.unknown_new


def month_of(day: date) -> date:
    """The first day of its month."""
    return date(day.year, day.month, 1)


def months_from(month: date, count: int) -> date:
    """The first day of the month that lies ``count`` months later (earlier when negative)."""
    years, months = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, months + 1, 1)


def year_of_revenue(at: datetime) -> YearOfRevenue:
    """The last twelve whole months before ``at``; records that were merged count as the one person that they are."""
    until = month_of(timezone.localdate(at))
    since = months_from(until, -12)
    was_customer = Q(earlier__gt=0)
    was_none = Q(earlier=None) | Q(earlier__lte=0)
    is_known = was_none & Q(customer__joined_on__lt=since)
    is_new = was_none & (Q(customer__joined_on=None) | Q(customer__joined_on__gte=since))
    bought = Q(customer__came_by=Customer.CameBy.BOUGHT)
    earned = Q(customer__came_by__in=EARNED)
    unknown = Q(customer__came_by=Customer.CameBy.UNKNOWN)
    rows = Revenue.objects.filter(month__gte=months_from(until, -24), month__lt=until)
    by_customer = (
        rows.exclude(customer__in=records_in_merges())
        .values("customer_id", "customer__came_by", "customer__joined_on")
        .annotate(
            earlier=Sum("amount", filter=Q(month__lt=since)),
            later=Sum("amount", filter=Q(month__gte=since)),
        )
    )
    found = by_customer.aggregate(
        last_year=Sum("earlier"),
        from_last_years_customers=Sum("later", filter=was_customer),
        earned_new=Sum("later", filter=is_new & earned),
        bought_new=Sum("later", filter=is_new & bought),
        unknown_new=Sum("later", filter=is_new & unknown),
        came_back=Sum("later", filter=is_known),
        new_customers=Count("customer_id", filter=is_new & Q(later__gt=0)),
        asked=Count("customer_id", filter=is_new & Q(later__gt=0) & ~unknown),
    )
    for line in _merged_lines(rows, since):
        for name, amount in line.items():
            found[name] = (found[name] or 0) + amount
    counts = {name: found.pop(name) for name in ("new_customers", "asked")}
    return YearOfRevenue(since, until, **{name: float(sum_ or 0) for name, sum_ in found.items()}, **counts)


def records_in_merges() -> QuerySet[Customer]:
    """Every record that is read together with another today."""
    living = Merge.objects.filter(undone_at=None)
    return Customer.objects.filter(Q(pk__in=living.values("merged")) | Q(pk__in=living.values("kept")))


def _merged_lines(rows: QuerySet[Revenue], since: date) -> Iterator[dict[str, Decimal | int]]:
    """What persons with several records add to the year, one by one: they are few."""
    person_of = merged_into()
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
    for record, month, amount in rows.filter(customer__in=records_in_merges()).values_list(
        "customer", "month", "amount"
    ):
        sums[person_of.get(record, record)][month >= since] += amount
    people = Customer.objects.in_bulk(sums)
    for person, (earlier, later) in sums.items():
        yield _line(people[person], earlier, later, since)


def _line(person: Customer, earlier: Decimal, later: Decimal, since: date) -> dict[str, Decimal | int]:
    """The same questions as of everybody: was a customer, comes back, or is new and brought by whom."""
    line: dict[str, Decimal | int] = {"last_year": earlier}
    if earlier > 0:
        return line | {"from_last_years_customers": later}
    if person.joined_on and person.joined_on < since:
        return line | {"came_back": later}
    kinds = {Customer.CameBy.BOUGHT: "bought_new", Customer.CameBy.UNKNOWN: "unknown_new"}
    is_new = int(later > 0)
    is_asked = is_new if person.came_by != Customer.CameBy.UNKNOWN else 0
    name = kinds.get(Customer.CameBy(person.came_by), "earned_new")
    return line | {name: later, "new_customers": is_new, "asked": is_asked}
