"""A certified figure says what was counted, and never changes; what happens since stands beside it."""

from datetime import date

import pytest

from groundswell.foundation.history.models import Event
from groundswell.listen.channels.inviting import invite
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from groundswell.understand.certified.actions import (
    certify,
    count_again,
    draft_again,
    draft_figure,
    recount_standing,
    withdraw,
)
from groundswell.understand.certified.errors import (
    EvidenceIsBehind,
    FigureHasMoved,
    NotInThisState,
    PeriodIsNotOver,
    ReasonMissing,
    TooFewToCertify,
)
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.certified.queries import (
    Place,
    figures_visible_to,
    newest_certified,
)
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal

from .records import APRIL, certified, drafted, found_signal, late_answer, march, state


def test_a_figure_keeps_what_was_counted_by_which_definition(answered):
    found = drafted(answered)
    assert (found.n, found.score, found.tally.promoters) == (5, 40.0, 3)
    assert (found.definition_code, found.definition_version) == ("nps", 1)
    assert (found.since, found.until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert len(found.digest) == 64
    assert state(found) == "draft"


def test_it_says_how_many_might_have_been_asked_were_asked_and_answered(answered):
    for _ in range(3):
        invite(make_customer(), answered.experience, by="test", at=NOW, touchpoint=answered.delivery, unit=answered.leeds)  # fmt: skip
    found = drafted(answered)
    assert (found.population, found.offered, found.asked, found.asked_who_answered) == (None, None, 3, None)


def test_its_page_says_how_far_the_silent_could_move_it(answered, signed_in):
    for _ in range(3):
        invite(make_customer(), answered.experience, by="test", at=NOW, touchpoint=answered.delivery, unit=answered.leeds)  # fmt: skip
    found = drafted(answered)
    page = signed_in(answered.office).get(f"/understand/certified/{found.pk}/").content.decode()
    assert "3 of 3 who were asked by name did not answer." in page
    assert "Were all of them detractors, the score of all would be −12; were all promoters, +62." in page


def test_the_office_certifies_and_the_history_says_so(answered):
    found = certified(answered)
    assert state(found) == "certified"
    assert [event.verb for event in Event.objects.filter(subject_kind__contains="certified")] == [
        "drafted figure",
        "certified figure",
    ]
    with pytest.raises(NotInThisState):
        certify(found, by=answered.office, at=APRIL)


def test_a_figure_is_never_changed(answered):
    found = drafted(answered)
    found.promoters = 99
    with pytest.raises(NotInThisState):
        found.save()


def test_days_that_are_not_over_are_not_certified(answered, time_machine):
    time_machine.move_to(NOW)
    found = draft_figure(march(answered), by=answered.office, at=NOW)
    with pytest.raises(PeriodIsNotOver, match="31 March 2026"):
        certify(found, by=answered.office, at=NOW)


def test_too_few_answers_are_no_figure(world):
    with pytest.raises(TooFewToCertify):
        draft_figure(march(world), by=world.office, at=APRIL)


def test_what_the_engine_has_not_read_yet_is_not_put_on_record(answered):
    make_signal(0, unit=answered.leeds, at=NOW)
    with pytest.raises(EvidenceIsBehind):
        drafted(answered)


def test_a_draft_that_moved_is_not_certified(answered):
    found = drafted(answered)
    late_answer(answered)
    with pytest.raises(FigureHasMoved):
        certify(found, by=answered.office, at=APRIL)


def test_a_late_answer_shows_and_changes_nothing(answered):
    found = certified(answered)
    assert recount_standing(at=APRIL) == 0
    late_answer(answered)
    assert recount_standing(at=APRIL) == 1
    assert recount_standing(at=APRIL) == 0
    assert state(found) == "moved"
    assert CertifiedFigure.objects.get(pk=found.pk).tally.n == 5
    assert found.recounts.get().tally.n == 6


def test_a_correction_shows_too_though_the_number_of_answers_is_the_same(answered):
    found = certified(answered)
    wrong = found_signal(answered)
    receive_signal(
        NewSignal(source="test", key="again", channel="email", submitted_at=NOW, score=0, kind_of_score="experience", unit_id=answered.leeds.pk, supersedes_id=wrong.pk),
        at=APRIL,
    )  # fmt: skip
    recount = count_again(found, at=APRIL)
    assert recount is not None
    assert (recount.tally.n, recount.tally.detractors) == (5, 2)


def test_the_later_count_takes_the_place_once_it_is_certified(answered):
    found = certified(answered)
    late_answer(answered)
    count_again(found, at=APRIL)
    later = draft_again(found, by=answered.office, at=APRIL)
    assert (state(found), state(later)) == ("moved", "draft")
    with pytest.raises(NotInThisState):
        draft_again(found, by=answered.office, at=APRIL)
    certify(later, by=answered.office, at=APRIL)
    assert (state(found), state(later), later.n) == ("superseded", "certified", 6)


def test_a_withdrawn_figure_stays_to_be_read_with_its_reason(answered):
    found = certified(answered)
    with pytest.raises(ReasonMissing):
        withdraw(found, reason=" ", by=answered.office, at=APRIL)
    withdraw(found, reason="The wrong quarter.", by=answered.office, at=APRIL)
    assert state(found) == "withdrawn"
    with pytest.raises(NotInThisState):
        withdraw(found, reason="Again", by=answered.office, at=APRIL)


def test_a_new_wording_later_does_not_move_what_was_counted(world, time_machine, client):
    time_machine.move_to(NOW)
    for _ in range(5):
        client.post("/s/brand/", {"score": "9", "go": "send"})
    read_new_signals(at=NOW)
    time_machine.move_to(APRIL)
    found = certified(world, kind="relationship")
    words = recommendation("Would you miss us?", "Why?")
    publish_version(world.relationship.survey, words, by=world.office, at=APRIL, begins_edition=True)
    assert count_again(found, at=APRIL) is None


def test_a_lead_sees_certified_figures_of_the_own_part_and_no_drafts(answered):
    own = certified(answered, unit=str(answered.leeds.pk))
    drafted(answered, unit=str(answered.leeds.pk))
    certified(answered)
    assert list(figures_visible_to(answered.lead)) == [own]
    assert figures_visible_to(answered.office).count() == 3
    assert not figures_visible_to(answered.york_lead).exists()


def test_the_newest_standing_figure_of_a_place_is_found(answered):
    found, place = (
        certified(answered, unit=str(answered.leeds.pk)),
        Place("experience", answered.leeds.pk, None),
    )
    drafted(answered, unit=str(answered.leeds.pk))
    assert newest_certified([place]) == {place: found}
    withdraw(found, reason="Wrong.", by=answered.office, at=APRIL)
    assert newest_certified([place]) == {}
