"""The pages say what happened, to those who may see it."""

import pytest

from groundswell.foundation.customers.actions import find_or_make_customer, withdraw_consent
from groundswell.foundation.customers.models import Consent, DoNotContact
from groundswell.listen.asking.actions import set_rule
from groundswell.listen.asking.errors import AmountNotSensible
from groundswell.listen.asking.funnels import funnels_of
from groundswell.listen.asking.judging import rules_in_force
from groundswell.listen.asking.models import ContactRule, ListeningPlan, Suppression
from groundswell.listen.asking.preview import replay
from groundswell.listen.asking.rules import Rules
from groundswell.listen.asking.why import standing_of, timeline_of
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery, work


@pytest.fixture
def plan(world):
    """Three episodes: one answers, one keeps silent, one took the consent back."""
    made = plan_after_delivery(world)
    people = [make_customer(name) for name in ("Ann Answers", "Sid Silent", "Wim Withdrawn")]
    for customer in people:
        delivered(world, customer)
    withdraw_consent(people[2], Consent.Purpose.ASKING, by="the customer", at=NOW)
    work(NOW + 2 * HOUR)
    answered(Invitation.objects.get(customer=people[0]), NOW + 3 * HOUR)
    return made


def test_the_funnel_counts_every_step_once(plan):
    funnel = funnels_of([plan])[plan.pk]
    counts = (
        funnel.population,
        funnel.offered,
        funnel.suppressed,
        funnel.waiting,
        funnel.sent,
        funnel.answered,
    )
    assert counts == (3, 3, 1, 0, 2, 1)
    assert funnel.response_rate == 0.5
    assert (funnel.low_chance, funnel.high_chance) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("offered", {"Ann Answers", "Sid Silent", "Wim Withdrawn"}),
        ("suppressed", {"Wim Withdrawn"}),
        ("waiting", set()),
        ("sent", {"Ann Answers", "Sid Silent"}),
        ("answered", {"Ann Answers"}),
    ],
)
def test_each_step_opens_its_list(world, signed_in, plan, step, names):
    page = signed_in(world.office).get(f"/listen/asking/{plan.pk}/{step}/").content.decode()
    everybody = {"Ann Answers", "Sid Silent", "Wim Withdrawn"}
    assert {name for name in everybody if name in page} == names


def test_an_executive_reads_counts_and_reasons_but_no_names(world, signed_in, plan):
    client = signed_in(world.executive)
    page = client.get(f"/listen/asking/{plan.pk}/offered/").content.decode()
    assert "Ann Answers" not in page
    assert "@people.example" not in page
    assert "No consent" in page
    assert client.get("/listen/asking/why/").status_code == 403


@pytest.mark.parametrize("who", ["frontline", "lead", "partner"])
def test_teams_and_partners_do_not_open_the_lists(world, signed_in, plan, who):
    client = signed_in(getattr(world, who))
    for path in ("", "rules/", "why/?email=x@people.example", f"{plan.pk}/", f"{plan.pk}/sent/"):
        assert client.get(f"/listen/asking/{path}").status_code == 403


def test_only_those_who_set_rules_change_them(world, signed_in):
    given = {"kind": "person_window", "amount": "30", "survey": ""}
    signed_in(world.executive).post("/listen/asking/rules/", given)
    assert rules_in_force().person_window == 90
    signed_in(world.office).post("/listen/asking/rules/", given)
    signed_in(world.office).post("/listen/asking/rules/", {**given, "amount": "60"})
    assert rules_in_force().person_window == 60
    assert ContactRule.objects.filter(ended_at=None).count() == 1
    assert ContactRule.objects.count() == 2


def test_an_amount_that_cannot_be_meant_is_refused(world, signed_in):
    with pytest.raises(AmountNotSensible):
        set_rule("quiet_from", 24, by=world.office, at=NOW)
    page = signed_in(world.office).post("/listen/asking/rules/", {"kind": "quiet_from", "amount": "24"})
    assert b"Enter an hour from 0 to 23." in page.content


def test_a_survey_has_a_window_of_its_own(world):
    set_rule("survey_window", 180, survey=world.experience.survey, by=world.office, at=NOW)
    assert rules_in_force().window_of(world.experience.survey_id) == 180
    assert rules_in_force().window_of(world.relationship.survey_id) == 90


def test_the_preview_counts_what_a_rule_would_have_suppressed_last_month(world, plan):
    customer = Invitation.objects.first().customer
    Invitation.objects.create(
        version=world.relationship, customer=customer, episode_at=NOW, invited_at=NOW + 20 * DAY
    )
    at = NOW + 25 * DAY
    assert (replay(Rules(), at=at).asked, replay(Rules(), at=at).suppressed) == (3, 1)
    assert (
        replay(Rules().with_amount("person_window", 10).with_amount("survey_window", 10), at=at).suppressed
        == 0
    )


def test_the_preview_page_says_it(world, signed_in):
    page = signed_in(world.office).get("/listen/asking/rules/?kind=person_window&amount=30&survey=")
    assert b"This rule would have suppressed 0 of the 0 questions sent in the last 30 days" in page.content
    assert b"Open links, posters and widgets cannot be limited" in page.content


def test_why_tells_the_whole_story_with_the_rule_and_the_date(world, signed_in, plan):
    customer = Invitation.objects.get(customer__name="Sid Silent").customer
    delivered(world, customer, NOW + 5 * DAY)
    work(NOW + 5 * DAY + 2 * HOUR)

    story = sorted(moment.title for moment in timeline_of(customer, at=NOW + 6 * DAY))
    drawn = ["Drawn for Delivery", "Drawn for Delivery"]
    assert story == ["Allowed us to ask: e-mail", "Asked: Delivery", *drawn, "Not asked: Delivery"]
    page = signed_in(world.office).get(f"/listen/asking/why/?email={customer.email.upper()}").content.decode()
    assert "Asked on 11 March 2026. Nobody is asked twice within 90 days." in page
    assert "The rule holds until 9 June 2026" in page


def test_the_standing_gives_the_first_date_on_which_a_person_may_be_asked_again(world, plan):
    customer = Invitation.objects.get(customer__name="Sid Silent").customer
    standing = {one.survey.code: one for one in standing_of(customer, at=NOW + DAY)}
    assert not standing["delivery"].is_free
    assert standing["delivery"].free_from == NOW + 90 * DAY + 2 * HOUR
    withdrawn = Suppression.objects.get().ask.customer
    assert {one.free_from for one in standing_of(withdrawn, at=NOW)} == {None}


def test_why_also_tells_whom_the_lot_did_not_fall_on(world):
    people = [make_customer() for _ in range(12)]
    brand_plan(world, share=30)
    work(NOW)
    stories = [{moment.title for moment in timeline_of(person, at=NOW)} for person in people]
    drawn = ListeningPlan.objects.get().asks.count()
    assert 0 < drawn < 12
    assert sum("Not drawn for Brand" in story for story in stories) == 12 - drawn
    assert sum({"Drawn for Brand", "Asked: Brand"} <= story for story in stories) == drawn


def test_why_takes_the_same_number_of_queries_however_much_happened(world, plan, django_assert_num_queries):
    customer = Invitation.objects.get(customer__name="Sid Silent").customer
    with django_assert_num_queries(17):
        timeline_of(customer, at=NOW + DAY)
    for day in range(5, 9):
        delivered(world, customer, NOW + day * DAY)
        work(NOW + day * DAY + 2 * HOUR)
    with django_assert_num_queries(17):
        timeline_of(customer, at=NOW + 20 * DAY)


def test_the_list_of_plans_takes_the_same_number_of_queries_for_one_and_three(
    world, signed_in, plan, django_assert_max_num_queries
):
    client = signed_in(world.office)
    client.get("/listen/asking/")
    with django_assert_max_num_queries(27):
        client.get("/listen/asking/")
    brand_plan(world)
    brand_plan(world, "rolling")
    with django_assert_max_num_queries(27):
        client.get("/listen/asking/")


def test_the_office_bans_a_person_and_lifts_it(world, signed_in):
    customer, client = make_customer(), signed_in(world.office)
    client.post(f"/listen/asking/why/{customer.pk}/ban/", {"why": "Asked us by phone"})
    assert DoNotContact.objects.get(ended_at=None).customer == customer
    page = client.get(f"/listen/asking/why/?email={customer.email}").content
    assert b"Nobody asks this person." in page
    client.post(f"/listen/asking/why/{customer.pk}/ban/", {"lift": "1"})
    assert not DoNotContact.objects.filter(ended_at=None).exists()


def test_an_invitation_by_hand_keeps_the_rules_and_says_when_to_come_back(world, signed_in):
    client = signed_in(world.office)
    given = {
        "survey": world.experience.survey_id,
        "email": "ann@people.example",
        "unit": world.leeds.pk,
        "consents": "on",
    }
    assert client.post("/listen/invite/", given).status_code == 302
    page = client.post("/listen/invite/", {**given, "email": "ANN@people.example"}).content.decode()
    assert "This customer is not asked." in page
    assert "Ask again from" in page
    assert Invitation.objects.count() == 1


def test_a_plan_is_made_and_ended_on_the_pages(world, signed_in):
    client = signed_in(world.office)
    given = {
        "name": "Monthly",
        "kind": "rolling",
        "survey": world.relationship.survey_id,
        "starts_on": "2026-03-01",
        "segments": "Family, Everyday",
        "share": 10,
        "expected_response": 25,
        "send_hour": 10,
        "spread_days": 1,
        "wait_hours": 24,
        "remind_after_days": 7,
        "reminders_at_most": 1,
    }
    assert client.post("/listen/asking/new/", given).status_code == 302
    plan = ListeningPlan.objects.get()
    assert plan.segments == ["Family", "Everyday"]
    client.post(f"/listen/asking/{plan.pk}/end/")
    assert ListeningPlan.objects.get().ended_at is not None


def test_a_person_without_an_e_mail_address_is_found_by_number(world, signed_in):
    customer = find_or_make_customer({"phone": "+447700900123", "external": "K-17"}, name="Tess Texts")
    client = signed_in(world.office)
    for asked in ("who=07700 900123", "who=K-17", f"customer={customer.pk}"):
        assert (
            "Why Tess Texts was asked, or not" in client.get(f"/listen/asking/why/?{asked}").content.decode()
        )
    assert "No customer is known by" in client.get("/listen/asking/why/?who=0").content.decode()


def test_every_reason_opens_the_asks_that_it_left_out(world, signed_in, plan):
    page = signed_in(world.office).get("/listen/asking/left-out/no_consent/")
    assert page.status_code == 200
    assert signed_in(world.office).get("/listen/asking/left-out/whatever/").status_code == 404
    assert (
        "Wim Withdrawn"
        not in signed_in(world.executive).get("/listen/asking/left-out/no_consent/").content.decode()
    )


def test_the_rules_in_force_read_as_people_say_them(world, signed_in):
    set_rule(ContactRule.Kind.YEARLY_CAP, 0, by=world.office, at=NOW)
    page = signed_in(world.office).get("/listen/asking/rules/").content.decode()
    for words in (">20:00<", ">yes<", ">off<", ">Nothing goes out on public holidays<"):
        assert words in page
