"""Which accounts matter, and which of them are quiet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from groundswell.foundation.customers.models import Account, Membership, Revenue
from groundswell.foundation.customers.queries import Persons, whole_persons
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation, KindOfScore

from ..opening_rule import OpeningRule
from .models import QuietSpell
from .spells import Asked, Spell, spells_of

A_YEAR = timedelta(days=365)
AT_ONCE = 400

SIGNS = {
    OpeningRule.Opens.QUIET_ACCOUNT: QuietSpell.Sign.SILENT,
    OpeningRule.Opens.UNANSWERING_ACCOUNT: QuietSpell.Sign.UNANSWERED,
    OpeningRule.Opens.FADING_ACCOUNT: QuietSpell.Sign.FADED,
}


@dataclass(frozen=True, slots=True)
class KeyAccounts:
    """Which accounts a rule is about, and when it calls them quiet. All of it has to hold."""

    sign: QuietSpell.Sign
    days: int
    least_revenue: Decimal | None = None
    is_looked_after: bool = False


def key_accounts_of(rule: OpeningRule) -> KeyAccounts:
    """As a rule says it."""
    sign = SIGNS[OpeningRule.Opens(rule.opens_for)]
    return KeyAccounts(sign, rule.quiet_days or 0, rule.least_revenue, rule.is_looked_after)


def spells_by_account(
    wanted: KeyAccounts, at: datetime, among: Iterable[int] | None = None
) -> dict[int, list[Spell]]:
    """For every account that matters today the times in which it was quiet, as they are known at this moment."""
    ids = _that_matter(wanted, at) if among is None else set(among) & _that_matter(wanted, at)
    found: dict[int, list[Spell]] = {}
    for part in _parts(sorted(ids)):
        for account, history in _histories(part).items():
            spells = spells_of(wanted.sign, wanted.days, **history, until=at)
            if spells:
                found[account] = spells
    return found


def living_members(accounts: Iterable[int]) -> dict[int, list[int]]:
    """The customers of each account today who have not left, whoever decides there first."""
    order = [Membership.Part.DECIDER, Membership.Part.PAYER, Membership.Part.USER, Membership.Part.MEMBER]
    rows = Membership.objects.filter(account__in=accounts, until=None, customer__ended_on=None)
    found: dict[int, list[int]] = defaultdict(list)
    parts = rows.values_list("account_id", "part", "customer_id")
    for account, _, customer in sorted(
        parts, key=lambda row: (row[0], order.index(Membership.Part(row[1])), row[2])
    ):
        if customer not in found[account]:
            found[account].append(customer)
    return found


def heard_of(customers: Iterable[int]) -> Q:
    """A filter for what these customers said. Double-blind answers are nobody's."""
    return Q(customer__in=customers) & ~Q(kind_of_score=KindOfScore.COMPETITIVE)


def _that_matter(wanted: KeyAccounts, at: datetime) -> set[int]:
    accounts = Account.objects.filter(memberships__until=None, memberships__customer__ended_on=None)
    if wanted.is_looked_after:
        accounts = accounts.filter(owner__isnull=False, owner__left_on=None)
    ids = set(accounts.values_list("pk", flat=True))
    if wanted.least_revenue is None:
        return ids
    return {one for one, total in brought_by(ids, at).items() if total >= wanted.least_revenue}


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _histories(accounts: Sequence[int]) -> dict[int, dict[str, object]]:
    """When each account spoke, when it was asked, since when it is known: everybody who belongs to it, over all records."""
    belongs = list(
        Membership.objects.filter(account__in=accounts, until=None).values_list(
            "account_id", "customer_id", "since", "customer__joined_on"
        )
    )
    persons = whole_persons({customer for _, customer, _, _ in belongs})
    account_of = _accounts_of_records(belongs, persons)
    heard: dict[int, list[datetime]] = defaultdict(list)
    asked: dict[int, list[Asked]] = defaultdict(list)
    for customer, moment in (
        Signal.objects.filter(heard_of(account_of)).order_by().values_list("customer_id", "submitted_at")
    ):
        for account in account_of[customer]:
            heard[account].append(moment)
    asks = Invitation.objects.filter(customer__in=account_of).order_by()
    for customer, moment, answer in asks.values_list("customer_id", "invited_at", "signal"):
        for account in account_of[customer]:
            asked[account].append(Asked(moment, answer is not None))
    known = _known_since(belongs)
    return {
        account: {"heard": heard[account], "asked": asked[account], "known_since": known.get(account)}
        for account in accounts
    }


def _accounts_of_records(
    belongs: Iterable[tuple[int, int, date | None, date | None]], persons: Persons
) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for account, customer, _, _ in belongs:
        for record in persons.records_of[persons.person_of[customer]]:
            found[record].add(account)
    return found


def _known_since(belongs: Iterable[tuple[int, int, date | None, date | None]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for account, _, since, joined in belongs:
        for day in (since, joined):
            if day:
                moment = datetime.combine(day, time(), UTC)
                found[account] = min(found.get(account, moment), moment)
    return found


def brought_by(accounts: Iterable[int], at: datetime) -> dict[int, Decimal]:
    """What the customers of each account brought together in the twelve months before."""
    living = Membership.objects.filter(account__in=accounts, until=None)
    rows = Revenue.objects.filter(month__gte=(at - A_YEAR).date(), customer__in=living.values("customer"))
    brought = dict(rows.order_by().values_list("customer").annotate(total=Sum("amount")))
    found: dict[int, Decimal] = defaultdict(Decimal)
    for account, customer in set(living.values_list("account_id", "customer_id")):
        found[account] += brought.get(customer, Decimal(0))
    return found
