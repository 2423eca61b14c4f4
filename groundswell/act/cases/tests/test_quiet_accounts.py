"""A key account from which nothing is heard gets a case, once, and everything about cases knows one without a voice."""

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.cases.errors import RuleNeedsItsDays, RuleNeedsKeyAccounts
from groundswell.act.cases.jobs import open_for_quiet_accounts
from groundswell.act.cases.models import Case, OpeningRule, QuietSpell
from groundswell.act.cases.ruling import NewRule, quiet_preview_of, sentence_of, switch_on
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Absence
from tests.world import NOW, World, make_customer, make_signal

from .quiet_accounts import (
    A_DAY,
    FADING,
    QUIET,
    UNANSWERING,
    answer_asked,
    ask,
    end_case,
    make_account,
    quiet_case,
)

pytestmark = pytest.mark.django_db


def test_an_account_that_matters_and_says_nothing_gets_a_case_with_whoever_looks_after_it(
    world: World,
) -> None:
    case = quiet_case(world)
    assert (case.signal, case.customer.name, case.owner, case.unit) == (
        None,
        "Dora Decider",
        world.lead.person,
        world.leeds,
    )
    assert case.why_owner == "Comes to Lena Lead: looks after this account."
    assert str(case.quiet) == "Nothing heard for 100 days"
    assert (case.opened_at, case.channel) == (NOW, Case.SILENCE)


def test_who_is_away_is_stood_in_for(world: World) -> None:
    Absence.objects.create(
        person=world.lead.person,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        stand_in=world.frontline.person,
        at=NOW,
    )
    case = quiet_case(world)
    assert case.owner == world.frontline.person
    assert "stands in for Lena Lead" in case.why_owner


def test_nobody_opens_a_second_one_while_it_is_open_nor_soon_after(world: World) -> None:
    case = quiet_case(world)
    open_for_quiet_accounts(NOW)
    open_for_quiet_accounts(NOW + 100 * A_DAY)
    assert Case.objects.count() == 1
    end_case(case, at=NOW + 100 * A_DAY)
    open_for_quiet_accounts(NOW + 159 * A_DAY)
    assert Case.objects.count() == 1
    open_for_quiet_accounts(NOW + 161 * A_DAY)
    assert Case.objects.count() == 2


def test_the_database_refuses_two_silences_of_an_account_at_once_and_a_case_about_nothing(
    world: World,
) -> None:
    case = quiet_case(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietSpell.objects.create(account=case.quiet.account, sign="silent", asked=0, since=NOW, found_at=NOW)
    with pytest.raises(IntegrityError, match="case_is_about_a_voice_or_a_silence"), transaction.atomic():
        Case.objects.create(rule=case.rule, opened_at=NOW, due_at=NOW, channel="email")
    signal = make_signal(2, unit=world.leeds)
    with pytest.raises(IntegrityError, match="case_is_about_a_voice_or_a_silence"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(signal=signal)


@pytest.mark.parametrize(("ago", "expected"), [(89, 0), (91, 1)])
def test_silence_is_counted_from_the_last_voice_of_anybody_there(
    world: World, ago: int, expected: int
) -> None:
    decider, user = make_customer(), make_customer()
    make_account(world, decider, user)
    make_signal(9, customer=decider, at=NOW - 300 * A_DAY)
    make_signal(4, customer=user, at=NOW - ago * A_DAY)
    switch_on(QUIET, by=world.office, at=NOW)
    open_for_quiet_accounts(NOW)
    assert Case.objects.filter(quiet__isnull=False).count() == expected


def test_an_account_that_brings_little_or_has_left_opens_nothing(world: World) -> None:
    make_account(world, make_customer(), brings=4999)
    gone = make_customer()
    make_account(world, gone)
    Customer.objects.filter(pk=gone.pk).update(ended_on=NOW.date())
    switch_on(QUIET, by=world.office, at=NOW)
    open_for_quiet_accounts(NOW)
    assert not Case.objects.exists()


def test_no_answer_to_what_was_asked_opens_a_case_after_so_many_days(world: World) -> None:
    customer = make_customer()
    make_account(world, customer)
    make_signal(8, customer=customer, at=NOW - 60 * A_DAY)
    ask(world, customer, 31)
    switch_on(UNANSWERING, by=world.office, at=NOW)
    open_for_quiet_accounts(NOW - 2 * A_DAY)
    assert not Case.objects.exists()
    open_for_quiet_accounts(NOW)
    assert str(Case.objects.get().quiet) == "No answer to what we asked: asked 1 time since"


def test_answers_fall_away_only_where_they_were_there(world: World) -> None:
    answering, never = make_customer(), make_customer()
    make_account(world, answering)
    make_account(world, never)
    for customer in (answering, never):
        make_signal(9, customer=customer, at=NOW - 100 * A_DAY)
        for ago in (60, 20):
            ask(world, customer, ago)
    for ago in (200, 150):
        invitation = ask(world, answering, ago)
        answer_asked(invitation, NOW - (ago - 1) * A_DAY)
        ask(world, never, ago)
    switch_on(FADING, by=world.office, at=NOW)
    open_for_quiet_accounts(NOW)
    case = Case.objects.get()
    assert case.customer == answering
    assert str(case.quiet) == "They used to answer and do no more: asked 2 times since"


def test_a_rule_tells_before_what_it_would_have_opened_last_month(world: World) -> None:
    for ago in (95, 119, 121, 400):
        customer = make_customer()
        make_account(world, customer)
        make_signal(9, customer=customer, at=NOW - ago * A_DAY)
    spoke_again = make_customer()
    make_account(world, spoke_again)
    make_signal(9, customer=spoke_again, at=NOW - 100 * A_DAY)
    make_signal(9, customer=spoke_again, at=NOW - 2 * A_DAY)
    preview = quiet_preview_of(QUIET, at=NOW)
    assert (preview.fell, preview.at_once) == (3, 4)
    assert [one.words for one in preview.newest] == ["Nothing heard for 90 days"] * 3
    assert not Case.objects.exists()


def test_a_rule_about_accounts_says_after_how_many_days_and_which_accounts(world: World) -> None:
    with pytest.raises(RuleNeedsItsDays):
        switch_on(
            NewRule("Days", OpeningRule.Opens.QUIET_ACCOUNT, 8, is_looked_after=True), by="a test", at=NOW
        )
    with pytest.raises(RuleNeedsKeyAccounts):
        switch_on(
            NewRule("All", OpeningRule.Opens.QUIET_ACCOUNT, 8, quiet_days=9, rest_days=9), by="a test", at=NOW
        )
    rule = switch_on(QUIET, by="a test", at=NOW)
    assert (
        sentence_of(rule)
        == "Nothing heard for 90 days, of an account that brought £5,000 or more in twelve months"
    )
