"""The judge of the simulated year is judged: each planted bug breaks one rule, and a year must show it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from groundswell.foundation.customers import actions as consents
from groundswell.foundation.customers.queries import Persons
from groundswell.listen.asking import drawing, planning, queries, quotas, rules, sending
from groundswell.listen.channels.outbox import reach
from groundswell.listen.channels.outbox.models import LostAddress
from groundswell.listen.channels.outbox.quiet import Quiet

from . import what_people_say
from .a_year import Breach, Shape, lived

BUSY = Shape(
    seed=3,
    days=240,
    people=10,
    amounts={
        "floor": 50,
        "person_window": 12,
        "account_window": 20,
        "survey_window": 30,
        "precedence": 14,
        "yearly_cap": 6,
        "holidays": 1,
        "quiet_from": 20,
        "quiet_until": 9,
    },
    own_window=60,
    share=90,
    wait_hours=2,
    reminders=2,
    remind_after=3,
    quota=1,
    spread=10,
)
"""A year in which every rule has much to do."""


def _no_window(reason: str):
    real = rules._window

    def window(candidate, moments, days, at, found, words):
        return None if found == reason else real(candidate, moments, days, at, found, words)

    return window


def _without(reason: str):
    real = rules._never

    def never(candidate):
        found = real(candidate)
        return None if found and found.reason == reason else found

    return never


def _alone(records):
    """Every record is a person of its own."""
    records = list(records)
    return Persons({one: one for one in records}, {one: frozenset([one]) for one in records})


def _by_any_channel(persons, purpose):
    return {
        pk: queries.Reach(reach.addresses, frozenset({"email", "text"}) if reach.allows else frozenset())
        for pk, reach in REACH_OF(persons, purpose).items()
    }


def _a_day_early(candidate, moments, days, at, reason, words):
    return WINDOW(candidate, moments, max(0, days - 1), at, reason, words)


def _remind_a_day_early(plan, at):
    plan.remind_after_days -= 1
    return REMIND(plan, at)


def _hear_whatever_comes(customer, word, *, by, at):
    change = consents.give_consent if word.agrees else consents.withdraw_consent
    change(consents.hold_person(customer.pk), word.purpose, channel=word.channel, by=by, at=at)


WINDOW, FLOOR, REACH_OF = rules._window, rules._floor, queries.reach_of
QUIET_IN, REMIND = rules.Rules.quiet_in, drawing._remind
PLANTED = {
    "the floor is forgotten": (rules, "_floor", lambda *given: None),
    "reminders do not count for the floor": (
        rules,
        "_floor",
        lambda who, past, *given: FLOOR(
            who, rules.replace(past, asks=tuple(one for one in past.asks if not one.is_reminder)), *given
        ),
    ),
    "the window of a person is forgotten": (rules, "_window", _no_window("person_window")),
    "the window of an account is forgotten": (rules, "_window", _no_window("account_window")),
    "the window of a survey is forgotten": (rules, "_window", _no_window("survey_window")),
    "windows end a day early": (rules, "_window", _a_day_early),
    "the yearly cap is forgotten": (rules, "_cap", lambda *given: None),
    "a relationship question has no precedence": (rules, "_precedence", lambda *given: None),
    "nothing is quiet": (Quiet, "over_at", lambda *given: None),
    "quiet hours run on our own clock": (
        rules.Rules,
        "quiet_in",
        lambda given, zone: QUIET_IN(given, "Europe/London"),
    ),
    "holidays are forgotten": (Quiet, "is_free_day", lambda *given: False),
    "a ban is forgotten": (rules, "_never", _without("do_not_contact")),
    "consent is forgotten": (rules, "_never", _without("no_consent")),
    "consent by one channel counts for all": (queries, "reach_of", _by_any_channel),
    "consent to answers counts as consent to questions": (
        queries,
        "reach_of",
        lambda persons, purpose: REACH_OF(persons, "contact"),
    ),
    "who left is asked": (rules, "_never", _without("left")),
    "a closed survey asks": (rules, "_never", _without("survey_closed")),
    "who answered is reminded": (rules, "_never", _without("answered")),
    "quotas are forgotten": (sending, "full_cells", lambda *given: frozenset()),
    "quotas never end with their month": (quotas, "FOR_ALL_TIME", frozenset({"wave", "rolling", "episode"})),
    "merged records are two people": (queries, "whole_persons", _alone),
    "accounts are forgotten": (queries, "account_mates", lambda persons: {}),
    "an ended plan asks on": (
        queries,
        "waiting",
        lambda: queries.Ask.objects.filter(plan__isnull=False, sending=None, suppressions=None),
    ),
    "reminders come early": (drawing, "_remind", _remind_a_day_early),
    "a paused plan sends on": (queries, "waiting", lambda: queries.unfinished()),
    "stale questions go out after a pause": (planning, "TOO_LATE", timedelta(days=999)),
    "a late word from outside undoes a newer one": (what_people_say, "hear_word", _hear_whatever_comes),
    "a refusal binds one record": (consents, "person_ids", lambda customer: {customer.pk}),
    "a lost address is written to": (
        reach,
        "_lost",
        lambda medium: LostAddress.objects.none().values("address"),
    ),
}
PROVOKED: dict[str, dict[str, Any]] = {
    "the floor is forgotten": {"often": "second"},
    "reminders do not count for the floor": {
        "often": "second",
        "reminders": 3,
        "quota": None,
        "share": 100,
        "amounts": BUSY.amounts | {"floor": 71, "person_window": 8, "account_window": 0},
    },
    "the yearly cap is forgotten": {"often": "by_hand", "amounts": BUSY.amounts | {"yearly_cap": 2}},
    "a ban is forgotten": {"often": "ban"},
    "consent is forgotten": {"often": "withdraw"},
    "consent by one channel counts for all": {"often": "give"},
    "consent to answers counts as consent to questions": {"often": "give"},
    "who left is asked": {"often": "goes"},
    "a closed survey asks": {"often": "close"},
    "who answered is reminded": {"often": "answer"},
    "quotas are forgotten": {"often": "answer"},
    "quotas never end with their month": {"often": "answer"},
    "merged records are two people": {"often": "merge"},
    "accounts are forgotten": {"often": "join"},
    "an ended plan asks on": {"often": "end"},
    "a paused plan sends on": {"often": "pause"},
    "stale questions go out after a pause": {"often": "pause"},
    "a late word from outside undoes a newer one": {"often": "word_from_outside"},
    "a refusal binds one record": {"often": "merge"},
}
"""A year that gives the bug many occasions to show itself."""
SHOWN_IN = {
    "the yearly cap is forgotten": 3,
    "holidays are forgotten": 4,
    "quotas never end with their month": 2,
    "a late word from outside undoes a newer one": 2,
    "a closed survey asks": 10,
    "reminders come early": 2,
    "a refusal binds one record": 8,
    "stale questions go out after a pause": 11,
    "who answered is reminded": 12,
    "a lost address is written to": 1,
}
"""The year in which it showed itself when it was last looked for, where that is not the first, or where it shows sooner. It is tried before all."""
YEARS = 40


@pytest.mark.once
@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_does_not_survive_the_year(db, monkeypatch, bug):
    monkeypatch.setattr(*PLANTED[bug])
    with pytest.raises(Breach):  # noqa: PT012 which year shows it is chance, until the rules change
        for seed in (SHOWN_IN.get(bug, 0), *range(YEARS)):
            lived(replace(BUSY, seed=seed, **PROVOKED.get(bug, {})))
