"""Four sources propose; one click makes an opportunity, and nothing enters by itself."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import make_aware

from groundswell.act.cases.models import Closure, RootCause
from groundswell.act.cases.tests.scenes import closed_case
from groundswell.act.opportunities.candidates.actions import enter_candidate, pass_over
from groundswell.act.opportunities.candidates.listing import asked_again, streams
from groundswell.act.opportunities.candidates.market import from_studies
from groundswell.act.opportunities.candidates.models import Source
from groundswell.act.opportunities.errors import AlreadyInTheRegister, ReasonMissing
from groundswell.act.opportunities.models import Joining, Opportunity, Origin
from groundswell.act.opportunities.queries import evidence_of, last_year
from groundswell.act.opportunities.voices import opportunities_behind_which, voices_behind
from groundswell.understand.benchmarks.tests.test_benchmarks import bring, market
from groundswell.understand.drivers.models import DriverLine, DriverReading
from tests.at_once import at_once
from tests.world import NOW, make_world

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all


def found(source, at=NOW):
    return next(one.candidates for one in streams(at) if one.source == source)


def close_some(world, count):
    return [closed_case(world.leeds, world.lead.person, at=NOW - timedelta(days=9)) for _ in range(count)]


def test_a_cause_that_cases_close_with_is_proposed_and_its_voices_stand_behind_it(world):
    cases = close_some(world, 5)
    (candidate,) = found(Source.PATTERN)
    assert candidate.title == "Delivery"
    assert candidate.words.startswith("5 of 5 cases closed in the year")
    made = enter_candidate(candidate, by=world.office, at=NOW)
    assert made.root_cause == RootCause.objects.get(name="Delivery")
    assert set(voices_behind(made)) == {case.signal for case in cases}
    assert list(opportunities_behind_which(cases[0].signal)) == [made]
    read_all()
    evidence = evidence_of(made, *last_year(NOW))
    assert (evidence.customers, evidence.points_lower) == (5, None)
    assert "Name a theme" in evidence.reasons[0]
    assert found(Source.PATTERN) == []


def test_a_cause_above_has_the_voices_of_those_below_it(world):
    case = closed_case(world.leeds, world.lead.person, touchpoint=world.delivery)
    elsewhere = closed_case(world.leeds, world.lead.person, touchpoint=world.returns)
    below = RootCause.objects.create(name="The van broke", parent=RootCause.objects.get(name="Delivery"))
    Closure.objects.update(root_cause=below)
    make_opportunity(world, title="Delivery fails", touchpoint=world.delivery)
    Opportunity.objects.update(root_cause=below.parent)
    above = Opportunity.objects.get()
    assert list(voices_behind(above)) == [case.signal]
    assert list(opportunities_behind_which(case.signal)) == [above]
    assert list(opportunities_behind_which(elsewhere.signal)) == []


def test_more_cases_alone_are_no_rise(world):
    for days in (10, 100):
        for _ in range(15):
            closed_case(world.leeds, world.lead.person, at=NOW - timedelta(days=days))
    (candidate,) = found(Source.PATTERN)
    assert "too few before to compare" in candidate.words


def test_a_theme_that_surely_costs_points_is_proposed_with_its_margin(world):
    theme = make_theme("Delivery", "late")
    make_answers(60, 3, "So late", world=world)
    make_answers(60, 9, "All good", world=world)
    read_all()
    (candidate,) = found(Source.PATTERN)
    assert (candidate.theme_id, candidate.touchpoint_id) == (theme.pk, world.delivery.pk)
    assert "lower the whole score by 100.0 points (" in candidate.words
    assert "; 60 answers)" in candidate.words
    make_opportunity(world, theme=theme)
    assert found(Source.PATTERN) == []


def test_a_measure_that_surely_goes_along_is_proposed(world):
    reading = DriverReading.objects.create(
        about="touchpoint", touchpoint=world.delivery, since=date(2026, 1, 1), until=date(2026, 3, 1), n=400, explained=0.3, at=NOW
    )  # fmt: skip
    line = {"reading": reading, "kind": "measure", "per": "day", "n": 400, "slope": -3.5, "unique": 0.2}
    DriverLine.objects.create(name="Days late", relative=0.6, low=0.4, high=0.7, rank=1, rank_first=1, rank_last=1, **line)  # fmt: skip
    DriverLine.objects.create(name="Rain", relative=0.1, low=0.0, high=0.3, rank=2, rank_first=2, rank_last=2, **line)  # fmt: skip
    (candidate,) = found(Source.OPERATIONS)
    assert candidate.title == "Days late at Delivery"
    assert "3.5 points lower per day, all else alike; 60% (40 to 70)" in candidate.words


def test_two_measures_that_come_along_together_are_proposed_with_each_other_named(world):
    """Neither says much of its own, so both were passed over in silence before."""
    reading = DriverReading.objects.create(
        about="touchpoint", touchpoint=world.delivery, since=date(2026, 1, 1), until=date(2026, 3, 1), n=400, explained=0.3,
        together=[["Days late", "Stops missed", 0.98]], at=NOW,
    )  # fmt: skip
    line = {
        "reading": reading,
        "kind": "measure",
        "per": "day",
        "n": 400,
        "slope": -2,
        "unique": 0.001,
        "low": 0.3,
        "high": 0.6,
    }
    for rank, name in enumerate(("Days late", "Stops missed"), 1):
        DriverLine.objects.create(name=name, relative=0.45, rank=rank, rank_first=1, rank_last=2, **line)
    late, missed = found(Source.OPERATIONS)
    assert (
        "“Stops missed” nearly always comes along with it: which of them it is cannot be told." in late.words
    )
    assert "“Days late” nearly always comes along with it" in missed.words


def test_what_several_teams_raise_is_one_candidate_and_joins_them_all(world):
    first = make_elevation(world.leeds, world.lead.person)
    second = make_elevation(world.york, world.york_lead.person, title="Late parcels again")
    make_elevation(
        world.york, world.york_lead.person, title="No mirrors", problem="Fitting rooms lack mirrors."
    )
    (candidate,) = found(Source.PEOPLE)
    assert "2 people in 2 teams raised it" in candidate.words
    made = enter_candidate(candidate, by=world.office, at=NOW)
    assert {one.elevation for one in Joining.objects.all()} == {first, second}
    assert (made.title, made.problem) == (first.title, first.problem)


def test_a_brand_that_surely_stands_ahead_is_proposed(world):
    bring(market())
    candidates = found(Source.MARKET)
    assert {one.title for one in candidates} == {
        "Leader is recommended more than we are",
        "Small is recommended more than we are",
    }
    leader = next(one for one in candidates if one.title.startswith("Leader"))
    assert "we stand 40 points (" in leader.words
    made = enter_candidate(candidates[0], by=world.office, at=NOW)
    assert not voices_behind(made).exists()


def test_a_study_that_proposes_nothing_says_which_one_it_is(world):
    silence = {stream.source: stream.silence for stream in streams(NOW)}
    assert silence[Source.MARKET].startswith("No double-blind study of the last two years is here.")
    study = bring(market())
    for candidate in found(Source.MARKET):
        enter_candidate(candidate, by=world.office, at=NOW)
    (market_today,) = [stream for stream in streams(NOW) if stream.source == Source.MARKET]
    assert market_today.silence.startswith(f"{study.name}, {study.agency}, asked until ")
    before = make_aware(datetime.combine(study.field_until, time.min)) - timedelta(days=1)
    assert list(from_studies(before)) == []


def test_a_candidate_keeps_its_question_and_what_it_said(world):
    close_some(world, 5)
    (candidate,) = found(Source.PATTERN)
    made = enter_candidate(candidate, by=world.office, at=NOW)
    origin = Origin.objects.get(opportunity=made)
    assert (origin.key, origin.words) == (candidate.key, candidate.words)
    close_some(world, 2)
    assert asked_again(origin.key, NOW).words.startswith("7 of 7")


def test_what_was_passed_over_comes_back_after_90_days(world):
    close_some(world, 5)
    (candidate,) = found(Source.PATTERN)
    with pytest.raises(ReasonMissing):
        pass_over(candidate, why=" ", by=world.office, at=NOW)
    pass_over(candidate, why="The depot closes.", by=world.office, at=NOW)
    assert found(Source.PATTERN) == []
    assert found(Source.PATTERN, NOW + timedelta(days=90)) != []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_one_is_told_who_was_first():
    world = make_world()
    close_some(world, 5)
    (candidate,) = found(Source.PATTERN)
    told = at_once(
        *[lambda: enter_candidate(candidate, by=world.office, at=NOW)] * 2, refusal=AlreadyInTheRegister
    )
    assert Opportunity.objects.count() == 1
    assert told == [f"{world.office.person} entered it as “Delivery” already. Open that one instead."]


def test_one_click_enters_and_nothing_enters_by_itself(world, signed_in):
    close_some(world, 5)
    with time_machine.travel(NOW, tick=False):
        client = signed_in(world.office)
        page = client.get(reverse("opportunities:candidates")).content.decode()
        assert "1 thing may be worth a place" in page
        assert not Opportunity.objects.exists()
        (candidate,) = found(Source.PATTERN)
        answer = client.post(reverse("opportunities:enter"), {"key": candidate.key})
        made = Opportunity.objects.get()
        assert answer.headers["Location"] == reverse("opportunities:change", args=[made.pk])
        again = client.post(reverse("opportunities:enter"), {"key": candidate.key}, follow=True)
        assert "entered it as “Delivery” already" in again.content.decode()
        refused = client.post(reverse("opportunities:pass_by"), {"key": "cause:9"}, follow=True)
        assert "Say why" in refused.content.decode()
        assert signed_in(world.lead).get(reverse("opportunities:candidates")).status_code == 403


def test_what_was_passed_over_is_named_with_its_reason(world, signed_in):
    close_some(world, 5)
    with time_machine.travel(NOW, tick=False):
        client = signed_in(world.office)
        (candidate,) = found(Source.PATTERN)
        given = {"key": candidate.key, "why": "The depot closes."}
        page = client.post(reverse("opportunities:pass_by"), given, follow=True).content.decode()
        assert f"<strong>{candidate.title}.</strong> The depot closes." in page
        gone = client.post(reverse("opportunities:pass_by"), given | {"key": "cause:0"}, follow=True)
        assert "nothing to pass over" in gone.content.decode()


def test_a_source_without_anything_says_why_and_where_it_comes_in(world, signed_in):
    client = signed_in(world.office)
    page = client.get(reverse("opportunities:candidates")).content.decode()
    assert "Nothing is measured beside answers yet." in page
    for name in ("drivers:measures", "benchmarks:new"):
        assert f'<a href="{reverse(name)}">Bring' in page
