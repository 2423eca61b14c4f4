"""Accounts that matter and say nothing."""

from datetime import datetime, timedelta
from decimal import Decimal

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.jobs import open_for_quiet_accounts
from groundswell.act.cases.models import Case, Closure, OpeningRule, RootCause
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.foundation.customers.models import Account, Customer, Membership, Revenue
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, World, make_customer, make_signal

from .scenes import answer_to, low_score_rule

A_DAY = timedelta(days=1)
QUIET = NewRule(
    "A quiet key account",
    OpeningRule.Opens.QUIET_ACCOUNT,
    16,
    least_revenue=Decimal(5000),
    quiet_days=90,
    rest_days=60,
)
UNANSWERING = NewRule(
    "A key account does not answer",
    OpeningRule.Opens.UNANSWERING_ACCOUNT,
    16,
    least_revenue=Decimal(5000),
    quiet_days=30,
    rest_days=60,
)
FADING = NewRule(
    "Answers fell away",
    OpeningRule.Opens.FADING_ACCOUNT,
    16,
    least_revenue=Decimal(5000),
    quiet_days=14,
    rest_days=60,
)


def make_account(world: World, *people: Customer, brings: int = 6000, looked_after: bool = True) -> Account:
    owner = world.lead.person if looked_after else None
    account = Account.objects.create(name="Harbour Hotel", kind="business", owner=owner)
    for number, one in enumerate(people):
        part = Membership.Part.USER if number else Membership.Part.DECIDER
        Membership.objects.create(account=account, customer=one, part=part, since=(NOW - 700 * A_DAY).date())
    month = (NOW - 40 * A_DAY).date().replace(day=1)
    Revenue.objects.create(customer=people[-1], month=month, amount=brings)
    return account


def ask(world: World, customer: Customer, days_ago: int) -> Invitation:
    moment = NOW - days_ago * A_DAY
    return Invitation.objects.create(
        version=world.experience, customer=customer, episode_at=moment, invited_at=moment
    )


def quiet_case(world: World, *, at: datetime = NOW, **account: object) -> Case:
    decider = make_customer("Dora Decider")
    make_account(world, decider, make_customer("Uwe User"), **account)
    make_signal(9, "All well.", customer=decider, unit=world.leeds, at=at - 100 * A_DAY)
    switch_on(QUIET, by=world.office, at=at - A_DAY)
    open_for_quiet_accounts(at)
    return Case.objects.get()


def end_case(case: Case, *, at: datetime) -> None:
    low_score_rule()
    person = case.owner
    note_attempt(case, channel="phone", reached=True, by=person, at=at)
    cause = RootCause.objects.get(name="Service")
    close_case(case, outcome=Closure.Outcome.ANSWERED, root_cause=cause, by=person, at=at)


def answer_asked(invitation: Invitation, at: datetime) -> None:
    answer_to(invitation, 9, at=at)
