"""How signals become cases."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.cases.actions import take_as_complaint
from groundswell.act.cases.jobs import open_cases
from groundswell.act.cases.models import Case, OpeningRule, RootCause
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.act.cases.queries import signals_without_case
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import WorkingCalendar
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import NewAnswer, receive_response
from tests.world import NOW, make_signal

from .scenes import low_score_rule, open_case


def test_a_low_score_opens_a_case_with_an_owner_and_a_clock_in_working_hours(world):
    case = open_case(world.leeds, at=NOW)

    assert case.owner == world.lead.person
    assert case.unit == world.leeds
    assert case.opened_at == NOW
    # Eight working hours from Wednesday 10:00 in a day from 9 to 17 end on Thursday at 10:00.
    assert case.due_at == NOW + timedelta(days=1)
    assert [event.verb for event in events_of(case)] == ["opened a case"]


def test_a_case_over_the_weekend_is_due_on_monday(world):
    friday_evening = NOW + timedelta(days=2, hours=9)

    case = open_case(world.leeds, at=friday_evening)

    assert case.due_at == NOW + timedelta(days=5, hours=7)


def test_the_clock_starts_when_we_received_the_signal_even_if_the_worker_was_down(world):
    rule = low_score_rule()
    make_signal(2, "Broken.", unit=world.leeds, at=NOW)

    (case,) = open_cases_for(rule, at=NOW + timedelta(days=3))

    assert case.opened_at == NOW


def test_running_twice_opens_nothing_twice(world):
    rule = low_score_rule()
    make_signal(2, "Broken.", unit=world.leeds)

    assert len(open_cases_for(rule, at=NOW)) == 1
    assert open_cases_for(rule, at=NOW) == []
    assert Case.objects.count() == 1


def test_the_database_allows_one_case_per_signal(world):
    case = open_case(world.leeds)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(signal=case.signal, rule=case.rule, opened_at=NOW, due_at=NOW)


def test_a_rule_opens_only_what_it_is_for(world):
    rule = low_score_rule()
    low = make_signal(6, "So so.")
    make_signal(7, "Fine.")
    make_signal(2, "Blind.", kind_of_score="competitive")
    make_signal(1, "Before the rule.", at=rule.active_from - timedelta(hours=1))
    make_signal(None, "I complain.", kind=Signal.Kind.COMPLAINT)

    assert list(signals_without_case(rule, NOW)) == [low]


def test_a_complaint_gets_the_shorter_clock_even_with_a_low_score(world):
    begin_inner_loop(by="a test", at=NOW)
    complaint = make_signal(1, "I complain.", unit=world.leeds, kind=Signal.Kind.COMPLAINT)

    assert open_cases(NOW) == "opened 1 cases"
    assert complaint.case.rule.opens_for == OpeningRule.Opens.COMPLAINT
    assert open_cases(NOW) == ""


def test_a_retired_rule_opens_nothing(world):
    rule = low_score_rule()
    rule.retired_at = NOW - timedelta(days=1)
    rule.save()
    make_signal(2, "Broken.")

    assert open_cases(NOW) == ""


def test_a_corrected_signal_opens_no_case_only_its_correction_does(world):
    rule = low_score_rule()
    wrong = make_signal(2, "Wrong shop.", unit=world.leeds)
    fields = {
        "source": "test",
        "key": "correction",
        "channel": Signal.Channel.FILE,
        "submitted_at": NOW,
        "score": 2,
    }
    right = NewSignal(**fields, kind_of_score="experience", unit_id=world.york.pk, supersedes_id=wrong.pk)
    receive_signals([right], at=NOW)

    (case,) = open_cases_for(rule, at=NOW)

    assert case.unit_id == world.york.pk


def test_a_signal_without_unit_opens_a_case_that_nobody_owns_yet(world):
    case = open_case(None)

    assert (case.unit, case.owner) == (None, None)


def test_where_nobody_set_working_days_every_hour_counts(world):
    WorkingCalendar.objects.update(weekdays=[])

    case = open_case(world.leeds, at=NOW)

    assert case.due_at == NOW + timedelta(hours=8)


def test_thousands_of_signals_open_in_few_operations(world, django_assert_max_num_queries):
    rule = low_score_rule()
    batch = [
        NewSignal(
            source="bulk", key=str(i), channel="file", submitted_at=NOW, score=i % 7, kind_of_score="experience",
            unit_id=(world.leeds if i % 2 else world.york).pk,
        )
        for i in range(3000)
    ]  # fmt: skip
    receive_signals(batch, at=NOW)

    # Most of them store cases: SQLite takes 999 values at once.
    with django_assert_max_num_queries(110):
        opened = open_cases_for(rule, at=NOW)

    assert len(opened) == 3000
    assert {case.owner_id for case in opened} == {world.lead.person_id, world.york_lead.person_id}


def test_beginning_twice_changes_nothing(world):
    begin_inner_loop(by="a test", at=NOW)
    begin_inner_loop(by="a test", at=NOW + timedelta(days=1))

    assert OpeningRule.objects.filter(active_from=NOW).count() == 4
    assert RootCause.objects.count() == 7


def test_an_old_answer_that_arrives_by_file_opens_nothing(world):
    low_score_rule()
    moments = {"old": NOW - timedelta(days=60), "fresh": NOW - timedelta(days=1)}
    scored = {"score": 1, "kind_of_score": "experience", "unit_id": world.leeds.pk}
    receive_signals([NewSignal("file", key, "file", at, **scored) for key, at in moments.items()], at=NOW)
    open_cases(NOW)
    assert [case.signal.key for case in Case.objects.select_related("signal")] == ["fresh"]


@pytest.mark.parametrize(
    ("kind", "number", "opens"),
    [("satisfaction", 2, 1), ("satisfaction", 3, 0), ("effort", 3, 1), ("effort", 4, 0), ("rating", 1, 0)],
)
def test_little_satisfaction_and_much_effort_open_a_case_by_their_rules(world, kind, number, opens):
    begin_inner_loop(by="a test", at=NOW)
    place = {"unit_id": world.leeds.pk, "version_id": world.experience.pk}
    new = NewSignal(source="test", key="1", channel="email", submitted_at=NOW, **place)
    receive_response(new, [NewAnswer("core", kind, number=number)], at=NOW)
    open_cases(NOW)
    open_cases(NOW)
    assert Case.objects.count() == opens


def test_what_came_a_day_before_was_judged_and_a_clock_that_is_set_back_loses_nothing(world):
    rule = low_score_rule()
    open_cases_for(rule, at=NOW)
    assert rule.judged_through == NOW - timedelta(days=1)
    late = make_signal(2, "Stored late.", unit=world.leeds, at=NOW - timedelta(hours=23))
    old = make_signal(2, "Came while the clock was set back.", unit=world.leeds, at=NOW - timedelta(days=2))
    assert list(signals_without_case(rule, NOW)) == [late]
    assert list(signals_without_case(rule, NOW - timedelta(days=2))) == [old]

    open_cases_for(rule, at=NOW - timedelta(hours=5))
    assert rule.judged_through == NOW - timedelta(days=1)


def test_an_old_voice_that_somebody_calls_a_complaint_gets_its_case_behind_the_mark(world):
    begin_inner_loop(by="a test", at=NOW - timedelta(days=90))
    rule = OpeningRule.objects.get(opens_for=OpeningRule.Opens.COMPLAINT)
    voice = make_signal(9, "Fine, but refund me.", unit=world.leeds, at=NOW - timedelta(days=20))
    open_cases_for(rule, at=NOW)
    take_as_complaint(voice, by="a test", at=NOW)
    assert [case.signal for case in open_cases_for(rule, at=NOW)] == [voice]
