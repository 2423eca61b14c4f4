"""People hear what is new for them: together, once, in their hours, and only what still waits."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from groundswell.act.cases.actions import hand_over, note_attempt
from groundswell.act.telling.actions import choose_paces, set_habits
from groundswell.act.telling.models import Telling, Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_person
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import note_absence
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW

from .telling_world import DAY, HOUR, MINUTE, letters_to, open_case, tell


def test_five_cases_within_five_minutes_are_one_letter(world):
    for number in range(5):
        open_case(world, at=NOW + number * MINUTE / 2)
    for minutes in range(12):
        tell(NOW + minutes * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert letter.subject == "5 new cases wait"
    assert letter.body.count("Delivery, Leeds, 2 of 10, by Thu 12 March, 10:0") == 5
    assert Telling.objects.get().told == 5


def test_nothing_is_told_before_it_was_gathered(world):
    open_case(world)
    tell(NOW + MINUTE)
    tell(NOW + 4 * MINUTE)
    assert letters_to(world.lead.person) == []
    tell(NOW + 7 * MINUTE)
    assert len(letters_to(world.lead.person)) == 1


def test_what_was_settled_meanwhile_is_left_out_and_counted(world):
    cases = [open_case(world) for _ in range(3)]
    tell(NOW + MINUTE)
    for case in cases[1:]:
        hand_over(case, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + 2 * MINUTE)
    tell(NOW + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert letter.subject == "1 new case waits"
    assert "2 more were settled meanwhile." in letter.body
    assert letter.body.count("Delivery, Leeds") == 1


def test_nothing_is_written_when_all_of_it_is_settled(world):
    case = open_case(world)
    tell(NOW + MINUTE)
    hand_over(case, to=world.office.person, why="Theirs", by=world.lead.person, at=NOW + 2 * MINUTE)
    tell(NOW + 7 * MINUTE)
    assert letters_to(world.lead.person) == []
    assert Tiding.objects.get(person=world.lead.person, kind="case.opened").was_settled


def test_each_thing_is_told_once_over_many_rounds_and_a_clock_that_is_set_back(world):
    open_case(world)
    for minutes in (1, 7, 8, 30, 60):
        tell(NOW + minutes * MINUTE)
    for back in (DAY, 3 * HOUR, timedelta(days=400)):
        tell(NOW - back)
    for minutes in (2, 9, 40):
        tell(NOW + minutes * MINUTE)
    assert [one.subject for one in letters_to(world.lead.person)] == ["1 new case waits"]


def test_what_became_new_while_a_clock_was_set_back_is_told_when_it_is_right_again(world):
    tell(NOW + DAY)
    open_case(world, at=NOW)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    assert [one.subject for one in letters_to(world.lead.person)] == ["1 new case waits"]


def test_what_a_stopped_worker_missed_is_told_when_it_runs_again(world):
    tell(NOW)
    open_case(world, at=NOW + HOUR)
    tell(NOW + 9 * DAY)
    tell(NOW + 9 * DAY + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert "1 new case waits" in letter.subject
    assert "promised by Thu 12 March" in letter.body


def test_nobody_is_disturbed_outside_the_hours_of_their_part(world):
    evening = datetime(2026, 3, 11, 20, tzinfo=UTC)
    open_case(world, at=evening)
    for hours in range(13):
        tell(evening + hours * HOUR)
    assert letters_to(world.lead.person) == []
    tell(datetime(2026, 3, 12, 9, 1, tzinfo=UTC))
    assert len(letters_to(world.lead.person)) == 1


def test_a_public_holiday_is_nobodys_hour(world):
    good_friday = datetime(2026, 4, 3, 10, tzinfo=UTC)
    open_case(world, at=good_friday)
    for days in range(3):
        tell(good_friday + days * DAY + HOUR)
    assert letters_to(world.lead.person) == []
    tell(good_friday + 3 * DAY)
    assert len(letters_to(world.lead.person)) == 1


def test_own_hours_run_over_midnight_where_somebody_works_at_night(world):
    set_habits(world.lead, {"begins_at": time(22), "ends_at": time(6)}, by=world.lead, at=NOW)
    open_case(world, at=NOW)
    tell(NOW + MINUTE)
    tell(NOW + HOUR)
    assert letters_to(world.lead.person) == []
    tell(datetime(2026, 3, 12, 3, tzinfo=UTC))
    assert len(letters_to(world.lead.person)) == 1


def test_who_is_away_hears_on_return_what_still_waits(world):
    days = {"starts_on": NOW.date(), "ends_on": (NOW + 5 * DAY).date()}
    case, other = open_case(world), open_case(world)
    note_absence(world.lead.person, **days, stand_in=None, by=None, at=NOW)
    for days in range(6):
        tell(NOW + days * DAY + 10 * MINUTE)
    assert letters_to(world.lead.person) == []
    hand_over(case, to=world.frontline.person, why="She is here", by=world.lead.person, at=NOW + DAY)
    tell(NOW + 6 * DAY)
    (letter,) = letters_to(world.lead.person)
    assert f"/new/{Tiding.objects.get(kind='case.opened', subject_id=other.pk).pk}/" in letter.body
    assert "settled meanwhile" in letter.body, letter.body


def test_a_digest_comes_at_its_time_on_the_persons_clock(world):
    calendar = world.root.calendar
    calendar.time_zone, calendar.country = "America/New_York", "US"
    calendar.save()
    choose_paces(world.lead, {"case.opened": Pace.DAILY}, by=world.lead, at=NOW)
    set_habits(world.lead, {"digest_at": time(10, 30)}, by=world.lead, at=NOW)
    open_case(world, at=NOW)
    tell(datetime(2026, 3, 11, 14, 29, tzinfo=UTC))
    assert letters_to(world.lead.person) == []
    tell(datetime(2026, 3, 11, 14, 30, tzinfo=UTC))
    assert [one.subject for one in letters_to(world.lead.person)] == ["1 new case waits"]


def test_a_digest_in_the_early_morning_does_not_wait_for_the_working_hours(world):
    choose_paces(world.lead, {"case.opened": Pace.DAILY}, by=world.lead, at=NOW)
    set_habits(world.lead, {"digest_at": time(7)}, by=world.lead, at=NOW)
    open_case(world, at=NOW)
    note_tidings(at=NOW + MINUTE, at_once=True)
    Tiding.objects.exclude(kind="case.opened").delete()
    assert tell_person(world.lead.person.pk, at=datetime(2026, 3, 12, 6, 59, tzinfo=UTC)) is None
    assert tell_person(world.lead.person.pk, at=datetime(2026, 3, 12, 7, 1, tzinfo=UTC))


def test_a_weekly_digest_waits_for_its_day(world):
    choose_paces(world.lead, {"case.opened": Pace.WEEKLY}, by=world.lead, at=NOW)
    set_habits(world.lead, {"weekly_on": 4}, by=world.lead, at=NOW)
    open_case(world, at=NOW)
    note_tidings(at=NOW + MINUTE, at_once=True)
    Tiding.objects.exclude(kind="case.opened").delete()
    assert tell_person(world.lead.person.pk, at=NOW + DAY) is None
    assert tell_person(world.lead.person.pk, at=NOW + 2 * DAY), "it is Friday"


def test_what_somebody_wants_in_the_list_only_is_neither_sent_nor_counted_as_new(world):
    choose_paces(world.lead, {"case.answered": Pace.LIST}, by=world.lead, at=NOW)
    case = open_case(world)
    make_again(case, at=NOW + HOUR)
    tell(NOW + 2 * HOUR)
    (tiding,) = Tiding.objects.filter(kind="case.answered")
    assert (tiding.is_pending, tiding.read_at is None) == (False, False)


def make_again(case, *, at):
    from tests.world import make_signal

    return make_signal(3, "And another thing", customer=case.signal.customer, unit=case.unit, at=at)


def test_what_nobody_may_do_without_cannot_be_switched_off(world):
    choose_paces(world.lead, {"case.late": Pace.LIST, "case.answered": Pace.LIST}, by=world.lead, at=NOW)
    from groundswell.act.telling.wanting import paces_of

    assert paces_of(world.lead)["case.late"] == Pace.NOW
    assert paces_of(world.lead)["case.answered"] == Pace.LIST


def test_who_may_not_see_it_any_more_is_not_told(world):
    case = open_case(world)
    tell(NOW + MINUTE)
    Person.objects.filter(pk=world.lead.person.pk).update(unit=world.web)
    hand_over(case, to=world.frontline.person, why="Hers now", by=world.lead.person, at=NOW + 2 * MINUTE)
    tell(NOW + 7 * MINUTE)
    assert letters_to(world.lead.person) == []


@pytest.mark.parametrize("gone", ["left", "locked out"])
def test_who_left_is_told_nothing(world, gone):
    open_case(world)
    tell(NOW + MINUTE)
    if gone == "left":
        Person.objects.filter(pk=world.lead.person.pk).update(left_on=NOW.date())
    else:
        world.lead.is_active = False
        world.lead.save()
    tell(NOW + 7 * MINUTE)
    assert letters_to(world.lead.person) == []
    assert not Tiding.objects.filter(person=world.lead.person, is_pending=True).exists()


def test_a_case_is_told_at_risk_then_late_and_not_when_the_customer_was_reached(world):
    case, reached = open_case(world), open_case(world)
    note_attempt(reached, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    for moment in (case.due_at - 18 * HOUR, case.due_at + MINUTE):
        tell(moment)
    kinds = Tiding.objects.filter(
        subject_id__in=[case.pk, reached.pk], kind__in=["case.at_risk", "case.late"]
    )
    assert sorted(kinds.values_list("kind", "subject_id")) == [
        ("case.at_risk", case.pk),
        ("case.late", case.pk),
    ]


def test_a_handover_is_told_to_whom_it_was_handed_and_never_twice(world):
    case = open_case(world)
    hand_over(
        case, to=world.frontline.person, why="Carla asked for her", by=world.lead.person, at=NOW + MINUTE
    )
    tell(NOW + 2 * MINUTE)
    tell(NOW + 8 * MINUTE)
    (letter,) = letters_to(world.frontline.person)
    assert letter.subject == "1 case was handed over"
    assert "Carla" not in letter.body


def test_a_letter_that_could_not_go_says_what_holds_when_it_goes(world):
    from groundswell.act.telling.people import look_again_at_waiting
    from groundswell.listen.channels.outbox.delivering import deliver
    from groundswell.listen.channels.outbox.errors import TryLater

    cases = [open_case(world), open_case(world)]
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)

    def closed_door(message: Message) -> str:
        raise TryLater("busy")

    deliver(letter, closed_door, at=NOW + 7 * MINUTE)
    hand_over(cases[0], to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + 8 * MINUTE)
    look_again_at_waiting(at=NOW + 9 * MINUTE)
    letter.refresh_from_db()
    assert (letter.subject, "1 more was settled meanwhile." in letter.body) == ("1 new case waits", True)
    hand_over(cases[1], to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + 9 * MINUTE)
    look_again_at_waiting(at=NOW + 10 * MINUTE)
    letter.refresh_from_db()
    assert letter.due_at is None
    assert letter.deliveries.order_by("-id").first().note == "All of it was settled before it could be sent."
