"""The whole demonstration: it is believable, whole, and every step of the loop is there."""

import stat
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count, Exists, OuterRef

from demo.build import BUILT, LABELS, build, is_built, is_half_built
from demo.organisation import DEMO_SHOP
from demo.sign_ins import FILE, sign_ins
from demo.tests.conftest import TODAY, Built
from groundswell.act.advocates.models import Advocate, Referral, Thanks
from groundswell.act.cases.models import Case, Closure, Pause, SecondAsk
from groundswell.act.cases.queries import open_cases
from groundswell.act.council.models import Decision, Proposal, Vote
from groundswell.act.council.representation import silences_of
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import before_and_after
from groundswell.act.huddles.models import Huddle, Promise, PromiseReview
from groundswell.act.opportunities.queries import elevations_to_triage, ranked_opportunities
from groundswell.act.replies.models import Reply
from groundswell.act.replies.trace import trace_of_signal_outer
from groundswell.align.scorecards.certified import backings_of
from groundswell.align.scorecards.models import CourseCorrection, Scorecard, Target
from groundswell.align.scorecards.queries import standings_of, targets_visible_to, with_holders
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.history.models import Event
from groundswell.foundation.history.queries import first_broken_event
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.asking.funnels import funnels_of, reasons_since
from groundswell.listen.asking.judging import rules_in_force
from groundswell.listen.asking.models import ListeningPlan
from groundswell.listen.asking.preview import replay
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Revision, Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.listen.surveys.reading import read_definition
from groundswell.prove.benefits.models import Benefit
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.certified.queries import state_of, with_state
from groundswell.understand.scores.employees import employee_lines


def test_it_has_the_size_that_it_promises(built: Built) -> None:
    assert 22_000 <= Signal.objects.count() <= 26_000
    assert 7_900 <= Customer.objects.count() <= 8_200
    assert Revenue.objects.count() <= 150_000
    assert Unit.objects.filter(kind=Unit.Kind.TEAM).count() == 30
    assert 140 <= Person.objects.count() <= 160
    assert (Stage.objects.count(), Touchpoint.objects.count()) == (5, 12)


def test_answers_reach_back_two_years_and_up_to_today(built: Built) -> None:
    first, last = Signal.objects.earliest("submitted_at"), Signal.objects.latest("submitted_at")
    assert 725 <= (TODAY - first.submitted_at).days <= 770
    assert (TODAY - last.submitted_at).total_seconds() < 4 * 3600
    assert not Signal.objects.filter(received_at__gt=TODAY).exists()


def test_one_survey_is_being_worded_in_three_languages_and_stays_comparable(built: Built) -> None:
    revision = Revision.objects.select_related("survey").get()
    wording = read_definition(revision.definition)
    assert wording.languages == ("en", "de", "ar")
    assert {question.kind for question in wording.questions} == {"recommendation", "text", "single", "matrix"}
    assert not wording.core_differs_from(current_version(revision.survey).wording)


def test_the_figures_of_the_scorecards_are_certified_and_one_is_withdrawn(built: Built) -> None:
    found = [state_of(one) for one in with_state(CertifiedFigure.objects.all())]
    assert Counter(found) == {"certified": 14, "withdrawn": 1, "draft": 1}
    office = User.objects.get(role=User.Role.OFFICE)
    backed = backings_of(standings_of(with_holders(targets_visible_to(office)), TODAY))
    assert sum(one.figure is not None for one in backed.values()) >= 7


def test_colleagues_are_asked_about_their_work_and_shown_in_batches_only(built: Built) -> None:
    survey = Survey.objects.get(code="working-here")
    lead, office = (User.objects.get(role=role) for role in (User.Role.LEAD, User.Role.OFFICE))
    lines = employee_lines(survey, office)
    counted = {
        str(line.unit): line.figure.n for line in lines if line.unit and line.unit.kind == Unit.Kind.TEAM
    }
    given = Signal.objects.filter(kind=Signal.Kind.EMPLOYEE).count()
    assert lines[0].unit is None
    assert 100 < lines[0].figure.n < given
    assert len(counted) > 20
    assert {n % 5 for n in counted.values()} == {0}
    assert [str(line.unit) for line in employee_lines(survey, lead)] == ["Leeds"]


def test_every_address_is_at_an_example_domain(built: Built) -> None:
    addresses = [
        *Customer.objects.values_list("email", flat=True),
        *Person.objects.values_list("email", flat=True),
    ]
    addresses += [
        *User.objects.values_list("email", flat=True),
        *Message.objects.filter(medium="email").values_list("address", flat=True),
    ]
    assert {address.rsplit(".", 1)[1] for address in addresses if address} == {"example"}


def test_every_number_is_one_that_nobody_has(built: Built) -> None:
    """Ofcom keeps 07700 900000 to 900999 for drama."""
    numbers = set(Message.objects.filter(medium="text").values_list("address", flat=True))
    assert numbers
    assert all(number.startswith("+447700900") for number in numbers)


def test_no_customer_says_the_same_twice(built: Built) -> None:
    words = Signal.objects.exclude(comment="").exclude(source="invitation")
    twice = words.order_by().values("customer", "comment").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(twice) == []


def test_nobody_answers_after_they_left_or_before_they_came(built: Built) -> None:
    from django.db.models import F

    customers = Signal.objects.filter(customer__isnull=False)
    assert not customers.filter(submitted_at__date__gt=F("customer__ended_on")).exists()
    assert not customers.filter(submitted_at__date__lt=F("customer__joined_on")).exists()


def test_most_comments_carry_a_theme(built: Built) -> None:
    words = Signal.objects.exclude(comment="")
    themed = words.filter(mentions__isnull=False).distinct().count()
    assert 0.25 <= words.count() / Signal.objects.count() <= 0.4
    assert themed / words.count() >= 0.5


def test_the_demo_shop_has_fresh_work(built: Built) -> None:
    shop = Unit.objects.get(code=DEMO_SHOP)
    lead, colleague = (User.objects.get(role=role).person for role in (User.Role.LEAD, User.Role.FRONTLINE))
    assert lead.unit == colleague.unit == shop
    assert shop.owner == lead
    assert open_cases().filter(owner=lead).exists()
    assert open_cases().filter(owner=colleague).count() == 2
    today = Promise.objects.filter(due_on=TODAY.date())
    assert {lead, colleague} <= {promise.person for promise in today.select_related("person")}
    assert Huddle.objects.filter(unit=shop, planned_at__date=TODAY.date(), started_at=None).count() == 1
    praise = Signal.objects.filter(
        unit=shop, employee=colleague, submitted_at__date__gte=TODAY.date().replace(day=10)
    )
    assert praise.exists()


def test_one_customer_is_waited_for(built: Built) -> None:
    pause = Pause.objects.get(ended_at=None)
    assert pause.case.attempts.get().reached is False
    assert pause.case.owner == pause.by


def test_the_inner_loop_is_lived(built: Built) -> None:
    assert set(Closure.objects.values_list("outcome", flat=True)) == set(Closure.Outcome.values)
    closed = Case.objects.exclude(closure=None).count()
    assert closed / Case.objects.count() > 0.9
    assert SecondAsk.objects.filter(invitation__signal__score__gte=7).exists()
    assert SecondAsk.objects.filter(invitation__signal__score__lt=7).exists()
    reached = Closure.objects.filter(outcome__in=["recovered", "answered", "goodwill"])
    assert not reached.exclude(case__attempts__reached=True).exists()
    assert Complaint.objects.count() >= 40
    assert (
        not Complaint.objects.exclude(signal__case__isnull=False)
        .filter(acknowledged_at__gt=TODAY.replace(month=1))
        .exists()
    )


def test_promoters_are_thanked_and_bring_friends(built: Built) -> None:
    assert Thanks.objects.count() >= 80
    assert Advocate.objects.count() >= 20
    assert Referral.objects.count() >= 15
    assert set(Referral.objects.values_list("customer__came_by", flat=True)) == {Customer.CameBy.REFERRAL}


def test_promises_are_kept_and_carried_over(built: Built) -> None:
    assert (
        PromiseReview.objects.filter(outcome="kept").count()
        > PromiseReview.objects.filter(outcome="not_yet").count()
        > 3
    )


def test_the_council_decided_with_dissent_and_one_proposal_is_open(built: Built) -> None:
    assert list(Decision.objects.order_by("at").values_list("approved", flat=True)) == [
        True, True, False, True,
    ]  # fmt: skip
    assert (
        Vote.objects.filter(in_favour=False, proposal__decision__approved=True).exclude(note="").count() == 1
    )
    waiting = Proposal.objects.filter(decision=None, escalated_as=None)
    assert sorted(str(proposal.body) for proposal in waiting) == ["Customer council", "Executive board"]
    no = Decision.objects.get(approved=False)
    assert no.answer.words.startswith("You are right")
    assert silences_of(no.proposal.body, TODAY.date())[-1] == "nobody from Finance"


def test_a_decision_of_finance_said_what_it_does_to_customers_and_was_looked_at(built: Built) -> None:
    fee, depot = (
        RegisteredDecision.objects.get(title=title)
        for title in ("A delivery fee for small orders", "One depot instead of two in the north")
    )
    assert (fee.lesson.words != "", depot.assessments.count()) == (True, 0)
    told = before_and_after(fee, TODAY)
    assert [one.before.n > 100 and one.after.n > 100 for one in told] == [True]
    assert elevations_to_triage().count() >= 2
    assert len([one for one in ranked_opportunities(TODAY) if one.rank]) >= 4


def test_one_signal_can_be_followed_from_case_to_reply(built: Built) -> None:
    told = Reply.objects.filter(customer=OuterRef("customer"))
    closed = Signal.objects.filter(Exists(told), case__closure__isnull=False, touchpoint__code="returns")
    traces = [
        [step.kind for step in trace_of_signal_outer(signal) if step.state == "done"] for signal in closed
    ]
    assert ["theme", "opportunity", "decision", "initiative", "effect", "reply"] in traces


def test_those_who_raised_it_are_told(built: Built) -> None:
    assert Reply.objects.filter(person__isnull=False).count() == 4


def test_targets_follow_from_those_above(built: Built) -> None:
    holders = {str(card.holder) for card in Scorecard.objects.all()}
    assert {"Linden & Lark", "Shops", "Web shop", "Service centre", "North", "South", "Leeds"} <= holders
    assert Scorecard.objects.filter(person__isnull=False).count() == 2
    assert (
        not Target.objects.exclude(scorecard__unit__parent=None, scorecard__unit__isnull=False)
        .filter(follows_from=None)
        .exists()
    )
    assert CourseCorrection.objects.count() == 1


def test_the_benefit_is_reckoned_with_a_range(built: Built) -> None:
    assert Benefit.objects.count() == 2
    assert all(benefit.low <= benefit.amount <= benefit.high for benefit in Benefit.objects.all())


def test_the_history_is_whole(built: Built) -> None:
    assert first_broken_event() is None
    assert Event.objects.filter(verb=BUILT).count() == 1


def test_a_second_build_does_nothing(built: Built) -> None:
    before = Signal.objects.count(), Event.objects.count()
    assert is_built()
    assert not is_half_built()
    assert build(TODAY) is None
    assert (Signal.objects.count(), Event.objects.count()) == before


def test_progress_counts_up_to_the_end(built: Built) -> None:
    assert [done for done, _, _ in built.steps] == list(range(len(LABELS) + 1))
    assert {total for _, total, _ in built.steps} == {len(LABELS)}


def test_the_sign_ins_are_for_their_owner_only(built: Built) -> None:
    path = built.home / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = sign_ins()
    assert {one.role for one in found} == set(User.Role.values)
    for one in found:
        assert User.objects.get(email=one.email).check_password(one.password)
        assert one.look_first


@pytest.mark.django_db
def test_an_interrupted_build_is_recognised(tmp_path) -> None:
    from demo.build import DemonstrationHalfBuilt
    from demo.organisation import make_organisation

    assert not is_half_built()
    make_organisation(1, TODAY)
    assert is_half_built()
    with pytest.raises(DemonstrationHalfBuilt):
        build(TODAY)


def test_nobody_was_asked_against_the_contact_rules(built: Built) -> None:
    seen = replay(rules_in_force(), at=TODAY)
    assert seen.asked > 1_000
    assert seen.suppressed == 0


def test_the_plans_show_every_step_of_asking(built: Built) -> None:
    plans = list(ListeningPlan.objects.exclude(kind="wave").select_related("survey__touchpoint"))
    for plan, funnel in ((plan, funnels_of([plan])[plan.pk]) for plan in plans):
        assert funnel.population > funnel.offered > funnel.sent > funnel.answered > 0, plan
        assert funnel.suppressed > 0, plan
    reasons = {words for _, words, _ in reasons_since(TODAY - timedelta(days=90), TODAY)}
    assert reasons >= {"Asked lately", "No consent", "Do not contact"}
