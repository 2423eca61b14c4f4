"""What nobody can settle alone is raised: in the place of a promise, from what advocates said together, or on its own."""

import pytest

from groundswell.act.advocates.gathering import plan_gathering, write_minutes
from groundswell.act.cases.tests.scenes import open_case
from groundswell.act.huddles.errors import PromiseAlreadyKept
from groundswell.act.huddles.models import Elevation, Promise, PromiseReview
from groundswell.act.huddles.promising import keep_promise, raise_promise
from groundswell.foundation.access.models import User
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.themes.models import Theme
from tests.world import NOW, make_signal, make_user

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


def test_a_voice_its_case_and_its_theme_lead_to_the_page_with_them_filled_in(world, signed_in):
    case = open_case(world.leeds, at=NOW)
    signal = make_signal(2, "The lift stood still", unit=world.leeds, at=NOW)
    theme = Theme.objects.create(code="lifts", name="Lifts", terms=["lift"])
    read_new_signals(at=NOW)
    fay, by_voice = signed_in(world.frontline), f"{ADDRESS}?voice={signal.pk}"
    assert by_voice in fay.get(f"/voices/{signal.pk}/").content.decode()
    of_case = f"{ADDRESS}?voice={case.signal_id}"
    assert of_case in fay.get(f"/act/cases/{case.pk}/").content.decode()
    page = fay.get(by_voice).content.decode()
    assert "The lift stood still" in page
    assert f'<option value="{theme.pk}" selected>' in page
    fay.post(by_voice, {**TOLD, "signals": [signal.pk], "theme": theme.pk})
    raised = Elevation.objects.get()
    assert (list(raised.signals.all()), raised.theme) == ([signal], theme)
    by_theme = f"{ADDRESS}?theme={theme.pk}"
    lead = signed_in(world.lead)
    assert by_theme in lead.get(f"/understand/themes/{theme.pk}/").content.decode()
    assert f'<option value="{theme.pk}" selected>' in lead.get(by_theme).content.decode()
    assert signed_in(world.york_lead).get(by_voice).status_code == 404


def test_who_looks_on_is_offered_nothing_to_raise(world, signed_in):
    signal = make_signal(2, "The lift stood still", unit=world.leeds, at=NOW)
    analyst = signed_in(make_user("Ana Analyst", world.root, User.Role.ANALYST))
    assert "Raise it" not in analyst.get(f"/voices/{signal.pk}/").content.decode()
    assert analyst.get(f"{ADDRESS}?voice={signal.pk}").status_code == 403
