"""Who may be asked by e-mail, and when: nobody twice in a hundred days, never at night, only who agreed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np

from demo.answers import Answers, pool_of
from demo.chance import Whole
from demo.customers import Customers
from demo.months import Months, moment_on
from demo.plan import ASKS
from groundswell.foundation.customers.models import Consent, Membership
from groundswell.foundation.organisation.working_time import is_holiday

DAYS_BETWEEN = 100
"""Longer than the rule of 90 days, so that a second ask after a case finds its place beside."""

BRAND_DAYS_BETWEEN = 185
ACCOUNT_DAYS = 14
OPENS, CLOSES = 8 * 60 + 5, 19 * 60 + 50
COUNTRY = "GB"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Rest:
    """When each customer (by number) was asked, and when each allows it."""

    customers: Customers
    months: Months
    asked: dict[int, list[tuple[datetime, bool]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        numbers = {row.pk: number for number, row in enumerate(self.customers.rows)}
        asking = Consent.objects.filter(purpose=Consent.Purpose.ASKING)
        spans = asking.values_list("customer", "given_at", "withdrawn_at")
        self.allows = {numbers[pk]: (given_at, ended or NEVER) for pk, given_at, ended in spans}
        belongs: dict[int, list[int]] = defaultdict(list)
        for account, pk in Membership.objects.values_list("account", "customer"):
            belongs[account].append(numbers[pk])
        self.mates = {one: [o for o in people if o != one] for people in belongs.values() for one in people}

    def may_ask(self, who: int, at: datetime, is_brand: bool) -> bool:
        """Whether a question at this moment keeps its distance from every other one."""
        given_at, ended = self.allows.get(who, (NEVER, NEVER))
        return given_at <= at < ended and not any(
            abs(at - other) < timedelta(days=days)
            for mates, days in self._distances(who, is_brand)
            for other in mates
        )

    def _distances(self, who: int, is_brand: bool) -> Iterator[tuple[Iterable[datetime], int]]:
        mine = self.asked.get(who, ())
        yield [at for at, _ in mine], DAYS_BETWEEN
        if is_brand:
            yield [at for at, brand in mine if brand], BRAND_DAYS_BETWEEN
        for mate in self.mates.get(who, ()):
            yield [at for at, _ in self.asked.get(mate, ())], ACCOUNT_DAYS

    def take(self, who: int, at: datetime, is_brand: bool) -> None:
        """This customer is asked then."""
        self.asked[who].append((at, is_brand))

    def nearest(self, wanted: int, pool: Whole, place: int, at: datetime, is_brand: bool) -> int | None:
        """Of a pool in order, whoever stands nearest to the wanted one and may be asked."""
        for step in range(2 * len(pool)):
            number = place + (step + 1) // 2 * (1 if step % 2 else -1)
            if 0 <= number < len(pool) and self.may_ask(int(pool[number]), at, is_brand):
                return int(pool[number])
        return None


def asked_at(day: date, minute: int, chance: float) -> datetime:
    """When the e-mail went out whose answer came at that minute: that morning or the day before, on no public holiday."""
    back = 0 if chance < 0.6 else 1
    last = minute if not back else CLOSES
    while is_holiday(day - timedelta(days=back), COUNTRY):
        back, last = back + 1, CLOSES
    spread = chance / 0.6 if chance < 0.6 else (chance - 0.6) / 0.4
    return moment_on(day - timedelta(days=back), OPENS + int(spread * (last - OPENS - 1)))


def rested(answers: Answers, rest: Rest) -> tuple[Whole, list[datetime | None]]:
    """For each answer its customer, and for those by e-mail when they were asked: by turns, with the same feeling."""
    customer, moments = answers.customer.copy(), [None] * len(answers)
    places: dict[tuple[str, int], tuple[Whole, dict[int, int]]] = {}
    codes = list(ASKS)
    for number in range(len(answers)):
        if answers.channel[number] != "email":
            continue
        code, month = codes[answers.ask[number]], int(answers.month[number])
        unit = ASKS[code].units[answers.unit[number]]
        if (unit, month) not in places:
            pool = pool_of(unit, month, rest.customers)
            places[unit, month] = pool, {int(who): place for place, who in enumerate(pool)}
        pool, place = places[unit, month]
        day = rest.months.first_day(month) + timedelta(days=int(answers.day[number]))
        at = asked_at(day, int(answers.minute[number]), float(answers.chance[number]))
        wanted = int(customer[number])
        found = rest.nearest(wanted, pool, place[wanted], at, code == "brand")
        if found is None:
            answers.channel[number] = "web"
            continue
        rest.take(found, at, code == "brand")
        customer[number], moments[number] = found, at
    return customer, moments


def silent_pool(customers: Customers, months: Months) -> list[Whole]:
    """For each month the customers of then without strong feelings."""
    found = []
    for month in range(months.count):
        here = np.flatnonzero((customers.joined < month) & (customers.left > month))
        order = np.argsort(np.abs(customers.attitude[here]), kind="stable")
        found.append(here[order][: len(here) * 3 // 4])
    return found
