"""Whoever leaves with work to their name: who can give it to another is told, and its pages say that nobody owns it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval, make_chamber, make_proposal
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.desk.colleagues.leaving import left_with_work, let_go, lying_with
from groundswell.desk.tidings import left_behind, seen_by, still_lying
from groundswell.foundation.access.colleagues import ColleagueRefused, note_leaving
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from tests.world import NOW, World, make_user

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gone(world: World) -> User:
    return make_user("Gina Gone", world.leeds, "lead")


def leaves(gone: User, world: World) -> None:
    let_go(gone, to=None, by=world.office, at=NOW)


def told() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in left_behind(NOW - DAY, NOW):
        found.setdefault(one.person_id, []).append(one.link)
    return found


def test_the_office_is_told_once_somebody_left_with_work_and_until_it_is_given(
    world: World, gone: User
) -> None:
    opportunity = make_opportunity(world)
    opportunity.owner = gone.person
    opportunity.save()
    assert told() == {}
    leaves(gone, world)
    assert told() == {world.office.person_id: [f"/colleagues/{gone.pk}/"]}
    assert list(still_lying(seen_by(world.office), world.office)) == [gone.person]
    assert not seen_by(world.lead).exists()
    opportunity.owner = world.lead.person
    opportunity.save()
    assert told() == {}
    assert not still_lying(seen_by(world.office), world.office).exists()


def test_of_who_never_signed_in_the_first_thing_is_named(world: World) -> None:
    opportunity = make_opportunity(world)
    opportunity.owner = Person.objects.create(name="Nora Never", unit=world.leeds, left_on=NOW.date())
    opportunity.save()
    assert told() == {world.office.person_id: [reverse("opportunities:opportunity", args=[opportunity.pk])]}


def test_who_left_with_nothing_is_no_news(world: World, gone: User) -> None:
    leaves(gone, world)
    assert (told(), left_with_work(NOW.date())) == ({}, set())


@pytest.mark.parametrize("part", ["owner", "sponsor"])
def test_the_other_one_of_owner_and_sponsor_is_told(world: World, gone: User, part: str, signed_in) -> None:
    work = {"owner": world.lead.person, "sponsor": world.lead.person, part: gone.person}
    decision = make_approval(world, make_chamber(world).council)
    initiative = Initiative.objects.create(
        decision=decision, name="Slots", expected_points=1, started_at=NOW, **work
    )
    leaves(gone, world)
    page = reverse("initiatives:initiative", args=[initiative.pk])
    assert told() == {world.office.person_id: [f"/colleagues/{gone.pk}/"], world.lead.person_id: [page]}
    assert list(seen_by(world.lead)) == [gone.person]
    shown = signed_in(world.office).get(page).content.decode()
    assert "Gina Gone has left" in shown
    assert "badge--overdue" in shown
    assert "Nobody" in shown


def test_a_proposal_nobody_stands_for_says_so_and_is_handed_on(world: World, gone: User, signed_in) -> None:
    proposal = make_proposal(world, make_chamber(world).board)
    proposal.recommended_by = gone.person
    proposal.save()
    assert [(one.what, one.number) for one in lying_with(gone.person, NOW)] == [
        ("Proposals that they recommended", 1)
    ]
    leaves(gone, world)
    page, deed = (reverse(f"council:{name}", args=[proposal.pk]) for name in ("proposal", "stand"))
    assert told() == {world.office.person_id: [f"/colleagues/{gone.pk}/"], world.executive.person_id: [page]}
    office = signed_in(world.office)
    assert "Nobody stands for it" in office.get(page).content.decode()
    refused = signed_in(world.york_lead).post(deed, {"person": world.lead.person.pk})
    assert refused.status_code == 404
    wrong = office.post(deed, {"person": gone.person.pk})
    assert wrong.status_code == 422
    office.post(deed, {"person": world.lead.person.pk})
    proposal.refresh_from_db()
    assert proposal.recommended_by == world.lead.person
    assert "Nobody stands for it" not in office.get(page).content.decode()
    assert told() == {}


def test_an_opportunity_says_that_nobody_owns_it(world: World, gone: User, signed_in) -> None:
    opportunity = make_opportunity(world)
    opportunity.owner = gone.person
    opportunity.save()
    leaves(gone, world)
    page = (
        signed_in(world.office)
        .get(reverse("opportunities:opportunity", args=[opportunity.pk]))
        .content.decode()
    )
    assert "Nobody owns it: Gina Gone has left." in page
    assert "Gina Gone has left</dd>" in page
    assert Person.objects.get(pk=gone.person_id).left_on == NOW.date()


def test_somebody_without_a_sign_in_is_noted_as_gone_on_their_page(world: World, signed_in) -> None:
    nora = Person.objects.create(name="Nora Never", email="nora@shop.example", unit=world.leeds)
    opportunity = make_opportunity(world)
    opportunity.owner = nora
    opportunity.save()
    world.leeds.owner = nora
    world.leeds.save()
    office, address = signed_in(world.office), reverse("desk:without_sign_in", args=[nora.pk])
    assert address in office.get(reverse("desk:colleagues"), {"show": "without"}).content.decode()
    page = office.get(address).content.decode()
    assert "Nora Never, without a sign-in" in page
    assert ("Opportunities" in page, "Parts of the organisation they answer for" in page) == (True, True)
    assert office.post(address, {"to": "nobody"}).status_code == 422
    gone = office.post(address, {"to": world.lead.person.pk}, follow=True).content.decode()
    assert f"Nora Never has left. 1 thing went to {world.lead.person}." in gone
    world.leeds.refresh_from_db()
    nora.refresh_from_db()
    assert (world.leeds.owner, nora.left_on) == (world.lead.person, NOW.date())
    assert told() == {world.office.person_id: [reverse("opportunities:opportunity", args=[opportunity.pk])]}
    assert office.get(address).status_code == 404
    with pytest.raises(ColleagueRefused, match="close the sign-in"):
        note_leaving(world.lead.person, by=world.office, at=NOW)
    assert signed_in(world.lead).get(address).status_code == 403
