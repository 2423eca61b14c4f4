"""Those who run an initiative hear of its gates, steps, risks and wants, and of what partners do."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from groundswell.act.council.models import Release
from groundswell.act.initiatives import tidings as of_initiatives
from groundswell.act.initiatives.actions import plan_milestone
from groundswell.act.initiatives.gates.actions import GatePlan, plan_gates
from groundswell.act.initiatives.models import Gate
from groundswell.act.initiatives.risks.actions import look_at_risk, raise_risk
from groundswell.act.initiatives.team.actions import want_capability
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.partners import tidings
from groundswell.act.partners.models import Idea, Task
from groundswell.act.partners.working import answer_idea, finish_task, offer_idea, set_task
from tests.world import NOW

from .agencies import UNTIL, make_agency, make_board

DAY = timedelta(days=1)


def test_the_owner_hears_of_an_agencys_idea_until_it_is_answered_and_of_what_it_finished(world):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    idea = offer_idea(board, title="A second van", by=petra, at=NOW)
    offer_idea(board, title="Ours", by=world.lead, at=NOW)
    told = list(tidings.ideas_offered(NOW - DAY, NOW))
    assert [(one.person_id, one.subject_id) for one in told] == [(world.lead.person.pk, idea.pk)]
    assert "van" not in told[0].words
    assert told[0].link.startswith(reverse("partners:board", args=[board.pk]))
    assert list(
        tidings.unanswered(tidings.of_owner(Idea, world.lead), world.lead).values_list("pk", flat=True)
    )
    assert list(tidings.of_owner(Idea, petra)) == []
    answer_idea(idea, verdict="later", why="In June.", by=world.lead, at=NOW)
    assert list(tidings.ideas_offered(NOW - DAY, NOW)) == []
    task = set_task(board, what="Count", due_on=UNTIL, agency=agency, by=world.lead, at=NOW)
    finish_task(task, outcome="Eleven.", by=petra, at=NOW)
    assert [one.subject_id for one in tidings.work_done(NOW - DAY, NOW)] == [task.pk]


def test_the_owner_hears_of_work_that_an_agency_begins_by_itself_until_it_is_done(world):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    asked = {"due_on": UNTIL, "agency": agency, "at": NOW}
    set_task(board, what="Ours", by=world.lead, **asked)
    task = set_task(board, what="Count the vans", by=petra, **asked)
    (told,) = tidings.work_brought(NOW - DAY, NOW)
    assert (told.person_id, told.subject_id) == (world.lead.person.pk, task.pk)
    assert told.link == reverse("partners:board", args=[board.pk]) + f"#task-{task.pk}"
    assert "vans" not in str(told.words)
    assert list(tidings.not_done(tidings.of_owner(Task, world.lead), world.lead).filter(pk=task.pk)) == [task]
    finish_task(task, outcome="Eleven.", by=petra, at=NOW)
    assert list(tidings.work_brought(NOW - DAY, NOW)) == []
    assert not tidings.not_done(tidings.of_owner(Task, world.lead), world.lead).filter(pk=task.pk).exists()


def test_gates_steps_risks_and_wants_reach_whoever_they_are_for(world):
    initiative = make_initiative(world)
    Release.objects.filter(decision=initiative.decision).delete()
    today, given = NOW.date(), {"by": world.office, "at": NOW}
    plan_gates(initiative, [GatePlan(Gate.Stage.PILOT, today + 7 * DAY, Decimal(1))], **given)
    plan_milestone(initiative, name="Trained", due_on=today - DAY, **given)
    want_capability(initiative, what="A till expert", by_on=today, **given)
    weighed = {"chance": 1, "consequence": 1, "done_about_it": "Borne"}
    risk = raise_risk(
        initiative, what="Rain", owner=world.york_lead.person, again_on=today - DAY, **weighed, **given
    )
    sponsor, owner, keeper = world.executive.person.pk, world.lead.person.pk, world.york_lead.person.pk

    def people(find):
        return sorted(one.person_id for one in find(NOW - DAY, NOW))

    assert people(of_initiatives.gates_due) == sorted([sponsor, owner])
    assert people(of_initiatives.steps_late) == [owner]
    assert people(of_initiatives.wanted) == [sponsor]
    assert people(of_initiatives.risks_to_see) == [keeper]
    look_at_risk(risk, again_on=today + DAY, **weighed, **given)
    assert people(of_initiatives.risks_to_see) == []
    assert people(lambda since, until: of_initiatives.steps_late(until, until + timedelta(minutes=1))) == []
