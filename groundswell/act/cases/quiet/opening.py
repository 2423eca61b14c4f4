"""A case for every key account that is quiet now. Never a second one while the first is open, nor soon after it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from groundswell.foundation.customers.models import Account, Customer
from groundswell.foundation.customers.queries import is_barred, living_customer, may_contact
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.presence import present_or_stand_in
from groundswell.listen.signals.models import Signal

from ..clock import due_by
from ..models import Case
from ..opening_rule import OpeningRule
from ..routing.chart import Chart
from ..routing.choosing import Choice
from ..routing.wishes import wish_for
from .looking import heard_of, key_accounts_of, living_members, spells_by_account
from .models import QuietSpell
from .spells import Spell, open_spell


def cases_of_quiet_accounts(rule: OpeningRule, at: datetime) -> Iterator[Case]:
    """Not stored yet, each with its spell, which is. The clock begins when the silence is found: nobody wrote to us."""
    quiet = {
        account: spell
        for account, spells in spells_by_account(key_accounts_of(rule), at).items()
        if (spell := open_spell(spells))
    }
    if not quiet:
        return
    accounts = Account.objects.filter(pk__in=set(quiet) - _resting(rule, at)).select_related("owner__unit")
    members, chart = living_members(quiet), Chart(timezone.localdate(at))
    for account in accounts.order_by("pk"):
        yield _case(rule, account, quiet[account.pk], members[account.pk], chart, at)


def _resting(rule: OpeningRule, at: datetime) -> set[int]:
    """Accounts with an open case of their silence by any rule, or one that ended lately."""
    lately = Q(over_at__gt=at - timedelta(days=rule.rest_days or 0))
    return set(QuietSpell.objects.filter(Q(over_at=None) | lately).values_list("account_id", flat=True))


def _case(
    rule: OpeningRule, account: Account, spell: Spell, members: list[int], chart: Chart, at: datetime
) -> Case:
    sign = key_accounts_of(rule).sign
    found = QuietSpell.objects.create(
        account=account,
        sign=sign,
        last_heard_at=spell.last_heard_at,
        asked=spell.asked,
        since=min(spell.since, at),
        found_at=at,
    )
    unit_id = _place_of(account, members)
    choice = _owner_of(rule, account, unit_id, chart)
    hours = chart.hours_for(choice.person_id, unit_id)
    return Case(
        quiet=found,
        customer=whom_to_call(members),
        rule=rule,
        unit_id=unit_id,
        owner_id=choice.person_id,
        why_owner=choice.why[:300],
        channel=Case.SILENCE,
        opened_at=at,
        due_at=due_by(at, rule.within_hours, hours),
    )


def whom_to_call(members: list[int]) -> Customer | None:
    """Whoever decides there and may be contacted; else whoever decides."""
    people: Mapping[int, Customer] = Customer.objects.in_bulk(members)
    living = [living_customer(people[one]) for one in members]
    return next(
        (one for one in living if may_contact(one) and not is_barred(one)), living[0] if living else None
    )


def _owner_of(rule: OpeningRule, account: Account, unit_id: int | None, chart: Chart) -> Choice:
    """Who looks after the account, or stands in for them; else as for any case of the place."""
    if account.owner and not account.owner.left_on:
        here = present_or_stand_in(account.owner, chart.day)
        if here == account.owner:
            return Choice(here.pk, f"Comes to {here.name}: looks after this account.")
        if here:
            return Choice(
                here.pk,
                f"Comes to {here.name}: stands in for {account.owner.name}, who looks after this account.",
            )
    return chart.owner_for(unit_id, wish_for(rule, {}), goes_to=rule.goes_to)


def _place_of(account: Account, members: list[int]) -> int | None:
    """Where its owner works, else where it was last heard, else the whole."""
    if account.owner and not account.owner.left_on:
        return account.owner.unit_id
    last = Signal.objects.filter(heard_of(members), unit__isnull=False).order_by("-submitted_at")
    place: int | None = last.values_list("unit_id", flat=True).first()
    return place or Unit.objects.filter(parent=None).order_by("pk").values_list("pk", flat=True).first()
