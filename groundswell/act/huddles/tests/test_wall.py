"""The wall, the phones and what they ask for every few seconds."""

from datetime import timedelta

import pytest
import time_machine

from groundswell.act.cases.tests.scenes import open_case
from groundswell.act.huddles.actions import end_huddle, end_what_was_left_running, note_attendance
from groundswell.act.huddles.models import Huddle, Promise, Rhythm
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import keep_promise
from groundswell.foundation.access.models import User
from tests.world import NOW, make_customer, make_signal, make_user

from .test_running import promised, running


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_wall_shows_one_step_and_next_moves_everybody(world, signed_in):
    make_signal(2, "Slow till.", unit=world.leeds)
    huddle, client = running(world), signed_in(world.lead)
    address = f"/act/huddles/{huddle.pk}/"

    first = client.get(f"{address}wall/").content.decode()
    answer = client.post(f"{address}step/", {"leaving": "1", "to": "3", "back": "wall"}, follow=True)

    assert "1. Promises from last time" in first
    assert "Slow till." not in first
    page = answer.content.decode()
    assert "3. What would we do differently?" in page
    assert "Slow till." in page
    assert client.post(f"{address}step/", {"leaving": "1", "to": "9"}).status_code == 302
    assert Huddle.objects.get().step == 3


def test_before_it_runs_anybody_may_leaf_through_the_wall(world, signed_in):
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)
    client = signed_in(make_user("Anna Analyst", world.root, User.Role.ANALYST))

    page = client.get(f"/act/huddles/{huddle.pk}/wall/?step=2").content.decode()

    assert "2. Read this aloud" in page
    assert 'href="?step=3"' in page
    assert "<form" not in page
    assert client.get(f"/act/huddles/{huddle.pk}/wall/?step=99").status_code == 400


def test_no_customers_name_address_or_number_stands_on_the_wall_for_anybody(world, signed_in):
    carla = make_customer("Carla Customer")
    make_signal(1, "Carla Customer, 0113 496 0000.", unit=world.leeds, customer=carla)
    open_case(world.leeds, comment="Carla wants carla@example.com used.", customer=carla)
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)

    for step in range(1, 9):
        page = signed_in(world.lead).get(f"/act/huddles/{huddle.pk}/wall/?step={step}").content.decode()
        assert "Customer," not in page
        assert "496" not in page
        assert "carla@" not in page


def test_the_state_is_asked_again_for_nothing_until_somebody_does_something(world, signed_in):
    huddle, client = running(world), signed_in(world.frontline)
    address = f"/act/huddles/{huddle.pk}/state/"
    tag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})
    promised(world, huddle)
    after = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert after.headers["ETag"] != tag


def test_a_promise_kept_at_home_is_seen_in_the_huddle_that_runs(world):
    promise = promised(world, running(world))
    before = Huddle.objects.get().version
    keep_promise(promise, by=world.frontline.person, at=NOW)

    assert Huddle.objects.get().version == before + 1


def test_attendance_takes_one_tap_and_late_joiners_are_seen(world, signed_in):
    huddle, client = running(world, at=NOW - timedelta(minutes=6)), signed_in(world.lead)
    person = world.frontline.person

    answer = client.post(f"/act/huddles/{huddle.pk}/who/", {"person": person.pk, "is": "here"}, follow=True)

    page = answer.content.decode()
    assert "2 of 2 are here" in page
    assert "since 10:00" in page
    strange = client.post(
        f"/act/huddles/{huddle.pk}/who/", {"person": world.york_lead.person.pk, "is": "here"}, follow=True
    ).content.decode()
    assert "Choose somebody of this team." in strange
    assert "2 of 2 are here" in strange


def test_i_facilitate_this_one_with_one_tap(world, signed_in):
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)
    given = {"instead_of": huddle.facilitator_id}

    page = (
        signed_in(world.lead)
        .post(f"/act/huddles/{huddle.pk}/facilitate/", given, follow=True)
        .content.decode()
    )
    second = signed_in(world.frontline).post(f"/act/huddles/{huddle.pk}/facilitate/", given, follow=True)

    assert "You facilitate on Wednesday." in page
    assert "Lena Lead took over facilitating a moment ago" in second.content.decode()


def test_a_rhythm_is_set_and_ended_on_its_page(world, signed_in):
    client = signed_in(world.lead)
    form = {
        "unit": world.leeds.pk,
        "kind": "feedback",
        "pace": "weekly",
        "weekday": "4",
        "time_of_day": "08:40",
        "minutes": "15",
    }
    missing = client.post("/act/huddles/rhythms/", form | {"weekday": ""})
    page = client.post("/act/huddles/rhythms/", form, follow=True).content.decode()

    assert missing.status_code == 422
    assert "Leeds: Every week on Friday at 08:40. The next three are planned." in page
    assert page.count("Friday") >= 4
    client.post(f"/act/huddles/rhythms/{Rhythm.objects.get().pk}/end/")
    assert not Huddle.objects.exists()


def test_a_promise_is_handed_over_and_let_go_on_the_page(world, signed_in):
    first = running(world, at=NOW - timedelta(days=7))
    one, other = (promised(world, first, text, at=NOW - timedelta(days=7)) for text in ("One", "Other"))
    end_huddle(first, pulse=3, by=None, at=NOW - timedelta(days=7))
    huddle, client = running(world), signed_in(world.lead)
    address = f"/act/huddles/{huddle.pk}/promises"

    client.post(f"{address}/{one.pk}/", {"do": "hand_over", "to": world.lead.person.pk})
    client.post(f"{address}/{other.pk}/", {"do": "let_go", "note": "Mended"})
    strange = client.post(f"{address}/{other.pk}/", {"do": "hand_over", "to": "x"})

    assert Promise.objects.get(follows=one).person == world.lead.person
    assert [review.note for review in other.reviews.all()] == ["Mended"]
    assert strange.status_code == 404


def test_the_list_of_promises_is_mine_at_first_and_says_what_is_overdue(world, signed_in):
    huddle = running(world, at=NOW - timedelta(days=9))
    promised(world, huddle, "Overdue one", due_in=timedelta(days=2), at=NOW - timedelta(days=9))
    promised(world, huddle, "Later one", due_in=timedelta(days=30), at=NOW - timedelta(days=9))
    fay, lead = signed_in(world.frontline), signed_in(world.lead)

    assert "2 promises open" in fay.get("/act/huddles/promises/").content.decode()
    overdue = fay.get("/act/huddles/promises/?show=overdue").content.decode()
    assert "Overdue by 7 days" in overdue
    assert "Later one" not in overdue
    assert "0 promises open" in lead.get("/act/huddles/promises/").content.decode()
    assert "2 promises open" in lead.get("/act/huddles/promises/?whose=all").content.decode()
    assert "0 promises" in signed_in(world.york_lead).get("/act/huddles/promises/?whose=all").content.decode()


def test_a_huddle_that_nobody_ended_is_over_after_four_hours(world):
    huddle = running(world)

    assert end_what_was_left_running(at=NOW + timedelta(hours=3)) == 0
    assert end_what_was_left_running(at=NOW + timedelta(hours=5)) == 1
    huddle.refresh_from_db()
    assert (huddle.ended_at, huddle.pulse) == (NOW + timedelta(hours=5), None)


def test_who_said_so_stays_and_saying_it_again_changes_nothing(world):
    huddle = running(world)
    given = {"person": world.frontline.person, "is_here": True}
    first = note_attendance(huddle, **given, by=world.lead.person, at=NOW)

    assert note_attendance(huddle, **given, by=world.frontline.person, at=NOW + timedelta(minutes=9)) == first
    assert huddle.attendances.get(person=world.frontline.person).at == NOW
