"""Rules are tried on the last month, switched on, changed and ended, and no voice falls between two of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from groundswell.act.cases.errors import (
    RuleAlreadyEnded,
    RuleNameTaken,
    RuleNeedsItsScore,
    RuleOpensForEverything,
)
from groundswell.act.cases.models import Case, OpeningRule
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.queries import active_rules
from groundswell.act.cases.ruling import NewRule, preview_of, sentence_of, switch_off, switch_on
from groundswell.foundation.customers.models import Account, Membership, Revenue
from groundswell.understand.themes.models import Mention, Theme
from tests.world import NOW, World, make_customer, make_signal

from .scenes import low_score_rule

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
SAD = NewRule("Sad", OpeningRule.Opens.LOW_SCORE, 8, highest_score=4)


def make_theme(name: str, *signals: object) -> Theme:
    theme = Theme.objects.create(code=name.lower().replace(" ", "-"), name=name, terms=[name.lower()])
    Mention.objects.bulk_create(Mention(signal=s, theme=theme, words=name, version=1) for s in signals)
    return theme


def test_a_rule_tells_before_what_it_would_have_opened_last_month(world: World) -> None:
    for score, days in ((2, 1), (4, 29), (5, 1), (1, 31)):
        make_signal(score, unit=world.leeds, at=NOW - days * A_DAY)
    make_signal(3, unit=world.york, at=NOW - A_DAY)
    preview = preview_of(SAD, at=NOW)
    assert (preview.voices, preview.held, preview.more) == (3, 0, 3)
    assert preview.places == [("Leeds", 2), ("York", 1)]
    assert not Case.objects.exists()


def test_a_preview_says_which_of_them_have_a_case_anyway_and_what_the_rule_does_now(world: World) -> None:
    rule = low_score_rule()
    make_signal(2, unit=world.leeds, at=NOW - A_DAY)
    make_signal(6, unit=world.leeds, at=NOW - A_DAY)
    open_cases_for(rule, at=NOW)
    preview = preview_of(SAD, replaces=rule, at=NOW)
    assert (preview.voices, preview.held, preview.more, preview.as_it_is) == (1, 1, 0, 2)


def test_a_rule_opens_cases_only_for_what_comes_after_it_was_switched_on(world: World) -> None:
    make_signal(2, unit=world.leeds, at=NOW - A_DAY)
    rule = switch_on(SAD, by=world.office, at=NOW)
    late = make_signal(2, unit=world.leeds, at=NOW + A_DAY)
    open_cases_for(rule, at=NOW + A_DAY)
    assert [case.signal for case in Case.objects.all()] == [late]


def test_no_voice_falls_between_a_rule_and_the_one_that_takes_its_place(world: World) -> None:
    old = switch_on(SAD, by=world.office, at=NOW - A_DAY)
    make_signal(4, unit=world.leeds, at=NOW - timedelta(seconds=2))
    new = switch_on(
        NewRule("Sad", OpeningRule.Opens.LOW_SCORE, 4, highest_score=2), replaces=old, by=None, at=NOW
    )
    assert Case.objects.get().rule == old
    make_signal(4, unit=world.leeds, at=NOW + timedelta(seconds=2))
    make_signal(2, unit=world.leeds, at=NOW + timedelta(seconds=2))
    for rule in active_rules(NOW + A_DAY):
        open_cases_for(rule, at=NOW + A_DAY)
    assert [case.rule for case in Case.objects.order_by("pk")] == [old, new]
    assert new.replaces == old


def test_a_theme_opens_a_case_whatever_the_score(world: World) -> None:
    danger, other = (make_signal(9, "The ladder broke.", unit=world.leeds) for _ in range(2))
    theme = make_theme("Safety", danger)
    rule = switch_on(
        NewRule("Danger", OpeningRule.Opens.ANY_VOICE, 1, themes=[theme]), by=None, at=NOW - A_DAY
    )
    open_cases_for(rule, at=NOW + A_DAY)
    assert [case.signal for case in Case.objects.all()] == [danger]
    assert not hasattr(other, "case")
    assert sentence_of(rule) == "Any voice about Safety"


def test_what_a_customer_brings_counts_alone_and_with_the_account_and_only_for_a_year(world: World) -> None:
    alone, first, second, old, small = (make_customer() for _ in range(5))
    household = Account.objects.create(name="The Turners", kind=Account.Kind.HOUSEHOLD)
    Membership.objects.bulk_create(Membership(account=household, customer=one) for one in (first, second))
    Membership.objects.create(account=household, customer=small, part=Membership.Part.PAYER, until=NOW.date())
    other = Account.objects.create(name="The Smiths", kind=Account.Kind.HOUSEHOLD)
    for part in (Membership.Part.MEMBER, Membership.Part.PAYER):
        Membership.objects.create(account=other, customer=small, part=part)
    month = NOW.date().replace(day=1)
    long_ago = month.replace(year=month.year - 2)
    for customer, amount, when in (
        (alone, 500, month), (first, 300, month), (second, 200, month), (old, 900, long_ago), (small, 499, month)
    ):  # fmt: skip
        Revenue.objects.create(customer=customer, month=when, amount=amount)
    said = {one: make_signal(5, unit=world.leeds, customer=one) for one in (alone, first, second, old, small)}
    valued = NewRule("Valued", OpeningRule.Opens.ANY_VOICE, 4, least_revenue=Decimal(500))
    rule = switch_on(valued, by=None, at=NOW - A_DAY)
    open_cases_for(rule, at=NOW + A_DAY)
    assert {case.signal for case in Case.objects.all()} == {said[alone], said[first], said[second]}


def test_the_first_rule_opens_the_case_where_several_fit(world: World) -> None:
    quick = switch_on(SAD, by=None, at=NOW - A_DAY)
    theme = make_theme("Safety", make_signal(1, unit=world.leeds))
    first = NewRule("Danger", OpeningRule.Opens.ANY_VOICE, 40, OpeningRule.Priority.FIRST, themes=[theme])
    slow = switch_on(first, by=None, at=NOW - A_DAY)
    assert list(active_rules(NOW)) == [slow, quick]
    for rule in active_rules(NOW):
        open_cases_for(rule, at=NOW)
    assert Case.objects.get().rule == slow


def test_a_rule_that_would_open_everything_or_lacks_its_score_or_its_own_name_is_refused(
    world: World,
) -> None:
    with pytest.raises(RuleOpensForEverything):
        switch_on(NewRule("All", OpeningRule.Opens.ANY_VOICE, 8), by=None, at=NOW)
    with pytest.raises(RuleNeedsItsScore):
        preview_of(NewRule("Low", OpeningRule.Opens.LOW_SCORE, 8), at=NOW)
    rule = switch_on(SAD, by=None, at=NOW)
    with pytest.raises(RuleNameTaken):
        switch_on(SAD, by=None, at=NOW)
    switch_off(rule, by=world.office, at=NOW)
    with pytest.raises(RuleAlreadyEnded):
        switch_off(rule, by=world.office, at=NOW)
    assert switch_on(SAD, by=None, at=NOW + A_DAY) != rule


def test_the_office_tries_a_rule_on_its_page_before_switching_it_on(client: Client, world: World) -> None:
    client.force_login(world.office)
    given = {
        "name": "Sad", "opens_for": "low_score", "highest_score": 3, "within_hours": 8,
        "ask_again_after_hours": 8, "priority": 2, "goes_to": "owner",
    }  # fmt: skip
    page = client.post("/act/cases/rules/new/", {**given, "try": ""})
    assert "would have opened no case" in page.content.decode()
    assert not OpeningRule.objects.filter(name="Sad").exists()
    client.post("/act/cases/rules/new/", {**given, "switch-on": ""})
    rule = OpeningRule.objects.get(name="Sad")
    changed = {**given, "highest_score": 2, "switch-on": ""}
    client.post(f"/act/cases/rules/{rule.pk}/", changed)
    assert [one.highest_score for one in active_rules(rule.replaced_by.active_from)] == [2]
    assert "A score of 2 or less" in client.get("/act/cases/rules/").content.decode()


def test_a_page_that_somebody_else_changed_meanwhile_says_so(client: Client, world: World) -> None:
    rule = switch_on(SAD, by=None, at=NOW)
    client.force_login(world.office)
    switch_off(rule, by=world.office, at=NOW)
    page = client.post(f"/act/cases/rules/{rule.pk}/end/", follow=True)
    assert "Somebody ended or changed this rule" in page.content.decode()


def test_a_colleague_reads_the_rules_and_changes_none(client: Client, world: World) -> None:
    rule = switch_on(SAD, by=None, at=NOW)
    client.force_login(world.frontline)
    assert "Sad" in client.get("/act/cases/rules/").content.decode()
    assert client.get(f"/act/cases/rules/{rule.pk}/").status_code == 403
    assert client.post(f"/act/cases/rules/{rule.pk}/end/").status_code == 403
