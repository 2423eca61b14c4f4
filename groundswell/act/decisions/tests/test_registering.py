"""Registering a decision, saying what it does to customers, and what came of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.decisions.actions import Impact, assess, learn, register, set_limits
from groundswell.act.decisions.errors import AlreadyLearned, DecisionRefused, OtherContent
from groundswell.act.decisions.models import Assessment, RegisteredDecision
from groundswell.act.decisions.queries import before_and_after, decisions_visible_to, owed, to_look_at
from groundswell.act.decisions.rules import obliged_because
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.queries import events_of
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal

EFFECT = date(2025, 12, 1)


def registered(world, **changes):
    given = {
        "what": "Parcels below 30 cost 3.90.",
        "door": "page",
        "by": world.office,
        "at": NOW,
        "takes_effect_on": EFFECT,
    }
    return register("Delivery fee", **{**given, **changes})[0]


def assessed(world, decision, **changes):
    given = {"who": "Everybody who orders little", "expected_low": Decimal(-6), "expected_high": Decimal(-1)}
    given |= {"touchpoints": [world.delivery], "watch": [world.delivery]}
    return assess(decision, Impact(**{**given, **changes}), by=world.office, at=NOW)


def answers(world, day, scores):
    for number, score in enumerate(scores):
        at = NOW.replace(year=day.year, month=day.month, day=day.day, hour=8) + timedelta(minutes=number)
        make_signal(score, touchpoint=world.delivery, unit=world.leeds, at=at, customer=make_customer())


def test_the_same_key_of_a_source_is_one_decision_and_other_content_is_refused(world):
    given = {"source": "api:finance", "key": "F1"}
    first = registered(world, **given)
    assert registered(world, **given) == first
    with pytest.raises(OtherContent):
        registered(world, what="Something else.", **given)
    assert registered(world, source="api:product", key="F1") != first
    assert [event.verb for event in events_of(first)] == ["registered a decision"]


def test_those_who_spoke_there_in_a_year_are_counted_when_nobody_says_how_many(world):
    answers(world, date(2026, 2, 2), [3, 9, 9])
    answers(world, date(2024, 2, 2), [3])
    made = assessed(world, registered(world))
    assert (made.customers_touched, made.is_counted) == (3, True)
    elsewhere = assessed(world, registered(world), units=[world.york])
    assert elsewhere.customers_touched == 0
    told = assessed(world, registered(world), customers_touched=120)
    assert (told.customers_touched, told.is_counted) == (120, False)
    Customer.objects.filter(signals__score=3).update(segment="Families")
    families = assessed(world, registered(world), segment="families")
    assert families.customers_touched == 1
    nowhere = assessed(world, registered(world), touchpoints=[])
    assert (nowhere.customers_touched, nowhere.is_counted) == (None, False)


def test_whom_it_may_harm_is_never_named_without_what_is_done_for_them(world):
    decision = registered(world)
    with pytest.raises(DecisionRefused, match="Say what you do"):
        assessed(world, decision, vulnerable="Customers without a car")
    with pytest.raises(DecisionRefused, match="The best is not below the worst"):
        assessed(world, decision, expected_high=Decimal(-7))
    made = assessed(world, decision, vulnerable="Customers without a car", mitigations="Collecting is free")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=made.pk).update(mitigations="")


def test_a_later_assessment_stands_and_the_earlier_stays(world):
    decision = registered(world)
    assessed(world, decision)
    later = assess(
        decision,
        Impact("Nobody", Decimal(0), Decimal(0)),
        by=world.office,
        at=NOW + timedelta(hours=1),
    )
    assert (decision.assessments.first(), decision.assessments.count()) == (later, 2)


def test_the_limits_say_when_it_is_obligatory(world):
    assert obliged_because(Decimal(49_999), 999) == []
    assert obliged_because(None, None) == []
    assert len(obliged_because(Decimal(50_000), 1_000)) == 2
    large, small = registered(world, amount=Decimal(20_000)), registered(world, amount=Decimal(10))
    assert list(owed(RegisteredDecision.objects.all())) == []
    made = set_limits(amount=Decimal(20_000), customers=10, look_after_days=30, by=world.office, at=NOW)
    assert [event.verb for event in events_of(made)] == ["set limits"]
    assert list(owed(RegisteredDecision.objects.all())) == [large]
    assert obliged_because(small.amount, 10) == ["it touches 10 customers, and from 10 on it is obligatory"]
    assessed(world, large)
    assert list(owed(RegisteredDecision.objects.all())) == []


def test_what_is_watched_is_compared_before_and_after_and_never_called_a_cause(world):
    answers(world, date(2025, 11, 3), [9] * 30 + [3] * 10)
    answers(world, date(2025, 12, 8), [9] * 5 + [3] * 35)
    read_new_signals(at=NOW)
    decision = registered(world)
    assessed(world, decision)
    one = before_and_after(decision, NOW)[0]
    assert (one.before.n, one.before.score, one.after.n, one.after.score) == (40, 50, 40, -75)
    assert "125 points lower than before" in one.words
    assert "Without a comparison group nobody can say that the decision caused it." in one.words
    assert not one.is_early


def test_too_few_answers_tell_nothing_and_a_small_change_is_not_called_one(world):
    answers(world, date(2025, 11, 3), [9] * 10 + [3] * 9)
    answers(world, date(2025, 12, 8), [9] * 9)
    read_new_signals(at=NOW)
    decision = registered(world)
    assessed(world, decision)
    assert before_and_after(decision, NOW)[0].words == "Too few answers to tell."
    answers(world, date(2025, 12, 9), [3] * 8)
    read_new_signals(at=NOW)
    assert "cannot be told from chance" in before_and_after(decision, NOW)[0].words
    first = registered(world, takes_effect_on=date(2025, 11, 3))
    assert before_and_after(first, NOW) == []
    assessed(world, first)
    assert before_and_after(first, NOW)[0].words == "Too few answers to tell."
    early = registered(world, takes_effect_on=NOW.date() - timedelta(days=3))
    assessed(world, early)
    assert before_and_after(early, NOW)[0].is_early
    later = registered(world, takes_effect_on=NOW.date() + timedelta(days=3))
    assessed(world, later)
    assert before_and_after(later, NOW) == []


def test_the_first_words_about_what_came_of_it_stand(world):
    decision = registered(world)
    assessed(world, decision)
    everything = RegisteredDecision.objects.all()
    assert list(to_look_at(everything, NOW.date())) == [decision]
    learn(decision, words="Fewer small orders.", by=world.office, at=NOW)
    assert list(to_look_at(everything, NOW.date())) == []
    with pytest.raises(DecisionRefused, match="Say what you saw"):
        learn(registered(world), words=" ", by=world.lead, at=NOW)
    with pytest.raises(AlreadyLearned, match="Olu Office said what came of it"):
        learn(decision, words="More.", by=world.lead, at=NOW)
    assert learn(registered(world), words="Of another one.", by=world.lead, at=NOW).words == "Of another one."


def test_who_filed_or_owns_a_decision_sees_it_and_partners_see_none(world):
    mine = registered(world, by=world.frontline)
    owned = registered(world, owner=world.york_lead.person)
    assert set(decisions_visible_to(world.office)) == {mine, owned}
    assert list(decisions_visible_to(world.frontline)) == [mine]
    assert list(decisions_visible_to(world.york_lead)) == [owned]
    nobody = User(role=User.Role.FRONTLINE)
    RegisteredDecision.objects.update(filed_by=world.partner.person)
    for user in (world.partner, nobody):
        assert list(decisions_visible_to(user)) == []


def test_what_happened_is_held_against_the_range_that_was_expected_before_it(world):
    answers(world, date(2025, 11, 3), [9] * 30 + [3] * 10)
    answers(world, date(2025, 12, 8), [9] * 5 + [3] * 35)
    read_new_signals(at=NOW)
    decision = registered(world)

    def told(**expected):
        made = assessed(world, decision, **expected)
        afterwards = before_and_after(decision, NOW)[0].words
        Assessment.objects.filter(pk=made.pk).update(at=NOW - timedelta(days=200))
        before = before_and_after(decision, NOW)[0].words
        made.delete()
        assert "were expected" not in afterwards
        return before.rpartition("caused it. ")[2]

    assert told() == "−6 to −1 points were expected. It is worse than that."
    wide = {"expected_low": Decimal(-200), "expected_high": Decimal(0)}
    assert told(**wide) == "−200 to 0 points were expected. It is as expected."
    near = {"expected_low": Decimal(-130), "expected_high": Decimal(0)}
    assert told(**near).endswith("Whether it is as expected cannot be told.")
    above = {"expected_low": Decimal(-200), "expected_high": Decimal(-125)}
    assert told(**above).endswith("Whether it is as expected cannot be told.")
    bad = {"expected_low": Decimal(-200), "expected_high": Decimal(-190)}
    assert told(**bad).endswith("It is better than that.")
