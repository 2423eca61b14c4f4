"""How a case comes to its owner, and what becomes of it while they are away."""

from datetime import UTC, date, datetime, time, timedelta

import time_machine

from groundswell.act.cases.actions import close_case, hand_over, note_attempt
from groundswell.act.cases.jobs import rehome
from groundswell.act.cases.models import Case, Closure, OpeningRule, RootCause
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.routing.rehoming import cases_nobody_is_there_for
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Absence, Person, WorkingCalendar
from groundswell.foundation.organisation.presence import note_absence, set_abilities, take_back_absence
from tests.world import NOW, make_customer, make_signal, make_user

from .scenes import HOUR, open_case

TODAY = NOW.date()
DAY = timedelta(days=1)


def away(person: Person, *, stand_in: Person | None = None, days: int = 2) -> Absence:
    return note_absence(
        person, starts_on=TODAY, ends_on=TODAY + days * DAY, stand_in=stand_in, by=None, at=NOW
    )


def team_rule(**more: object) -> OpeningRule:
    new = NewRule("Team", "low_score", 8, highest_score=6, goes_to="team", **more)
    return switch_on(new, by="a test", at=NOW - HOUR)


def cases_of_new_voices(rule: OpeningRule, world, n: int = 1, **places: object) -> list[Case]:
    for _ in range(n):
        make_signal(2, "Late.", unit=world.leeds, customer=make_customer(), **places)
    return open_cases_for(rule, at=NOW)


def test_a_case_comes_to_whoever_answers_for_the_place_and_says_why(world):
    assert open_case(world.leeds).why_owner == "Comes to Lena Lead: answers for Leeds."


def test_while_the_owner_is_away_the_stand_in_gets_it(world):
    away(world.lead.person, stand_in=world.frontline.person)
    case = open_case(world.leeds)
    assert case.owner == world.frontline.person
    assert (
        case.why_owner == "Comes to Fay Frontline: stands in for Lena Lead; Lena Lead is away until 13 March."
    )


def test_a_team_shares_its_cases_by_load(world):
    make_user("Gil Frontline", world.leeds, User.Role.FRONTLINE)
    cases = cases_of_new_voices(team_rule(), world, n=4)
    assert sorted(case.owner.name for case in cases) == ["Fay Frontline"] * 2 + ["Gil Frontline"] * 2


def test_a_rule_that_asks_for_a_skill_finds_who_has_it(world):
    gil = make_user("Gil Frontline", world.leeds, User.Role.FRONTLINE).person
    set_abilities(gil, languages=[], skills=["leather"], by=None, at=NOW)
    (case,) = cases_of_new_voices(team_rule(skill="leather"), world)
    assert (case.owner, case.why_owner) == (gil, "Comes to Gil Frontline: knows about leather.")


def test_who_speaks_the_language_of_the_voice_gets_it(world):
    set_abilities(world.frontline.person, languages=["fr"], skills=[], by=None, at=NOW)
    rule = open_case(world.leeds).rule
    (case,) = cases_of_new_voices(rule, world, metadata={"language": "fr-FR"})
    assert (case.owner, case.why_owner) == (world.frontline.person, "Comes to Fay Frontline: speaks French.")


def test_open_cases_go_to_the_stand_in_and_come_back_by_hand_only(world):
    case = open_case(world.leeds)
    absence = away(world.lead.person, stand_in=world.frontline.person)

    assert rehome(NOW) == "1 cases went to who is there"
    case.refresh_from_db()
    assert case.owner == world.frontline.person
    assert case.handovers.get().why == "Lena Lead is away"
    take_back_absence(absence, by=None, at=NOW)
    assert rehome(NOW + HOUR) == ""


def test_where_nobody_stands_in_the_case_stays_and_its_lead_sees_it(world):
    case = open_case(world.leeds)
    hand_over(case, to=world.frontline.person, why="Yours.", by=world.lead.person, at=NOW)
    away(world.frontline.person)

    assert rehome(NOW) == ""
    assert list(cases_nobody_is_there_for(world.lead, NOW)) == [case]
    assert list(cases_nobody_is_there_for(world.york_lead, NOW)) == []
    assert list(cases_nobody_is_there_for(world.lead, NOW + 5 * DAY)) == []


def test_what_somebody_had_who_left_goes_to_whom_a_new_one_would_go(world):
    case = open_case(world.leeds)
    hand_over(case, to=world.frontline.person, why="Yours.", by=world.lead.person, at=NOW)
    Person.objects.filter(pk=world.frontline.person.pk).update(left_on=TODAY)

    rehome(NOW + HOUR)
    case.refresh_from_db()
    assert case.owner == world.lead.person
    assert case.handovers.last().why == "Fay Frontline has left. Comes to Lena Lead: answers for Leeds."


def test_a_closed_case_stays_with_who_closed_it(world):
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    cause = RootCause.objects.get(name="Service")
    close_case(case, outcome=Closure.Outcome.ANSWERED, root_cause=cause, by=world.lead.person, at=NOW)
    away(world.lead.person, stand_in=world.frontline.person)
    assert rehome(NOW) == ""


def test_the_clock_runs_in_the_hours_of_who_has_the_case_and_no_handover_moves_the_promise(world):
    tokyo = WorkingCalendar.objects.create(
        name="Tokyo", time_zone="Asia/Tokyo", country="JP", opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4]
    )  # fmt: skip
    world.web.calendar, world.web.owner = tokyo, make_user("Taro Lead", world.web, User.Role.LEAD).person
    world.web.save()

    case = open_case(world.web)
    # Wednesday 10:00 UTC is 19:00 in Tokyo: eight working hours end on Thursday at 17:00 there.
    assert case.due_at == datetime(2026, 3, 12, 8, tzinfo=UTC)
    hand_over(case, to=world.lead.person, why="She lives in Leeds.", by=world.office.person, at=NOW + HOUR)
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 3, 12, 8, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
def test_a_lead_notes_an_absence_and_abilities_of_the_team_only(world, signed_in):
    lead, fay, yara = signed_in(world.lead), world.frontline.person, world.york_lead.person
    days = {"starts_on": "2026-03-11", "ends_on": "2026-03-13", "stand_in": world.lead.person.pk}

    page = lead.post(f"/act/cases/people/{fay.pk}/absence/", days, follow=True).content.decode()
    assert "Fay Frontline is away until 13 March 2026. Lena Lead gets their cases." in page
    lead.post(f"/act/cases/people/{fay.pk}/abilities/", {"languages": "French, german", "skills": "leather"})
    listed = lead.get("/act/cases/people/").content.decode()
    assert "1 person is away today" in listed
    assert "until 13 March 2026; Lena Lead stands in" in listed
    assert "German, French, leather" in listed
    assert lead.post(f"/act/cases/people/{yara.pk}/absence/", days).status_code == 404
    assert Absence.objects.get().ends_on == date(2026, 3, 13)


@time_machine.travel(NOW, tick=False)
def test_what_cannot_be_noted_is_said_beside_the_field(world, signed_in):
    own, me = signed_in(world.frontline), world.frontline.person
    languages = own.post(f"/act/cases/people/{me.pk}/abilities/", {"languages": "Klingon"})
    assert "We know no language “Klingon”" in languages.content.decode()
    backwards = {"starts_on": "2026-03-13", "ends_on": "2026-03-11"}
    answer = own.post(f"/act/cases/people/{me.pk}/absence/", backwards)
    assert answer.status_code == 422
    assert "The last day comes before the first" in answer.content.decode()
    assert own.get(f"/act/cases/people/{world.lead.person.pk}/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_an_absence_is_taken_back_on_the_page(world, signed_in):
    absence = away(world.frontline.person)
    signed_in(world.frontline).post(f"/act/cases/people/absences/{absence.pk}/end/")
    absence.refresh_from_db()
    assert absence.taken_back_at == NOW
