"""A theme that is found days after the voice came opens its case, once, with a clock that starts then."""

from datetime import timedelta

import pytest

from groundswell.act.cases.models import Case, OpeningRule
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.understand.themes.actions import find_mentions, make_theme
from tests.world import NOW, World, make_signal

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def theme_rule(world: World, **conditions: object) -> OpeningRule:
    theme = make_theme("Danger", "danger", ["sparks"], by="a test", at=NOW - 40 * A_DAY)
    find_mentions([(make_signal(9, "Sparks, long ago.", unit=world.leeds, at=NOW - 50 * A_DAY).pk, "Sparks")])
    new = NewRule("Danger", OpeningRule.Opens.ANY_VOICE, 8, themes=[theme], **conditions)
    rule = switch_on(new, by="a test", at=NOW - 40 * A_DAY)
    open_cases_for(rule, at=NOW - 40 * A_DAY)
    return rule


def run(rule: OpeningRule, *, days: int) -> list[Case]:
    return open_cases_for(OpeningRule.objects.get(pk=rule.pk), at=NOW + days * A_DAY)


def test_a_theme_found_three_days_later_opens_a_case_whose_clock_starts_then(world: World) -> None:
    rule = theme_rule(world)
    voice = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW)
    assert run(rule, days=3) == []
    find_mentions([(voice.pk, voice.comment)])
    case = run(rule, days=3)[0]
    assert (case.signal, case.opened_at) == (voice, NOW + 3 * A_DAY)
    assert run(rule, days=3) == []


def test_a_voice_whose_theme_was_found_at_once_keeps_the_clock_of_its_arrival(world: World) -> None:
    rule = theme_rule(world)
    voice = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW)
    find_mentions([(voice.pk, voice.comment)])
    assert [case.opened_at for case in run(rule, days=0)] == [NOW]


def test_what_was_said_before_the_rule_or_over_a_month_ago_stays_as_it_is(world: World) -> None:
    rule = theme_rule(world)
    before = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW - 41 * A_DAY)
    old = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW - 35 * A_DAY)
    run(rule, days=0)
    find_mentions([(before.pk, before.comment), (old.pk, old.comment)])
    assert run(rule, days=1) == []


def test_all_other_conditions_hold_for_it_too(world: World) -> None:
    rule = theme_rule(world, least_revenue=500)
    voice = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW)
    run(rule, days=3)
    find_mentions([(voice.pk, voice.comment)])
    assert run(rule, days=3) == []


def test_thousands_of_later_mentions_hide_none(world: World) -> None:
    rule = theme_rule(world)
    voice = make_signal(9, "There were sparks.", unit=world.leeds, at=NOW)
    run(rule, days=2)
    find_mentions([(voice.pk, voice.comment)])
    OpeningRule.objects.filter(pk=rule.pk).update(mentions_through=10_000)
    assert [case.signal for case in run(rule, days=2)] == [voice]
