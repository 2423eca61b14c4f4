"""Whoever raised something hears of each step: that it waits for a decision, what was decided, and what came of it."""

from datetime import timedelta

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.tests.chamber import make_chamber, make_proposal
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.actions import join_elevation, split_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.replies.tidings import what_moved
from tests.world import NOW

DAY = timedelta(days=1)


def _raised(world):
    opportunity = make_opportunity(world)
    raised = make_elevation(world.york, world.york_lead.person, at=NOW - DAY)
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    make_elevation(world.leeds, world.lead.person, title="Something else", at=NOW - DAY)
    return raised, opportunity


def _told(since, until):
    return [(one.person_id, one.key.split("-", 1)[1]) for one in what_moved(since, until)]


def test_they_hear_that_it_waits_for_a_decision_and_which_way_it_went(world):
    raised, opportunity = _raised(world)
    proposal = make_proposal(world, make_chamber(world).council, opportunity=opportunity)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decision = decide(proposal, approved=True, reasons="Yes.", by=world.office, at=NOW)
    steps = (f"joined-{raised.joining.pk}", f"proposed-{proposal.pk}", f"decided-{decision.pk}")
    assert _told(NOW - DAY, NOW) == [(raised.raised_by_id, step) for step in steps]
    assert _told(NOW, NOW + DAY) == []


def test_they_hear_what_was_measured_once_it_can_be_told(world):
    raised, opportunity = _raised(world)
    initiative = make_initiative(world, opportunity=opportunity)
    for days, verdict in ((1, "cannot_tell"), (2, "worked"), (3, "worked"), (4, "did_not")):
        EffectReading.objects.create(
            initiative=initiative, verdict=verdict, sentence="As measured.", measured_at=NOW + days * DAY
        )
    assert _told(NOW, NOW + DAY) == []
    told = [f"measured-{initiative.pk}-{word}" for word in ("worked", "worked", "did_not")]
    assert _told(NOW, NOW + 4 * DAY) == [(raised.raised_by_id, step) for step in told]
    words = {one.key.split("-", 3)[3]: one.words for one in what_moved(NOW, NOW + 4 * DAY)}
    assert {key: str(said).split(maxsplit=6)[6] for key, said in words.items()} == {
        "worked": "worked, as measured",
        "did_not": "did not work, as measured",
    }


def test_what_was_split_off_and_joined_to_another_is_told_of_again_and_each_no_too(world):
    raised, opportunity = _raised(world)
    council = make_chamber(world, quorum=1).council
    told = {key for _, key in _told(NOW - DAY, NOW)}
    for day, about in ((1, opportunity), (3, make_opportunity(world, title="Slots")), (5, opportunity)):
        at = NOW + day * DAY
        if day > 1:
            split_elevation(
                Elevation.objects.get(pk=raised.pk), why="It is another thing.", by=world.office, at=at
            )
            join_elevation(Elevation.objects.get(pk=raised.pk), about, by=world.office, at=at)
        proposal = make_proposal(world, council, opportunity=about, solution=f"Of day {day}.")
        vote(proposal, in_favour=True, by=world.lead, at=at)
        decide(proposal, approved=False, reasons="Not now.", by=world.office, at=at)
        new = {key for _, key in _told(at - DAY, at)}
        assert {key.split("-")[0] for key in new} == {"decided"} | ({"joined"} if day > 1 else set())
        assert not new & told
        told |= new
