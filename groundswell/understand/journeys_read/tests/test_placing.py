"""Touchpoints are named and placed by people, and scores of stages follow."""

import pytest

from groundswell.foundation.history.queries import events_of
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.evidence.jobs import recount
from groundswell.understand.evidence.models import Recount
from groundswell.understand.scores.queries import Slice, tallies_by
from tests.world import NOW, World, make_signal, make_user

ADDRESS = "/understand/journey/touchpoints/"


def by_stage() -> dict[int | None, int]:
    tallies = tallies_by("stage", Slice(since=NOW.date(), until=NOW.date()))
    return {stage: tally.n for stage, tally in tallies.items()}


def test_the_office_names_a_touchpoint_and_places_it(world: World, signed_in) -> None:
    client, doubt = signed_in(world.office), Stage.objects.get(code="doubt")
    client.post(ADDRESS, {"name": " Call  to the hotline ", "stage": doubt.pk})
    made = Touchpoint.objects.get(code="call-to-the-hotline")
    assert (made.name, made.stage, made.position) == ("Call to the hotline", doubt, 2)
    assert "Call to the hotline" in client.get(ADDRESS).content.decode()
    again = client.post(ADDRESS, {"name": "call to the HOTLINE", "stage": ""})
    assert again.status_code == 422
    assert "There is a touchpoint called “Call to the hotline”." in again.content.decode()


def test_scores_of_stages_follow_a_touchpoint_that_is_placed_elsewhere(
    world: World, signed_in, time_machine
) -> None:
    time_machine.move_to(NOW)
    make_signal(9, unit=world.leeds, touchpoint=world.delivery)
    read_new_signals(at=NOW)
    purchase, doubt = (Stage.objects.get(code=code) for code in ("purchase", "doubt"))
    assert by_stage() == {purchase.pk: 1}
    signed_in(world.office).post(f"{ADDRESS}{world.delivery.pk}/", {"name": "Delivery", "stage": doubt.pk})
    assert [one.verb for one in events_of(world.delivery)] == ["placed touchpoint"]
    assert "1 voices counted anew" in recount(NOW)
    assert by_stage() == {doubt.pk: 1}
    assert not Recount.objects.filter(done_at=None).exists()
    assert recount(NOW) == ""


def test_another_name_alone_counts_nothing_anew(world: World, signed_in) -> None:
    client = signed_in(world.office)
    client.post(f"{ADDRESS}{world.delivery.pk}/", {"name": "Parcel", "stage": world.delivery.stage_id})
    assert Touchpoint.objects.get(pk=world.delivery.pk).name == "Parcel"
    assert not Recount.objects.exists()


def test_touchpoints_without_a_stage_stand_first(world: World, signed_in) -> None:
    Touchpoint.objects.create(code="kiosk", name="Kiosk")
    page = signed_in(world.office).get(ADDRESS).content.decode()
    assert "1 touchpoint without a stage" in page
    assert page.index("Kiosk") < page.index("Delivery")


@pytest.mark.parametrize("role", ["frontline", "lead", "executive", "analyst", "partner"])
def test_others_place_no_touchpoint(world: World, signed_in, role: str) -> None:
    client = signed_in(make_user("Sam", world.root, role))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"name": "Mine", "stage": ""}).status_code == 403
