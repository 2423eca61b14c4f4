"""What people do with a case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.cases import errors
from groundswell.act.cases.actions import close_case, hand_over, note_attempt
from groundswell.act.cases.models import Case, Closure, RootCause
from groundswell.act.cases.queries import cases_of, history_of, open_cases, with_state
from groundswell.act.cases.rules import may_act_on
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from tests.world import NOW, make_customer, make_user

from .scenes import HOUR, closed_case, open_case


def _cause() -> RootCause:
    return RootCause.objects.get(name="Service")


def _reached(case: Case, world) -> None:
    note_attempt(case, channel="phone", reached=True, note="We spoke.", by=world.lead.person, at=NOW + HOUR)


def test_a_case_goes_from_contact_to_closure_and_every_deed_is_in_the_history(world):
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)
    note_attempt(case, channel="phone", reached=True, note="Sorry.", by=world.lead.person, at=NOW + 2 * HOUR)
    close_case(
        case, outcome="answered", root_cause=_cause(), note="Done.", by=world.lead.person, at=NOW + 3 * HOUR
    )

    assert [step.title for step in history_of(case)] == [
        "Opened",
        "Customer not reached",
        "Customer reached",
        "Closed",
    ]
    assert [event.verb for event in events_of(case)] == [
        "opened a case",
        "tried to contact a customer",
        "contacted a customer",
        "closed a case",
    ]
    assert not open_cases().exists()


def test_the_first_closure_stands_and_the_second_person_is_told_who_closed(world):
    case = open_case(world.leeds)
    _reached(case, world)
    # Two people have the same case on their screens.
    mine, yours = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    close_case(mine, outcome="answered", root_cause=_cause(), by=world.lead.person, at=NOW + HOUR)

    with pytest.raises(
        errors.CaseAlreadyClosed, match="Lena Lead closed this case on 11 March 2026, 11:00: Answered"
    ):
        close_case(yours, outcome="goodwill", root_cause=_cause(), by=world.office.person, at=NOW + 2 * HOUR)

    assert Closure.objects.get().outcome == "answered"


def test_the_database_allows_one_closure_per_case(world):
    case = closed_case(world.leeds, world.lead.person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(case=case, outcome="answered", root_cause=_cause(), at=NOW)


def test_nobody_closes_a_case_as_answered_before_somebody_reached_the_customer(world):
    case = open_case(world.leeds)

    with pytest.raises(errors.ClosureNeedsAContact):
        close_case(case, outcome="recovered", root_cause=_cause(), by=world.lead.person, at=NOW)


def test_giving_up_wants_two_attempts(world):
    case = open_case(world.leeds)
    for number in (1, 2):
        with pytest.raises(errors.ClosureNeedsMoreAttempts, match=f"{number - 1} of 2"):
            close_case(case, outcome="unreachable", root_cause=_cause(), by=world.lead.person, at=NOW)
        note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + number * HOUR)

    close_case(case, outcome="unreachable", root_cause=_cause(), by=world.lead.person, at=NOW + 3 * HOUR)


def test_who_was_reached_is_not_called_unreachable(world):
    case = open_case(world.leeds)
    for _ in range(2):
        note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW)
    _reached(case, world)

    with pytest.raises(errors.CustomerCanBeReached):
        close_case(case, outcome="unreachable", root_cause=_cause(), by=world.lead.person, at=NOW + 2 * HOUR)


def test_a_case_without_customer_closes_as_learned_and_only_such_a_case(world):
    nobody, somebody = open_case(world.leeds, customer=None), open_case(world.leeds)

    close_case(nobody, outcome="learned", root_cause=_cause(), by=world.lead.person, at=NOW)

    with pytest.raises(errors.CustomerCanBeReached):
        close_case(somebody, outcome="learned", root_cause=_cause(), by=world.lead.person, at=NOW)


def test_a_closed_case_takes_no_contact_and_no_new_owner(world):
    case = closed_case(world.leeds, world.lead.person)

    with pytest.raises(errors.CaseAlreadyClosed):
        note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW + 3 * HOUR)
    with pytest.raises(errors.CaseAlreadyClosed):
        hand_over(case, to=world.frontline.person, why="Later", by=world.lead.person, at=NOW + 3 * HOUR)


def test_a_case_changes_hands_and_keeps_its_clock(world):
    case = open_case(world.leeds)

    hand_over(
        case, to=world.frontline.person, why="She served the customer", by=world.lead.person, at=NOW + HOUR
    )

    assert list(cases_of(world.frontline.person)) == [case]
    assert Case.objects.get().due_at == case.due_at
    assert history_of(case)[-1].title == "Handed over to Fay Frontline"


def test_a_case_is_not_handed_to_its_owner_nor_to_somebody_who_left(world):
    case = open_case(world.leeds)
    gone = world.frontline.person
    gone.left_on = NOW.date()
    gone.save()

    with pytest.raises(errors.OwnerCannotChange, match="has this case already"):
        hand_over(case, to=world.lead.person, why="-", by=world.lead.person, at=NOW)
    with pytest.raises(errors.OwnerCannotChange, match="has left"):
        hand_over(case, to=gone, why="-", by=world.lead.person, at=NOW)


def test_a_case_is_late_until_somebody_reaches_the_customer(world):
    case = open_case(world.leeds)
    after = case.due_at + HOUR
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)

    assert not with_state(Case.objects.all(), case.due_at).get().is_late
    assert with_state(Case.objects.all(), after).get().is_late
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=after)
    assert not with_state(Case.objects.all(), after).get().is_late


def test_where_nobody_is_known_nobody_waits(world):
    case = open_case(world.leeds, customer=None)

    assert not with_state(Case.objects.all(), case.due_at + HOUR).get().is_late


def test_the_owner_the_leads_above_and_the_office_act_and_nobody_else(world):
    case = open_case(world.leeds)
    region = make_user("Rhea Region", world.shops, User.Role.LEAD)
    analyst = make_user("Anna Analyst", world.root, User.Role.ANALYST)

    acting = {str(user) for user in (world.lead, region, world.office) if may_act_on(user, case)}
    others = [
        user for user in (world.frontline, world.york_lead, world.partner, analyst) if may_act_on(user, case)
    ]

    assert acting == {"Lena Lead", "Rhea Region", "Olu Office"}
    assert others == []
    hand_over(
        case, to=world.frontline.person, why="Yours", by=world.lead.person, at=NOW + timedelta(minutes=1)
    )
    assert may_act_on(world.frontline, Case.objects.get())


def test_a_customer_who_may_not_be_written_to_can_still_be_met(world):
    case = open_case(world.leeds, customer=make_customer(consents=False))
    note_attempt(case, channel="shop", reached=True, by=world.lead.person, at=NOW + HOUR)

    closure = close_case(case, outcome="recovered", root_cause=_cause(), by=world.lead.person, at=NOW + HOUR)

    assert closure.outcome == Closure.Outcome.RECOVERED
