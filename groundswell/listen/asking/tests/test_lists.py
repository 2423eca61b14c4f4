"""A list of people, asked once: looked at before anything is sent."""

import pytest

from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.asking.inviting import ask_list, outlook_of, read_list
from groundswell.listen.asking.models import Ask, ListeningPlan, Sending, Suppression
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, delivered, plan_after_delivery, work

ASKING = Consent.Purpose.ASKING


@pytest.mark.parametrize(
    "text",
    [
        "ann@x.example\nBOB@x.example\nann@x.example\n",
        "Name;E-mail\nAnn;ann@x.example\nBob;bob@X.example\nAnn;Ann@x.example",
        "\ufeffe-mail,name\nann@x.example,Ann\nbob@x.example,Bob\nann@x.example,Ann\n\n",
    ],
)
def test_a_list_is_read_however_it_was_written_and_everybody_stands_in_it_once(text):
    found = read_list(text)
    assert [one.email for one in found.people] == ["ann@x.example", "bob@x.example"]
    assert (found.twice, found.refused) == (1, ())


def test_a_line_that_is_no_address_is_named_and_the_others_stand():
    found = read_list("ann@x.example\nno address\nbob@\nc\u0430rl@x.example")
    assert [one.email for one in found.people] == ["ann@x.example"]
    assert [number for number, _ in found.refused] == [2, 3, 4]


def test_one_sees_who_is_left_in_peace_and_why_before_anything_is_sent(world):
    free, asked, gone = (make_customer() for _ in range(3))
    plan_after_delivery(world)
    delivered(world, asked)
    work(NOW + 2 * HOUR)
    withdraw_consent(gone, ASKING, by="the customer", at=NOW)
    people = read_list("\n".join([str(one.email) for one in (free, asked, gone)] + ["new@x.example"])).people
    survey = world.relationship.survey

    seen = outlook_of(people, survey, agreed=True, at=NOW + 2 * DAY)
    assert [one.reason for one in seen] == ["", "Asked lately", "No consent", ""]
    assert "Asked on 11 March 2026" in seen[1].sentence
    strict = outlook_of(people, survey, agreed=False, at=NOW + 2 * DAY)
    assert [one.reason for one in strict] == ["", "Asked lately", "No consent", "No consent"]
    assert not Customer.objects.filter(email="new@x.example").exists()


def test_the_queue_asks_the_list_once_by_the_rules_and_reminds_the_silent_only(world):
    known, gone = make_customer(), make_customer()
    withdraw_consent(gone, ASKING, by="the customer", at=NOW)
    people = read_list(f"{known.email}\n{gone.email}\nnew@x.example,New\n").people
    given = {"survey": world.relationship.survey, "starts_on": NOW.date(), "by": world.office, "at": NOW}
    ask_list(people, name="Guests", agreed="guest book", reminders_at_most=1, remind_after_days=3, **given)
    work(NOW + HOUR)
    work(NOW + 2 * HOUR)
    new = Customer.objects.get(email="new@x.example")
    assert {one.ask.customer for one in Sending.objects.all()} == {known, new}
    assert Suppression.objects.get().ask.customer == gone
    assert (new.name, new.consents.get(purpose=ASKING).source) == ("New", "guest book")

    answered(Sending.objects.get(ask__customer=known).invitation, NOW + DAY)
    work(NOW + 4 * DAY)
    work(NOW + 9 * DAY)
    assert [one.ask.customer for one in Sending.objects.filter(ask__step=1)] == [new]


def test_a_quota_ends_the_asking_of_a_unit_once_the_answers_are_in(world):
    plan_after_delivery(world, quota=1)
    first, second, third = (make_customer() for _ in range(3))
    delivered(world, first)
    work(NOW + 2 * HOUR)
    answered(Sending.objects.get().invitation, NOW + 3 * HOUR)
    delivered(world, second, NOW + 4 * HOUR)
    work(NOW + 6 * HOUR)
    assert Suppression.objects.get().reason == "quota_full"
    delivered(world, third, NOW + 30 * DAY)
    work(NOW + 30 * DAY + 2 * HOUR)
    assert Sending.objects.filter(ask__customer=third).exists()


def test_the_page_looks_first_then_tries_then_asks(world, signed_in):
    client, known = signed_in(world.office), make_customer()
    given = {
        "survey": world.relationship.survey_id,
        "people": f"{known.email}\nnew@x.example\nnothing",
        "agreed": "",
        "name": "Guests",
        "starts_on": NOW.date().isoformat(),
        "spread_days": 1,
        "send_hour": 10,
        "reminders_at_most": 0,
        "remind_after_days": 7,
    }
    page = client.post("/listen/asking/list/", {**given, "look": "1"}).content.decode()
    assert "1 of 2 would be asked" in page
    assert "New to us, and nobody said where they agreed to be asked." in page
    assert "Line 3" in page
    assert (Ask.objects.count(), Message.objects.count()) == (0, 0)

    client.post("/listen/asking/list/", {**given, "test": "1"})
    test = Message.objects.get()
    assert (test.person, test.customer) == (world.office.person, None)
    link = test.body.split("customer would: ")[1].split()[0]
    assert client.get(link.split("testserver")[-1].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert not Signal.objects.exists()

    client.post("/listen/asking/list/", {**given, "ask": "1"})
    assert ListeningPlan.objects.get().kind == "list"
    assert Ask.objects.count() == 2


def test_a_newcomer_chooses_whom_to_ask_and_sees_only_what_that_needs(world, signed_in):
    client = signed_in(world.office)
    assert b"A list of people, once" in client.get("/listen/asking/new/").content
    wave, episode = (client.get(f"/listen/asking/new/?kind={kind}").content for kind in ("wave", "episode"))
    assert b"Spread a wave" in wave
    assert b"Hours to wait" not in wave
    assert b"Hours to wait" in episode
    assert b"Spread a wave" not in episode
