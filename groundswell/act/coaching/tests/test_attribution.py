"""A granted appeal is true in every figure, and the history says who decided it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from groundswell.act.cases.models import Case
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.tests.scenes import low_score_rule
from groundswell.act.coaching.appealing import appeal, decide
from groundswell.act.coaching.errors import (
    AlreadyAppealed,
    AppealAlreadyDecided,
    CorrectionChangesNothing,
    NobodyDecidesTheirOwn,
    NotYourVoice,
)
from groundswell.act.coaching.models import Appeal
from groundswell.act.coaching.queries import appeals_to_decide, appeals_visible_to
from groundswell.engine.building import build_cubes
from groundswell.foundation.history.queries import events_of, first_broken_event
from groundswell.listen.signals.models import Attribution, Signal
from groundswell.understand.evidence.actions import load_batches, read_new_signals, rebuild_evidence
from groundswell.understand.evidence.models import Batch
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.scores.queries import Slice, histograms_by, tally_of
from tests.world import NOW, make_signal, make_user

LATER = NOW + timedelta(hours=2)
QUESTIONS = (["employee"], ["unit"], ["unit", "employee", "month"], ["touchpoint"], [])


@pytest.fixture
def wrong(world):
    """A voice that says Fay and means somebody else."""
    return make_signal(
        2, "She was rude.", unit=world.leeds, employee=world.frontline.person, touchpoint=world.delivery
    )


def said_wrong(world, signal, **right) -> Appeal:
    return appeal(signal, reason="person", by=world.frontline, at=NOW, **right)


def recount() -> list[dict]:
    return [histograms_by(question, Slice()) for question in QUESTIONS]


def test_a_granted_appeal_moves_the_voice_in_every_figure_by_person_and_by_unit(world, wrong):
    other = make_user("Otto Other", world.york, "frontline").person
    for score in (9, 10):
        make_signal(score, unit=world.leeds, employee=world.frontline.person)
    read_new_signals(at=NOW)
    of = {"employee_id": world.frontline.person.pk}
    assert (tally_of(Slice(**of)).n, tally_of(Slice(unit_ids=(world.leeds.pk,))).detractors) == (3, 1)
    decide(
        said_wrong(world, wrong), is_granted=True, reason="The till says so.", right_person=other,
        right_unit=world.york, by=world.office, at=LATER,
    )  # fmt: skip
    load_batches(at=LATER)
    assert tally_of(Slice(**of)) == replace(tally_of(Slice(**of)), promoters=2, detractors=0)
    assert tally_of(Slice(unit_ids=(world.leeds.pk,))).detractors == 0
    assert tally_of(Slice(unit_ids=(world.york.pk,), employee_id=other.pk)).detractors == 1
    assert tally_of(Slice()).n == 3


def test_cubes_equal_a_recount_after_a_correction(world, wrong):
    for number in range(200):
        who = (world.frontline, world.lead)[number % 2].person
        make_signal(number % 11, unit=world.leeds, employee=who, touchpoint=world.delivery)
    read_new_signals(at=NOW)
    assert build_cubes(evidence_store()) > 0
    made = said_wrong(world, wrong)
    decide(
        made,
        is_granted=True,
        reason="Not hers.",
        right_person=world.york_lead.person,
        right_unit=world.york,
        by=world.lead,
        at=LATER,
    )
    load_batches(at=LATER)
    from_cubes = recount()
    rebuild_evidence(at=LATER)
    assert from_cubes == recount()
    assert histograms_by(["employee"], Slice())[(world.york_lead.person.pk,)][2] == 1


def test_a_voice_that_is_corrected_before_it_was_read_is_counted_once_and_rightly(world, wrong):
    decide(said_wrong(world, wrong), is_granted=True, reason="Not hers.", by=world.office, at=NOW)
    read_new_signals(at=NOW)
    assert tally_of(Slice(employee_id=world.frontline.person.pk)).n == 0
    assert tally_of(Slice()).n == 1


def test_a_batch_that_is_loaded_again_after_a_crash_counts_a_corrected_voice_once(world, wrong):
    read_new_signals(at=NOW)
    decide(said_wrong(world, wrong), is_granted=True, reason="Not hers.", by=world.office, at=LATER)
    load_batches(at=LATER)
    Batch.objects.update(loaded_at=None)
    load_batches(at=LATER)
    assert evidence_store().rows() == 1


def test_what_the_customer_said_stays_as_it_came(world, wrong):
    before = Signal.objects.values("score", "comment", "submitted_at", "digest", "key").get()
    decide(said_wrong(world, wrong), is_granted=True, reason="Not hers.", by=world.office, at=LATER)
    assert Signal.objects.values("score", "comment", "submitted_at", "digest", "key").get() == before
    made = Attribution.objects.get()
    assert (made.employee_before, made.employee, made.unit) == (world.frontline.person, None, world.leeds)


def test_a_refused_appeal_changes_nothing(world, wrong):
    decide(
        said_wrong(world, wrong),
        is_granted=False,
        reason="The till says it was you.",
        by=world.lead,
        at=LATER,
    )
    assert Signal.objects.get().employee == world.frontline.person
    assert not Attribution.objects.exists()


def test_the_history_shows_who_decided_what_and_when(world, wrong):
    decision = decide(
        said_wrong(world, wrong), is_granted=True, reason="Not hers.", by=world.office, at=LATER
    )
    told = events_of(decision).get()
    assert (told.by, told.at, told.detail["is_granted"]) == (str(world.office), LATER, True)
    moved = events_of(wrong).get(verb="corrected an attribution")
    assert moved.detail["before"] == [world.frontline.person.pk, world.leeds.pk]
    assert first_broken_event() is None


def test_the_first_decision_stands(world, wrong):
    made = said_wrong(world, wrong)
    decide(made, is_granted=False, reason="It was you.", by=world.lead, at=LATER)
    with pytest.raises(AppealAlreadyDecided, match="Lena Lead has refused this appeal"):
        decide(made, is_granted=True, reason="It was not.", by=world.office, at=LATER)


def test_only_whom_it_is_about_appeals_and_once(world, wrong):
    with pytest.raises(NotYourVoice):
        appeal(wrong, reason="person", by=world.lead, at=NOW)
    said_wrong(world, wrong)
    with pytest.raises(AlreadyAppealed):
        said_wrong(world, wrong)


def test_nobody_decides_their_own_and_no_lead_decides_elsewhere(world):
    own = make_signal(1, "Bad.", unit=world.leeds, employee=world.lead.person)
    made = appeal(own, reason="not_service", by=world.lead, at=NOW)
    assert not appeals_to_decide(world.lead).exists()
    assert not appeals_visible_to(world.york_lead).exists()
    for user in (world.lead, world.york_lead):
        with pytest.raises(NobodyDecidesTheirOwn):
            decide(made, is_granted=True, reason="Price.", by=user, at=LATER)
    assert list(appeals_to_decide(world.office)) == [made]


def test_granting_without_moving_is_refused(world, wrong):
    with pytest.raises(CorrectionChangesNothing):
        decide(
            said_wrong(world, wrong),
            is_granted=True,
            reason="?",
            right_person=world.frontline.person,
            by=world.office,
            at=NOW,
        )


def test_the_pages_of_an_appeal(world, signed_in, wrong, time_machine):
    time_machine.move_to(NOW)
    fay, lena, yara = (signed_in(user) for user in (world.frontline, world.lead, world.york_lead))
    address = f"/act/coaching/voices/{wrong.pk}/appeal/"
    assert fay.post(address, {"reason": "other"}).status_code == 422
    assert fay.post(address, {"reason": "person"}).status_code == 302
    made = Appeal.objects.get()
    assert yara.get(f"/act/coaching/appeals/{made.pk}/").status_code == 404
    assert b"Decide" not in fay.get(f"/act/coaching/appeals/{made.pk}/").content
    page = f"/act/coaching/appeals/{made.pk}/"
    assert b"Appeals that wait for your decision" in lena.get("/act/coaching/").content
    assert lena.post(f"{page}decide/", {"is_granted": "yes"}).status_code == 422
    told = lena.post(f"{page}decide/", {"is_granted": "yes", "reason": "The till names Ann."}, follow=True)
    assert b"Granted: the voice was moved" in told.content
    assert b"The till names Ann." in fay.get(page).content
    assert b"Whom it is about was corrected" in lena.get(f"/voices/{wrong.pk}/").content


def test_the_open_case_goes_with_the_voice_to_whom_it_is_about(world, wrong):
    case = _case_of(wrong, world.frontline.person)
    other = make_user("Otto Other", world.leeds, "frontline").person
    decide(
        said_wrong(world, wrong),
        is_granted=True,
        reason="The till.",
        right_person=other,
        by=world.lead,
        at=LATER,
    )
    case.refresh_from_db()
    assert (case.owner, case.unit) == (other, world.leeds)
    assert case.handovers.get().why == (
        "An appeal was granted: the voice is about somebody else. Comes to Otto Other: the voice is about them."
    )


def test_the_open_case_goes_to_whom_a_new_one_of_the_right_place_would_go(world, wrong):
    case = _case_of(wrong, world.lead.person)
    decide(
        said_wrong(world, wrong),
        is_granted=True,
        reason="Web.",
        right_unit=world.york,
        by=world.office,
        at=LATER,
    )
    case.refresh_from_db()
    assert (case.owner, case.unit) == (world.york_lead.person, world.york)
    assert "the voice is about York. Comes to Yara Lead" in case.handovers.get().why


def test_a_case_that_somebody_else_of_the_place_has_stays_with_them(world, wrong):
    case = _case_of(wrong, world.lead.person)
    decide(said_wrong(world, wrong), is_granted=True, reason="Nobody.", by=world.office, at=LATER)
    case.refresh_from_db()
    assert (case.owner, case.handovers.count()) == (world.lead.person, 0)


def test_where_nobody_is_named_the_case_goes_back_to_whoever_answers_for_the_place(world, wrong):
    case = _case_of(wrong, world.frontline.person)
    decide(said_wrong(world, wrong), is_granted=True, reason="Nobody.", by=world.office, at=LATER)
    case.refresh_from_db()
    assert case.owner == world.lead.person


def test_a_refused_appeal_and_a_closed_case_move_nothing(world, wrong):
    case = _case_of(wrong, world.frontline.person)
    decide(said_wrong(world, wrong), is_granted=False, reason="It was you.", by=world.lead, at=LATER)
    case.refresh_from_db()
    assert (case.owner, case.handovers.count()) == (world.frontline.person, 0)


def _case_of(signal: Signal, owner) -> Case:
    open_cases_for(low_score_rule(), at=NOW)
    Case.objects.update(owner=owner)
    return Case.objects.get(signal=signal)
