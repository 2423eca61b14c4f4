"""What nobody can settle alone is raised: in the place of a promise, from what advocates said together, or on its own."""

import pytest

from groundswell.act.advocates.gathering import plan_gathering, write_minutes
from groundswell.act.huddles.errors import PromiseAlreadyKept
from groundswell.act.huddles.models import Elevation, Promise, PromiseReview
from groundswell.act.huddles.promising import keep_promise, raise_promise
from tests.world import NOW

from .test_running import held, promised, running

ADDRESS = "/act/huddles/raise/"
TOLD = {"title": "Pay refunds at the till", "problem": "They wait for weeks."}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def promise(world) -> Promise:
    return promised(world, running(world), "I pay refunds at the till")


def test_a_promise_that_nobody_can_keep_alone_is_let_go_and_raised(world, promise):
    made = raise_promise(promise, **TOLD, by=world.frontline.person, at=NOW)
    assert (made.promise, made.unit, made.raised_by) == (promise, world.leeds, world.frontline.person)
    review = PromiseReview.objects.get()
    assert (review.outcome, review.note) == ("let_go", "Raised: Pay refunds at the till")


def test_a_promise_that_was_kept_meanwhile_is_not_raised(world, promise):
    keep_promise(promise, by=world.lead.person, at=NOW)
    with pytest.raises(PromiseAlreadyKept, match="Lena Lead"):
        raise_promise(promise, **TOLD, by=world.frontline.person, at=NOW)
    assert not Elevation.objects.exists()


def test_the_huddle_and_the_list_lead_to_the_page_with_the_promise_filled_in(world, signed_in, promise):
    fay = signed_in(world.frontline)
    address = f"{ADDRESS}?promise={promise.pk}"
    assert address in fay.get("/act/huddles/promises/").content.decode()
    held(world, world.york)
    later = running(world, at=NOW.replace(hour=15))
    assert address in fay.get(f"/act/huddles/{later.pk}/").content.decode()
    assert 'value="I pay refunds at the till"' in fay.get(address).content.decode()
    assert fay.post(address, {"title": ""}).status_code == 422
    raised = fay.post(address, TOLD, follow=True).content.decode()
    assert "Raised. You hear what becomes of it." in raised
    assert "Fay Frontline raised this" in raised
    assert "handed it over already" in fay.post(address, TOLD, follow=True).content.decode()


def test_nobody_raises_a_promise_out_of_sight(world, signed_in, promise):
    address = f"{ADDRESS}?promise={promise.pk}"
    york = signed_in(world.york_lead)
    assert (york.get(address).status_code, york.post(address, TOLD).status_code) == (404, 404)
    assert not Elevation.objects.exists()


def test_what_advocates_said_together_is_filled_in_for_those_who_read_the_minutes(world, signed_in):
    board = plan_gathering(
        kind="advisory", name="Board", starts_at=NOW, place="Leeds", seats=8, by=world.office.person, at=NOW
    )
    office, address = signed_in(world.office), f"{ADDRESS}?gathering={board.pk}"
    page = f"/act/advocates/together/{board.pk}/"
    assert "Raise what you heard" not in office.get(page).content.decode()
    write_minutes(board, "Nobody finds the size chart.", by=world.office.person, at=NOW)
    assert address in office.get(page).content.decode()
    assert "Board, 11 March 2026: Nobody finds the size chart." in office.get(address).content.decode()
    office.post(address, {**TOLD, "problem": "Nobody finds the size chart."})
    assert Elevation.objects.get().unit == world.root
    assert signed_in(world.frontline).get(address).status_code == 404


def test_something_is_raised_without_a_huddle_by_who_takes_part(world, signed_in):
    signed_in(world.frontline).post(ADDRESS, TOLD)
    assert (Elevation.objects.get().unit, Elevation.objects.get().huddle) == (world.leeds, None)
    assert signed_in(world.partner).get(ADDRESS).status_code == 403
