"""Who sees which scorecard, and what the pages say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.align.scorecards.models import CourseCorrection, Target
from groundswell.align.scorecards.queries import (
    cascades_of,
    scorecards_visible_to,
    standings_of,
    with_holders,
)
from groundswell.align.scorecards.rules import may_correct
from groundswell.foundation.access.models import User
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal, make_user

from .conftest import target_for

pytestmark = pytest.mark.django_db


def seen_by(user: User) -> set[str]:
    return {str(card.holder) for card in scorecards_visible_to(user)}


def test_each_sees_the_own_the_units_above_and_as_a_lead_the_own_people(aligned):
    world = aligned.world
    assert seen_by(world.frontline) == {"Fay Frontline", "Leeds", "Shops"}
    assert seen_by(world.lead) == {"Fay Frontline", "Leeds", "Shops"}
    assert seen_by(world.york_lead) == {"Yara Lead", "York", "Shops"}


def test_a_colleague_of_the_same_team_does_not_see_a_persons_scorecard(aligned):
    colleague = make_user("Cole Colleague", aligned.world.leeds, User.Role.FRONTLINE)
    assert seen_by(colleague) == {"Leeds", "Shops"}


def test_a_lead_above_sees_the_people_below(aligned):
    above = make_user("Ada Above", aligned.world.shops, User.Role.LEAD)
    assert seen_by(above) == {"Shops", "Leeds", "York", "Fay Frontline", "Yara Lead"}


def test_office_and_executive_see_all_analysts_see_no_people(aligned):
    everything = {"Shops", "Leeds", "York", "Fay Frontline", "Yara Lead"}
    assert seen_by(aligned.world.office) == seen_by(aligned.world.executive) == everything
    analyst = make_user("Ann Analyst", aligned.world.root, User.Role.ANALYST)
    assert seen_by(analyst) == {"Shops", "Leeds", "York"}


def test_partners_and_those_who_left_see_nothing(aligned):
    assert seen_by(aligned.world.partner) == set()
    aligned.world.lead.is_active = False
    assert seen_by(aligned.world.lead) == set()


def test_a_sibling_lead_cannot_open_print_or_correct(aligned, signed_in):
    client = signed_in(aligned.world.york_lead)
    for target in (aligned.leeds, aligned.fay):
        page = reverse("scorecards:page", args=[target.scorecard_id])
        assert client.get(page).status_code == 404
        assert client.get(page + "?sheet=print").status_code == 404
        assert client.get(page + "?sheet=pdf").status_code == 404
        assert client.post(reverse("scorecards:correct", args=[target.pk]), {}).status_code == 404
    own = reverse("scorecards:page", args=[aligned.yara.scorecard_id])
    assert client.get(own).status_code == 200
    assert "?sheet=pdf" in client.get(own + "?sheet=print").content.decode()
    file = client.get(own + "?sheet=pdf")
    assert (file["Content-Type"], file.content[:4]) == ("application/pdf", b"%PDF")


def test_the_scorecard_above_names_only_followers_within_sight_and_keeps_its_voices_closed(
    aligned, signed_in
):
    page = signed_in(aligned.world.lead).get(reverse("scorecards:page", args=[aligned.shops.scorecard_id]))
    words = page.content.decode()
    assert reverse("scorecards:page", args=[aligned.leeds.scorecard_id]) in words
    assert reverse("scorecards:page", args=[aligned.york.scorecard_id]) not in words
    assert "/voices/?kind=" not in words
    own = signed_in(aligned.world.lead).get(reverse("scorecards:page", args=[aligned.leeds.scorecard_id]))
    assert f"/voices/?kind=experience&amp;period=90&amp;unit={aligned.world.leeds.pk}" in own.content.decode()


def test_the_course_is_corrected_by_holder_lead_and_office(aligned):
    world = aligned.world
    assert may_correct(world.frontline, aligned.fay.scorecard)
    assert may_correct(world.lead, aligned.fay.scorecard)
    assert may_correct(world.lead, aligned.leeds.scorecard)
    assert may_correct(world.office, aligned.leeds.scorecard)
    assert not may_correct(world.frontline, aligned.leeds.scorecard)
    assert not may_correct(world.york_lead, aligned.leeds.scorecard)
    assert not may_correct(world.lead, aligned.shops.scorecard)


def test_a_frontline_person_may_not_correct_the_team(aligned, signed_in):
    url = reverse("scorecards:correct", args=[aligned.leeds.pk])
    given = {"seen": "x", "change": "y", "review_on": "2099-01-01"}
    assert signed_in(aligned.world.frontline).post(url, given).status_code == 403
    assert CourseCorrection.objects.count() == 0


def test_a_lead_corrects_the_course_on_the_page(aligned, signed_in):
    client, url = signed_in(aligned.world.lead), reverse("scorecards:correct", args=[aligned.leeds.pk])
    late = client.post(url, {"seen": "x", "change": "y", "review_on": "2020-01-01"})
    assert "Choose a day to come" in late.content.decode()
    page = client.post(
        url, {"seen": "Refunds wait", "change": "Book at the till", "review_on": "2099-01-01"}, follow=True
    )
    words = page.content.decode()
    assert "The correction is on record." in words
    assert "Refunds wait" in words
    assert "Book at the till" in words


def test_few_answers_bring_the_warning_about_pay(aligned, signed_in):
    for _ in range(6):
        make_signal(10, unit=aligned.world.leeds)
    read_new_signals(at=NOW)
    page = signed_in(aligned.world.lead).get(reverse("scorecards:page", args=[aligned.leeds.scorecard_id]))
    assert "No pay should hang on this scorecard: Delivery score rests on 6" in page.content.decode()


def test_people_are_no_part_of_the_sum_of_units(aligned):
    (cascade,) = cascades_of(standings_of(with_holders(Target.objects.filter(pk=aligned.leeds.pk)), NOW), NOW)
    assert cascade.below == ()
    (cascade,) = cascades_of(standings_of(with_holders(Target.objects.filter(pk=aligned.shops.pk)), NOW), NOW)
    assert {str(standing.target.scorecard.holder) for standing in cascade.below} == {"Leeds", "York"}


def test_the_list_asks_the_same_questions_for_few_and_for_many(aligned, signed_in):
    client = signed_in(aligned.world.office)
    before = questions_of(client, reverse("scorecards:list"))
    target_for(aligned.world.root, aligned.metric)
    target_for(aligned.world.web, aligned.metric)
    assert questions_of(client, reverse("scorecards:list")) == before


def test_a_scorecard_asks_the_same_questions_for_few_and_for_many_followers(aligned, signed_in):
    client, url = (
        signed_in(aligned.world.office),
        reverse("scorecards:page", args=[aligned.shops.scorecard_id]),
    )
    before = questions_of(client, url)
    for name in ("Ripon", "Otley"):
        team = type(aligned.world.leeds).objects.create(code=name, name=name, parent=aligned.world.shops)
        target_for(team, aligned.metric, above=aligned.shops)
    assert questions_of(client, url) == before


def test_only_those_who_steer_set_targets(aligned, signed_in):
    url = reverse("scorecards:new_target", args=[aligned.leeds.scorecard_id])
    assert signed_in(aligned.world.lead).get(url).status_code == 403
    given = {
        "metric": aligned.metric.pk,
        "baseline": 10,
        "goal": 5,
        "weight": 1,
        "follows_from": aligned.shops.pk,
    }
    client = signed_in(aligned.world.office)
    assert "The goal has to lie above where you start, 10." in client.post(url, given).content.decode()
    assert client.post(url, {**given, "goal": 60}).status_code == 302
    aligned.leeds.refresh_from_db()
    assert aligned.leeds.goal == 60


def test_the_office_opens_a_scorecard_for_a_unit_or_a_person_not_both(aligned, signed_in):
    client, url = signed_in(aligned.world.office), reverse("scorecards:new")
    given = {"unit": aligned.world.web.pk, "starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    both = client.post(url, {**given, "person": aligned.world.lead.person.pk})
    assert "Choose a unit or a person, not both." in both.content.decode()
    page = client.post(url, given, follow=True)
    assert "No target is set yet" in page.content.decode()


def questions_of(client, url: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
