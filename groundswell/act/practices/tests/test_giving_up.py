"""A team does a practice no more: since when, why, and what its scores did until then."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.initiatives.cells import Ground
from groundswell.act.practices import errors
from groundswell.act.practices.actions import give_up, take_up
from groundswell.act.practices.effect import beside_others
from groundswell.act.practices.given_up import what_it_did, without_what_came_after
from groundswell.act.practices.models import Adoption, Practice
from groundswell.act.practices.queries import teams_to_take_it_up, with_takers
from groundswell.foundation.history.queries import events_of
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.actions import read_new_signals
from tests.at_once import at_once as together
from tests.world import NOW, make_world

from .test_practices import TODAY, answers, shared

at_once = partial(together, refusal=errors.PracticeRefusal)
BEGAN, ENDED = date(2026, 1, 1), date(2026, 2, 20)
WHY = "It took too long at the till"


def taken_up(world) -> Practice:
    practice = shared(world, unit=world.web, since_on=BEGAN)
    take_up(practice, unit=world.york, from_on=BEGAN, by=world.york_lead.person, at=NOW)
    return practice


def gave_it_up(world, **changes) -> Practice:
    practice = taken_up(world)
    given = {"unit": world.york, "until_on": ENDED, "because": WHY, "by": world.york_lead.person, "at": NOW}
    give_up(practice, **given | changes)
    return practice


def test_it_is_kept_with_its_last_day_and_its_reason_and_may_be_taken_up_again(world):
    practice = gave_it_up(world)
    spell = Adoption.objects.get()
    assert (spell.until_on, spell.given_up_because, spell.given_up_by) == (ENDED, WHY, world.york_lead.person)
    assert [event.verb for event in events_of(spell)] == ["took a practice up", "gave a practice up"]
    assert with_takers(Practice.objects.all()).get().takers == 0
    assert world.york in teams_to_take_it_up(practice, world.office)
    take_up(practice, unit=world.york, from_on=TODAY, by=None, at=NOW)
    assert with_takers(Practice.objects.all()).get().takers == 1


def test_it_takes_a_reason_and_a_day_between_the_first_one_and_today(world):
    with pytest.raises(errors.GivingUpNeedsAReason):
        gave_it_up(world, because=" ")
    practice = Practice.objects.get()
    given = {"unit": world.york, "because": WHY, "by": world.york_lead.person, "at": NOW}
    for day in (BEGAN - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(errors.EndedBeforeItBegan, match="from 1 January 2026"):
            give_up(practice, until_on=day, **given)
    with pytest.raises(errors.NotDoneThere, match="Leeds does not do it"):
        give_up(practice, until_on=ENDED, **given | {"unit": world.leeds})
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.update(given_up_at=NOW)


def test_the_months_until_then_still_count_and_later_ones_for_nobody(world):
    practice = gave_it_up(world)
    months = [date(2026, month, 1) for month in (1, 2, 3)]
    of = {(unit.pk, month): NpsTally(1, 1, 1) for unit in (world.york, world.leeds) for month in months}
    kept = without_what_came_after(Ground(of, {world.york.pk: BEGAN}, {}), practice)
    assert sorted(month for unit, month in kept.tallies if unit == world.york.pk) == months[:1]
    assert sorted(month for unit, month in kept.tallies if unit == world.leeds.pk) == months


def test_the_picture_beside_others_leaves_out_what_came_after(world):
    practice = taken_up(world)
    for month in (12, 1, 2, 3):
        answers(world.york, date(2026 - (month == 12), month, 1), 9, 9, 9)
    read_new_signals(at=NOW)
    before = beside_others(practice, TODAY).ground
    given = {"unit": world.york, "until_on": ENDED, "because": WHY, "by": world.york_lead.person, "at": NOW}
    give_up(practice, **given)
    after = beside_others(practice, TODAY).ground
    assert {month.month for _, month in before.tallies} == {12, 1, 2, 3}
    assert {month.month for _, month in after.tallies} == {12, 1}


def test_what_a_team_s_own_score_did_until_then_stands_beside_as_many_days_before(world):
    practice = gave_it_up(world)
    answers(world.york, date(2025, 12, 1), *[0] * 20)
    answers(world.york, date(2026, 1, 1), *[10] * 20)
    answers(world.york, date(2026, 3, 1), *[0] * 20)
    read_new_signals(at=NOW)
    (found,) = what_it_did(practice, {world.york.pk})
    assert (found.before.score, found.meanwhile.score) == (-100, 100)
    assert (found.before.n, found.meanwhile.n) == (20, 20)
    assert found.before.period == "11 November 2025 to 31 December 2025"
    assert what_it_did(practice, {world.leeds.pk}) == []


def test_the_page_says_it_to_everybody_and_the_scores_to_who_may_see_them(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    practice = taken_up(world)
    address = f"/act/practices/{practice.pk}/"
    york, leeds = signed_in(world.york_lead), signed_in(world.lead)
    form = {"unit": world.york.pk, "until_on": ENDED.isoformat(), "because": WHY}
    assert "A team does it no more" not in leeds.get(address).content.decode()
    assert leeds.post(f"{address}give-up/", form).status_code == 422
    assert york.post(f"{address}give-up/", form | {"because": ""}).status_code == 422
    page = york.post(f"{address}give-up/", form, follow=True).content.decode()
    assert "York gave it up. Others read why." in page
    assert "While they did it:" in page
    seen = leeds.get(address).content.decode()
    assert WHY in seen
    assert "While they did it:" not in seen
    again = york.post(f"{address}give-up/", form, follow=True).content.decode()
    assert "Yara Lead has written down already that York gave it up." in again


@pytest.mark.django_db(transaction=True)
def test_two_who_write_it_down_at_once_write_it_once():
    world = make_world()
    practice = taken_up(world)
    given = {"unit": world.york, "until_on": ENDED, "because": WHY, "at": NOW}
    people = (world.york_lead.person, world.office.person)
    told = at_once(*(lambda who=who: give_up(practice, by=who, **given) for who in people))
    assert told == [f"{Adoption.objects.get().given_up_by} has written down already that York gave it up."]
