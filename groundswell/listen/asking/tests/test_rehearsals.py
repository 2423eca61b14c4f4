"""Before a plan is made or changed it says whom it would have asked, on real data, and sends nothing."""

import re

from groundswell.foundation.customers.accounts import join_account
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.models import Account, Purpose
from groundswell.listen.asking.actions import set_rule
from groundswell.listen.asking.models import Ask, Draw, ListeningPlan, Reason, Suppression
from groundswell.listen.asking.rehearsing import MONTH, rehearse
from groundswell.listen.channels.models import Message
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, brand_plan, delivered, plan_after_delivery, work


def unsaved(world, kind: str = "wave", **fields: object) -> ListeningPlan:
    given = {"name": "Tried", "kind": kind, "starts_on": NOW.date(), "survey": world.relationship.survey}
    return ListeningPlan(**{**given, "made_at": NOW, **fields})


def test_a_wave_says_whom_it_would_ask_and_whom_it_leaves_out_by_reason(world):
    people = [make_customer() for _ in range(6)]
    withdraw_consent(people[0], Purpose.ASKING, by="the customer", at=NOW)
    ban_contact(people[1], why="Asked us", by="office", at=NOW)
    plan_after_delivery(world)
    delivered(world, people[2])
    work(NOW + 2 * HOUR)

    found = rehearse(unsaved(world), at=NOW + 2 * DAY)
    assert (found.asked, found.population) == (3, 6)
    assert sorted(found.left_out) == [("do_not_contact", 1), ("no_consent", 1), ("person_window", 1)]
    assert (found.low_chance, found.high_chance) == (1.0, 1.0)


def test_a_rehearsal_leaves_nothing_behind(world):
    make_customer()
    rehearse(unsaved(world), at=NOW)
    for model in (Ask, Draw, Suppression, Message, ListeningPlan):
        assert not model.objects.exists()


def test_a_rehearsal_of_a_saved_wave_names_those_whom_the_draw_then_chooses(world):
    for _ in range(40):
        make_customer()
    wave = brand_plan(world, share=30, starts_on=NOW.date() + 60 * DAY)
    found = rehearse(wave, at=NOW)
    work(NOW + 40 * DAY)
    drawn = set(Ask.objects.values_list("customer", flat=True))
    assert {line.customer_id for line in found.lines if line.outcome != "passed"} == drawn
    assert 0 < len(drawn) < 40


def test_each_is_judged_on_the_day_on_which_they_would_be_asked(world):
    plan_after_delivery(world)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    assert rehearse(unsaved(world), at=NOW + DAY).asked == 0
    assert rehearse(unsaved(world, starts_on=NOW.date() + 100 * DAY), at=NOW + DAY).asked == 1


def test_of_an_account_that_is_asked_once_one_is_asked(world):
    set_rule("account_window", 30, by="office", at=NOW)
    account = Account.objects.create(name="Smith & Sons", kind="business")
    for _ in range(3):
        join_account(account, make_customer(), by="office", at=NOW)
    found = rehearse(unsaved(world, spread_days=5), at=NOW)
    assert found.asked == 1
    assert dict(found.left_out) == {"account_window": 2}


def test_a_plan_after_episodes_is_tried_on_those_of_thirty_days_and_on_its_own_questions(world):
    often, once = make_customer(), make_customer()
    delivered(world, once, NOW - 31 * DAY)
    for day in (1, 5, 9):
        delivered(world, often, NOW - day * DAY)
    delivered(world, once, NOW - 2 * DAY)
    plan = unsaved(world, "episode", survey=world.experience.survey, wait_hours=2)
    found = rehearse(plan, at=NOW)
    assert (found.population, found.asked) == (4, 2)
    assert dict(found.left_out) == {"person_window": 2}


def test_what_a_plan_asked_itself_does_not_count_against_its_own_rehearsal(world):
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    assert rehearse(plan, at=NOW + DAY).asked == 1
    assert rehearse(unsaved(world, "episode", survey=world.experience.survey), at=NOW + DAY).asked == 0


def test_the_rehearsal_of_episodes_agrees_with_what_the_queue_then_did(world):
    """The same month lived once by the queue and once by the rehearsal of the plan that asked.

    It ends before Good Friday: what is drawn then waits in the queue until after Easter.
    """
    people = [make_customer() for _ in range(8)]
    plan = plan_after_delivery(world, share=70)
    for day in range(1, 22, 2):
        delivered(world, people[day % 8], NOW + day * DAY)
        work(NOW + day * DAY + 3 * HOUR)
    end = NOW + 26 * DAY
    found = rehearse(plan, at=end)
    asks = Ask.objects.filter(step=0)
    assert found.drawn == asks.count()
    assert found.asked == asks.filter(sending__isnull=False).count()
    reasons = {reason: asks.filter(suppressions__reason=reason).count() for reason in Reason.values}
    assert dict(found.left_out) == {reason: n for reason, n in reasons.items() if n}
    assert end - NOW < MONTH


def test_more_people_than_are_judged_are_said_apart(world, monkeypatch):
    for _ in range(9):
        make_customer()
    monkeypatch.setattr("groundswell.listen.asking.rehearsing.MOST", 4)
    found = rehearse(unsaved(world), at=NOW)
    assert (found.population, found.drawn, found.asked, found.unjudged) == (9, 9, 4, 5)


def test_the_page_shows_the_figures_before_it_makes_the_plan_and_every_figure_opens_its_list(
    world, signed_in
):
    people = [make_customer(name) for name in ("Ann Asked", "Will Withdrawn")]
    withdraw_consent(people[1], Purpose.ASKING, by="the customer", at=NOW)
    client = signed_in(world.office)
    address = f"/listen/asking/new/?kind=wave&name=Spring&survey={world.relationship.survey_id}&wish=email"
    address += (
        "&starts_on=2027-01-01&share=100&spread_days=1&send_hour=10&reminders_at_most=0&remind_after_days=7"
    )
    address += "&expected_response=25"
    page = client.get(address).content.decode()
    assert "This would ask 1 of 2 people" in page
    assert not ListeningPlan.objects.exists()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*show=[^"]*)#people"', page)]
    assert len(links) == 4
    lists = {
        link.rsplit("=", 1)[1]: client.get("/listen/asking/new/" + link).content.decode() for link in links
    }
    assert "Ann Asked" in lists["asked"]
    assert "Will Withdrawn" not in lists["asked"]
    assert "Will Withdrawn" in lists["no_consent"]
    assert "Ann Asked" in lists["all"]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    hidden.pop("csrfmiddlewaretoken", None)
    assert client.post("/listen/asking/new/", hidden).status_code == 302
    assert ListeningPlan.objects.get().name == "Spring"


def test_a_change_is_tried_on_real_people_before_it_holds(world, signed_in):
    for _ in range(5):
        make_customer()
    plan = brand_plan(world, "rolling", share=1)
    client = signed_in(world.office)
    address = f"/listen/asking/{plan.pk}/change/?name=Brand+rolling&wish=email&starts_on=2026-03-11&share=100"
    address += "&send_hour=10&expected_response=25&reminders_at_most=0&remind_after_days=7"
    assert "This would ask 5 of 5 people" in client.get(address).content.decode()
    plan.refresh_from_db()
    assert plan.share == 1


def test_a_plan_like_another_begins_with_its_terms_and_a_name_of_its_own(world, signed_in):
    plan = plan_after_delivery(world, share=35, segments=["Family"])
    page = signed_in(world.office).get(f"/listen/asking/new/?like={plan.pk}").content.decode()
    assert 'value="35"' in page
    assert 'value="Family"' in page
    assert "After delivery" not in page.split("<form", 2)[-1]
