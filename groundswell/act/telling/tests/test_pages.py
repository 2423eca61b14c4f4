"""The list, the choices, the chats and what was sent."""

from __future__ import annotations

import pytest
import time_machine

from groundswell.act.cases.actions import hand_over
from groundswell.act.telling.actions import choose_paces, connect_chat
from groundswell.act.telling.models import ChatAddress, Habits, Tiding, Wanted
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.wanting import paces_of
from groundswell.foundation.history.models import Event
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_signal

from .telling_world import HOUR, MINUTE, open_case, tell


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + HOUR, tick=False):
        yield


def test_the_rail_counts_what_is_new_and_opening_it_makes_it_read(world, signed_in):
    case = open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    lead = signed_in(world.lead)
    assert "1 new" in lead.get("/act/huddles/").content.decode()
    page = lead.get("/new/").content.decode()
    assert "1 thing is new for you" in page
    assert "Delivery, Leeds, 2 of 10, by Thu 12 March, 10:00" in page
    tiding = Tiding.objects.get()
    assert lead.get(f"/new/{tiding.pk}/")["Location"] == f"/act/cases/{case.pk}/"
    assert "Nothing is new for you" in lead.get("/new/").content.decode()
    assert "1 new" not in lead.get("/act/huddles/").content.decode()
    assert "Delivery, Leeds" in lead.get("/new/?show=all").content.decode()


def test_all_of_it_is_read_in_one_tap(world, signed_in):
    for _ in range(3):
        open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    lead = signed_in(world.lead)
    lead.post("/new/read/")
    assert not Tiding.objects.filter(read_at=None).exists()


def test_nobody_opens_what_is_new_for_somebody_else(world, signed_in):
    open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    office = signed_in(world.office)
    assert office.get(f"/new/{Tiding.objects.get().pk}/").status_code == 404
    assert "Delivery, Leeds" not in office.get("/new/?show=all").content.decode()


def test_what_is_not_yours_any_more_is_not_in_your_list(world, signed_in):
    case = open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    world.lead.person.unit = world.web
    world.lead.person.save()
    hand_over(case, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + MINUTE)
    lead = signed_in(world.lead)
    assert "Delivery, Leeds" not in lead.get("/new/?show=all").content.decode()
    assert lead.get(f"/new/{Tiding.objects.get(kind='case.opened').pk}/")["Location"] == "/new/"


def test_what_is_settled_is_said_to_be(world, signed_in):
    case = open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    hand_over(case, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + MINUTE)
    lead = signed_in(world.lead)
    page = lead.get("/new/").content.decode()
    assert "Settled" in page
    assert "Nothing is new for you" in page
    assert "Delivery, Leeds" not in lead.get("/new/").content.decode(), "seen once, and no news after that"


def test_a_voice_that_its_person_may_not_see_yet_waits_and_is_told_when_they_may(world, signed_in):
    """As a poor voice does that the coach reads first."""
    make_signal(3, "Rude", unit=world.web, employee=world.frontline.person)
    choose_paces(world.frontline, {"voice.mine": Pace.NOW}, by="tests", at=NOW)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    fay, tiding = signed_in(world.frontline), Tiding.objects.get(kind="voice.mine")
    page = fay.get("/new/").content.decode()
    assert "spoke about" not in page
    assert "1 new" not in page, "not even a number hints at it"
    assert tiding.is_pending
    person = world.frontline.person
    person.unit = world.web
    person.save()
    tell(NOW + 9 * MINUTE)
    tiding.refresh_from_db()
    assert not tiding.is_pending
    assert "1 new" in fay.get("/act/huddles/").content.decode()
    assert "spoke about" in fay.get("/new/").content.decode()


def test_what_a_person_chooses_is_kept_and_the_usual_is_no_row(world, signed_in):
    lead = signed_in(world.lead)
    page = lead.get("/new/choices/").content.decode()
    assert "You hear from 09:00 to 17:00 (Europe/London)" in page
    assert "It cannot be switched off: we promised the customer to get back in time." in page
    paces = {code: str(pace) for code, pace in paces_of(world.lead).items()}
    del paces["figure.to_certify"]
    assert lead.post("/new/choices/paces/", paces | {"promise.due": "now"}).status_code == 302
    assert [(one.kind, one.pace) for one in Wanted.objects.all()] == [("promise.due", "now")]
    lead.post("/new/choices/paces/", paces)
    assert not Wanted.objects.exists()
    assert Event.objects.filter(verb="chose what they hear").count() == 2


def test_times_are_kept_and_half_of_them_are_refused(world, signed_in):
    lead = signed_in(world.lead)
    given = {
        "by_email": "on",
        "begins_at": "07:00",
        "ends_at": "15:00",
        "digest_at": "07:30",
        "weekly_on": "4",
    }
    assert lead.post("/new/choices/", given).status_code == 302
    assert Habits.objects.get().digest_at.hour == 7
    assert "your own hours, every day" in lead.get("/new/choices/").content.decode()
    half = lead.post("/new/choices/", {"begins_at": "07:00", "weekly_on": "0"})
    assert half.status_code == 422
    assert "or neither" in half.content.decode()


def test_a_lead_connects_the_chat_of_their_own_part_and_the_address_is_never_shown(
    world, signed_in, settings
):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    lead = signed_in(world.lead)
    with playing(Recorded(b"ok")) as slack:
        form = {"name": "#leeds", "form": "slack", "address": f"{slack.address}/secretsecret"}
        assert lead.post("/new/chats/", form | {"unit": world.york.pk}).status_code == 422
        assert lead.post("/new/chats/", form | {"unit": world.leeds.pk}).status_code == 302
        chat = ChatAddress.objects.get()
        page = lead.get("/new/chats/").content.decode()
        assert "#leeds" in page
        assert "secretsecret" not in page
        assert "took the test" in lead.post(f"/new/chats/{chat.pk}/test/", follow=True).content.decode()
        for stranger in (world.york_lead, world.frontline):
            assert signed_in(stranger).post(f"/new/chats/{chat.pk}/end/").status_code == 404
        lead.post(f"/new/chats/{chat.pk}/end/")
    assert ChatAddress.objects.get().ended_at


def test_a_chat_of_ones_own_takes_the_place_of_the_one_before(world, signed_in, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    fay = signed_in(world.frontline)
    for name in ("Old", "New"):
        fay.post("/new/choices/chat/", {"name": name, "form": "json", "address": "http://127.0.0.1:9/hook"})
    assert [one.name for one in ChatAddress.objects.filter(ended_at=None)] == ["New"]
    assert (
        "Give a public"
        in fay.post(
            "/new/choices/chat/", {"name": "x", "form": "json", "address": "https://10.0.0.1/x"}, follow=True
        ).content.decode()
    )


def test_a_chat_in_trouble_stands_on_the_administrators_first_page(world, signed_in, settings):
    from groundswell.foundation.access.models import User
    from tests.world import make_user

    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(Recorded(b"no_service", 404)) as slack:
        chat = connect_chat("#leeds", "slack", slack.address, unit=world.leeds, by="tests", at=NOW)
        signed_in(world.lead).post(f"/new/chats/{chat.pk}/test/")
    administrator = signed_in(make_user("Ada Admin", world.root, User.Role.ADMINISTRATOR))
    page = administrator.get("/").content.decode()
    assert "#leeds" in page
    assert "status 404" in page
    assert "#leeds" in administrator.get("/new/sent/").content.decode()


def test_what_was_sent_is_seen_by_those_who_watch_it(world, signed_in):
    open_case(world)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    page = signed_in(world.office).get("/new/sent/").content.decode()
    assert "1 message was written to colleagues" in page
    assert "Lena Lead" in page
    assert "E-mail</a>: waiting" in page
    for user in (world.lead, world.executive, world.frontline):
        assert signed_in(user).get("/new/sent/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    world, signed_in, django_assert_num_queries, number
):
    for _ in range(number):
        open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    lead = signed_in(world.lead)
    with django_assert_num_queries(16):
        lead.get("/new/")


def test_what_is_told_goes_with_the_voice(world):
    case = open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    signal = case.signal
    case.delete()
    Signal.objects.filter(pk=signal.pk).delete()
    assert not Tiding.objects.exists()
