"""Everything about cases knows one without a voice: lists, machines, search, pages, the second ask."""

import pytest
from django.test import Client

from groundswell.act.cases.actions import ask_again, hand_over
from groundswell.act.cases.call_card import card_of
from groundswell.act.cases.errors import CustomerMayNotBeAsked
from groundswell.act.cases.figures import loop_figures
from groundswell.act.cases.finding import found_by
from groundswell.act.cases.jobs import ask_customers_again, open_cases, open_for_quiet_accounts
from groundswell.act.cases.merging.actions import merge_cases
from groundswell.act.cases.models import Case, OpeningRule, QuietSpell
from groundswell.act.cases.queries import case_rows
from groundswell.act.cases.ruling import sentence_of, switch_on
from tests.world import NOW, World, make_customer, make_signal

from .quiet_accounts import A_DAY, QUIET, end_case, make_account, quiet_case
from .scenes import open_case

pytestmark = pytest.mark.django_db


def test_the_customer_is_never_asked_again_about_what_nobody_said(world: World) -> None:
    case = quiet_case(world)
    end_case(case, at=NOW)
    with pytest.raises(CustomerMayNotBeAsked, match="Nothing was said"):
        ask_again(case, at=NOW + A_DAY)
    assert ask_customers_again(NOW + 7 * A_DAY) == ""
    assert not card_of(Case.objects.get(), world.lead, at=NOW).may_ask_again
    asked = next(one for one in loop_figures(world.office, NOW + A_DAY) if one.name == "asked")
    assert asked.n == 0


def test_the_rules_about_voices_leave_accounts_alone(world: World) -> None:
    make_account(world, make_customer())
    switch_on(QUIET, by=world.office, at=NOW)
    assert open_cases(NOW) == ""
    assert not Case.objects.exists()


def test_it_is_called_handed_over_closed_and_merged_like_any_case(world: World) -> None:
    case = quiet_case(world)
    hand_over(case, to=world.frontline.person, why="You know them.", by=world.lead.person, at=NOW)
    voice = open_case(world.leeds, customer=case.customer, at=NOW + A_DAY)
    merge_cases(case, into=voice, by=world.lead.person, at=NOW + A_DAY)
    open_for_quiet_accounts(NOW + 100 * A_DAY)
    assert Case.objects.filter(quiet__isnull=False).count() == 1
    end_case(voice, at=NOW + 100 * A_DAY)
    assert QuietSpell.objects.get().over_at == NOW + 100 * A_DAY


def test_machines_read_a_case_without_a_voice(world: World) -> None:
    case = quiet_case(world)
    row = next(one for one in case_rows(None, at=NOW) if one["case"] == case.pk)
    assert (row["signal"], row["score"], row["quiet_account"]) == (None, None, case.quiet.account_id)


def test_it_is_found_by_its_account_by_those_who_read_names(world: World) -> None:
    case = quiet_case(world)
    assert list(Case.objects.filter(found_by("harbour", world.office))) == [case]
    assert list(Case.objects.filter(found_by("dora", world.office))) == [case]
    assert list(Case.objects.filter(found_by("nothing heard", world.executive))) == [case]
    assert not Case.objects.filter(found_by("harbour", world.executive)).exists()


def test_the_pages_show_it(world: World, signed_in) -> None:
    case = quiet_case(world)
    client: Client = signed_in(world.lead)
    rows = client.get("/act/cases/?show=team").content.decode()
    assert "Nothing heard for 100 days" in rows
    assert "Harbour Hotel" in rows
    assert (
        "Nothing heard for 100 days" in client.get("/act/cases/?show=team&channel=silence").content.decode()
    )
    card = client.get(f"/act/cases/{case.pk}/").content.decode()
    for words in (
        "Ask Dora Decider how things are",
        "Harbour Hotel",
        "I would rather ask than guess",
        "All well.",
    ):
        assert words in card
    unnamed = signed_in(world.executive).get(f"/act/cases/{case.pk}/").content.decode()
    assert "Harbour" not in unnamed
    assert "Dora" not in unnamed
    make_signal(3, "We were on holiday.", customer=case.customer, unit=world.leeds, at=NOW + A_DAY)
    assert "Heard since then" in signed_in(world.lead).get(f"/act/cases/{case.pk}/").content.decode()


def test_the_rule_is_tried_and_switched_on_on_its_page(world: World, signed_in) -> None:
    customer = make_customer()
    make_account(world, customer)
    make_signal(9, customer=customer, at=NOW - 100 * A_DAY)
    client: Client = signed_in(world.office)
    filled = {
        "name": "Quiet", "opens_for": "quiet_account", "least_revenue": "5000", "quiet_days": "90", "rest_days": "60",
        "within_hours": "16", "ask_again_after_hours": "8", "goes_to": "owner", "priority": "2",
    }  # fmt: skip
    tried = client.post("/act/cases/rules/new/", {**filled, "try": ""}).content.decode()
    assert "so many accounts fell quiet" in tried.lower()
    client.post("/act/cases/rules/new/", {**filled, "switch-on": ""})
    assert sentence_of(OpeningRule.objects.get(name="Quiet")).startswith("Nothing heard for 90 days")
    assert "Nothing heard for 90 days" in client.get("/act/cases/rules/").content.decode()
