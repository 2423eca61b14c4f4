"""A good idea becomes a card; others take it up; what their scores did is said with care."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, transaction

from groundswell.act.huddles.tests.test_running import running
from groundswell.act.initiatives.cells import Ground
from groundswell.act.practices import errors
from groundswell.act.practices.actions import share_practice, take_up, withdraw_practice
from groundswell.act.practices.effect import CAVEAT, Beside, beside_others
from groundswell.act.practices.models import Adoption, Practice
from groundswell.act.practices.queries import found_by, may_withdraw, practices_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import Unit
from groundswell.science.effects.effect import Effect, Verdict
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal, make_user

TODAY = NOW.date()


def shared(world, **changes) -> Practice:
    given = {"why": "They rang.", "how": "Print cards.", "unit": world.leeds, "since_on": TODAY} | changes
    return share_practice("The day on a card", **given, by=world.lead.person, at=NOW)


def answers(unit: Unit, month: date, *scores: int) -> None:
    for number, score in enumerate(scores):
        make_signal(score, unit=unit, at=datetime(month.year, month.month, 5 + number % 20, 12, tzinfo=UTC))


def test_a_practice_says_what_why_how_and_whose(world):
    practice = shared(world)

    assert (practice.what, practice.unit, practice.by) == (
        "The day on a card",
        world.leeds,
        world.lead.person,
    )
    assert [event.verb for event in events_of(practice)] == ["shared a practice"]
    with pytest.raises(IntegrityError), transaction.atomic():
        shared(world, how="")


def test_another_team_takes_it_up_once_and_its_own_team_never(world):
    practice = shared(world)
    given = {"from_on": TODAY, "at": NOW}
    take_up(practice, unit=world.york, by=world.york_lead.person, **given)

    with pytest.raises(errors.AlreadyTakenUp, match="Yara Lead has written down already that York does it"):
        take_up(practice, unit=world.york, by=world.office.person, **given)
    with pytest.raises(errors.ItIsTheirs):
        take_up(practice, unit=world.leeds, by=world.lead.person, **given)
    assert Adoption.objects.get().unit == world.york


def test_a_withdrawn_practice_says_why_and_is_taken_up_no_more(world):
    practice = shared(world)
    with pytest.raises(errors.WithdrawingNeedsAReason):
        withdraw_practice(practice, why=" ", by=world.lead.person, at=NOW)
    withdraw_practice(practice, why="It annoyed them.", by=world.lead.person, at=NOW)

    with pytest.raises(errors.NoLongerHolds, match="Lena Lead has withdrawn"):
        take_up(practice, unit=world.york, from_on=TODAY, by=None, at=NOW)
    with pytest.raises(errors.NoLongerHolds):
        withdraw_practice(practice, why="Again", by=None, at=NOW)


def test_scores_that_moved_alike_are_said_to_have():
    alike = Effect(0.2, -1.4, 1.8, 0.8, 4, 9, 800, 700, None, Verdict.DID_NOT)

    assert Beside(alike, Ground({}, {}, {})).sentence == (
        "The scores of teams with it and without it moved alike over the same months: 0 points (−1 to +2) apart."
    )


def test_groups_that_moved_apart_before_are_not_said_to_differ_by_chance():
    apart = Effect(
        10, 1, 19, 0.03, 5, 16, 800, 700, None, Verdict.CANNOT_TELL, needs=("They moved apart before.",)
    )

    assert Beside(apart, Ground({}, {}, {})).sentence == (
        "We cannot tell: teams with it moved +10 points (+1 to +19) against teams without it. They moved apart before."
    )


def test_everybody_inside_reads_it_partners_do_not_and_its_team_or_those_who_steer_withdraw_it(world):
    practice = shared(world)

    assert list(practices_visible_to(world.york_lead)) == [practice]
    assert list(practices_visible_to(world.partner)) == []
    assert [may_withdraw(practice, user) for user in (world.lead, world.office, world.york_lead)] == [
        True,
        True,
        False,
    ]


def test_it_is_found_by_its_words_its_team_and_its_author(world):
    practice = shared(world)
    every = Practice.objects.all()

    for found in ("card day", "leeds", "lena PRINT", ""):
        assert list(found_by(every, found)) == [practice]
    assert list(found_by(every, "card york")) == []


def test_with_too_few_answers_nobody_can_tell(world):
    practice = shared(world)
    assert beside_others(practice, TODAY).sentence.startswith("We cannot tell yet.")
    answers(world.leeds, date(2026, 1, 1), 9, 9)
    read_new_signals(at=NOW)

    found = beside_others(practice, TODAY)

    assert found.sentence.startswith("We cannot tell yet.")
    assert not found.can_tell


def _teams(world, count: int) -> list[Unit]:
    return [Unit.objects.create(code=f"t{n}", name=f"Team {n}", parent=world.shops) for n in range(count)]


def _months() -> list[date]:
    return [date(2025, month, 1) for month in range(9, 13)] + [date(2026, 1, 1)]


def test_a_difference_beyond_chance_is_an_association_and_never_called_a_cause(world, signed_in):
    teams = _teams(world, 8)
    practice = shared(world, unit=teams[0], since_on=date(2025, 11, 1))
    for unit in teams[1:4]:
        take_up(practice, unit=unit, from_on=date(2025, 11, 1), by=None, at=NOW)
    for number, unit in enumerate(teams):
        for month in _months():
            better = number < 4 and month >= date(2025, 11, 1)
            low = 0 if better else 3
            answers(unit, month, *[10] * (6 - low), *[3] * low, 10 if (number + month.month) % 3 else 3)
    read_new_signals(at=NOW)

    found = beside_others(practice, TODAY)

    assert found.can_tell
    assert found.effect.low > 20
    assert found.sentence.startswith("The scores of teams with it moved +")
    assert "against those of teams without it over the same months" in found.sentence
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.york_lead).get(f"/act/practices/{practice.pk}/").content.decode()
    assert CAVEAT in page
    assert "worked" not in page.split("<main")[1]
    assert "4 teams with it and 4 without it" in page


def test_what_chance_may_explain_is_said_to_be_unknown(world):
    chance, teams = Random(7), _teams(world, 6)
    practice = shared(world, unit=teams[0], since_on=date(2025, 11, 1))
    for unit in teams[1:3]:
        take_up(practice, unit=unit, from_on=date(2025, 11, 1), by=None, at=NOW)
    for unit in teams:
        for month in _months():
            answers(unit, month, *(chance.choice((0, 3, 8, 10)) for _ in range(6)))
    read_new_signals(at=NOW)

    assert beside_others(practice, TODAY).sentence.startswith("We cannot tell: teams with it moved")


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def test_sharing_and_taking_up_in_the_pages(world, signed_in, at_noon):
    lead, york = signed_in(world.lead), signed_in(world.york_lead)
    form = {"what": "A card", "why": "They rang.", "how": "Print.", "unit": world.leeds.pk, "since_on": TODAY}
    page = lead.post("/act/practices/new/", form, follow=True).content.decode()
    assert "Shared. Other teams find it here." in page
    practice = Practice.objects.get()

    assert "York does it, too" in york.get(f"/act/practices/{practice.pk}/").content.decode()
    one_tap = {"unit": world.york.pk, "from_on": TODAY.isoformat()}
    page = york.post(f"/act/practices/{practice.pk}/take-up/", one_tap, follow=True).content.decode()
    assert "York does it, too." in page
    again = york.post(f"/act/practices/{practice.pk}/take-up/", one_tap, follow=True).content.decode()
    assert "has written down already" in again
    assert "1 other team does it, too" in york.get("/act/practices/?words=card").content.decode()


def test_nobody_takes_it_up_for_a_team_out_of_sight(world, signed_in, at_noon):
    practice = shared(world, unit=world.web)
    answer = signed_in(world.york_lead).post(
        f"/act/practices/{practice.pk}/take-up/", {"unit": world.leeds.pk, "from_on": TODAY.isoformat()}
    )

    assert answer.status_code == 422
    assert not Adoption.objects.exists()


def test_who_looks_on_shares_and_withdraws_nothing(world, signed_in, at_noon):
    practice = shared(world)
    analyst = signed_in(make_user("Anna Analyst", world.root, User.Role.ANALYST))

    assert analyst.get("/act/practices/new/").status_code == 403
    assert analyst.post(f"/act/practices/{practice.pk}/withdraw/", {"why": "No"}).status_code == 403
    assert (
        signed_in(world.york_lead).post(f"/act/practices/{practice.pk}/withdraw/", {"why": "x"}).status_code
        == 403
    )
    assert not hasattr(Practice.objects.get(), "withdrawal")


def test_a_withdrawn_card_stands_in_its_own_list(world, signed_in, at_noon):
    practice = shared(world)
    lead = signed_in(world.lead)
    lead.post(f"/act/practices/{practice.pk}/withdraw/", {"why": "It annoyed them."})

    assert "The day on a card" not in lead.get("/act/practices/").content.decode()
    assert "It annoyed them." in lead.get("/act/practices/?show=withdrawn").content.decode()


def test_a_practice_from_a_huddle_names_it(world, signed_in, at_noon):
    huddle = running(world)
    form = {
        "what": "A card",
        "why": "They rang.",
        "how": "Print.",
        "unit": world.leeds.pk,
        "since_on": TODAY - timedelta(days=1),
    }
    signed_in(world.lead).post(f"/act/practices/new/?huddle={huddle.pk}", form)

    assert Practice.objects.get().huddle == huddle
