"""The lists of the room and what each may be narrowed by: every figure of the health page opens one of them."""

from datetime import datetime
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.look.components import Tab

from .earning import that_bought
from .judging import YEAR, Why
from .knowing import Standing, rules_in_force, standings
from .models import Advocate, Ask
from .queries import (
    active_advocates,
    advocates_visible_to,
    asked_to_the_full,
    asks_visible_to,
    living_advocates,
    promoters_to_thank,
    referrals_visible_to,
    refusals_visible_to,
    said_otherwise,
    with_what_they_did,
)

RESTS = (Why.NOT_NOW, Why.QUARTER, Why.YEAR, Why.POOR, Why.SURVEY, Why.TOO_SOON)
"""Those who are free by themselves once days are over."""
TABS = {
    "to-thank": (),
    "to-ask": tuple(Why.values),
    "advocates": ("active", "full", "left"),
    "asks": ("open", *Ask.Answer.values, "done"),
    "referrals": ("bought", "otherwise", "refused"),
}
STATES = {
    "to-thank": {},
    "to-ask": {**dict(Why.choices), "resting": "Resting"},
    "advocates": {
        "active": "Active", "full": "Asked to the full", "left": "Left", **dict(Advocate.Why.choices),
        "unsaid": "Left without a word",
    },
    "asks": {
        "open": "Open", **dict(Ask.Answer.choices), "done": "Done", "answered": "Answered",
        "ended": "Answered, or ended without an answer",
    },
    "referrals": {"bought": "Bought", "otherwise": "Say otherwise", "refused": "Not counted"},
}  # fmt: skip
EVERY_STATE = {name: words for states in STATES.values() for name, words in states.items()}
ANSWERED = (Ask.Answer.YES, Ask.Answer.NOT_NOW, Ask.Answer.NEVER)


def rows_of(user: User, show: str, state: str, at: datetime, *, is_year: bool, stand: list[Standing]) -> Any:
    """The rows of one list, narrowed by one of its states, and to what happened in the last 365 days."""
    since = at - YEAR if is_year else None
    if show == "to-thank":
        return promoters_to_thank(user, at)
    if show == "to-ask":
        return _to_ask(stand, state)
    if show == "asks":
        return _asks(user, state, since)
    return _referrals(user, state, since) if show == "referrals" else _advocates(user, state, at, since)


def everybodys_standing(user: User, at: datetime) -> list[Standing]:
    """Each who speaks for us, within sight, with what speaks against asking them."""
    return standings(list(living_advocates(advocates_visible_to(user))), at)


def narrowings(show: str, state: str, stand: list[Standing]) -> list[Tab]:
    """By what a list may be narrowed; of those who are not asked now, each reason with how many it holds back."""
    names = TABS[show]
    counts: dict[str, int | None] = dict.fromkeys(names)
    if show == "to-ask":
        held = [one.held.why for one in stand if one.held]
        counts = {why.value: held.count(why) for why in Why if why in held}
    everything = {"to-ask": "May be asked now", "advocates": "Speak for you"}.get(show, "All")
    tabs = [
        Tab(STATES[show][name], f"?show={show}&state={name}", name == state, count)
        for name, count in counts.items()
    ]
    return [Tab(everything, f"?show={show}", not state), *tabs] if tabs else []


def _to_ask(found: list[Standing], state: str) -> list[Standing]:
    wanted = set(RESTS) if state == "resting" else {state}
    if state:
        return [one for one in found if one.held and one.held.why in wanted]
    return [one for one in found if one.held is None]


def _asks(user: User, state: str, since: datetime | None) -> Any:
    asks = asks_visible_to(user)
    if since:
        asks = asks.filter(asked_at__gt=since)
    if state == "done":
        return asks.filter(done_at__isnull=False)
    several = {"answered": ANSWERED, "ended": (*ANSWERED, Ask.Answer.SILENT), "open": ("",)}
    return asks.filter(answer__in=several.get(state, (state,))) if state else asks


def _advocates(user: User, state: str, at: datetime, since: datetime | None) -> Any:
    seen = advocates_visible_to(user)
    if state == "active":
        return with_what_they_did(active_advocates(seen, at))
    if state == "full":
        full = asked_to_the_full(seen, rules_in_force().per_year, at)
        return with_what_they_did(seen.filter(pk__in=full.values("pk")))
    left = seen.filter(left_at__gt=since) if since else seen.exclude(left_at=None)
    if state in Advocate.Why.values or state == "unsaid":
        return with_what_they_did(left.filter(left_because="" if state == "unsaid" else state))
    return with_what_they_did(left) if state == "left" else living_advocates(seen)


def _referrals(user: User, state: str, since: datetime | None) -> Any:
    if state == "refused":
        return refusals_visible_to(user)
    seen = referrals_visible_to(user)
    seen = seen.filter(at__gt=since) if since else seen
    if state == "bought":
        return that_bought(seen)
    return said_otherwise(seen) if state == "otherwise" else seen
