"""Answers become signals, with the invitations that brought them and those that nobody answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from demo.answers import BEGS_AT, Answers
from demo.chance import Whole, stream
from demo.customers import Customers
from demo.journey import BRAND, Journey
from demo.months import Months
from demo.organisation import Organisation
from demo.plan import ASKS, BEGGING_SHOP
from demo.products import metadata_of
from demo.resting import Rest, rested, silent_pool
from demo.texts import Texts, has_words
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.actions import NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation, SurveyVersion

MORE_SILENT = 0.15
"""Beside each who answers by e-mail one stays silent, and for this share a second one."""

SERVED_BY_SOMEBODY = frozenset(
    {"shop-visit", "fitting-room", "alterations", "returns", "order-help", "complaint-handling"}
)
SOURCE = "demonstration"
WAIT = timedelta(hours=20)
"""From the episode to the question by e-mail."""

TRIES = 40
Mailed = tuple[NewSignal, datetime, int]
"""An answer by e-mail, when it was asked for, and in which month of the two years it came."""

AT_ONCE = 600


@dataclass(frozen=True)
class Ground:
    """Everything an answer may refer to."""

    organisation: Organisation
    journey: Journey
    customers: Customers
    months: Months


def store_answers(seed: int, answers: Answers, ground: Ground, texts: Texts) -> int:
    """Store every answer with its invitation where an e-mail asked for it. Returns how many signals."""
    rng, rest = stream(seed, "signals"), Rest(ground.customers, ground.months)
    customer, moments = rested(answers, rest)
    drawn = replace(answers, customer=customer)
    new = [
        replace(_new_signal(rng, place, drawn, moments[place], ground, texts), metadata=beside)
        for place, beside in enumerate(metadata_of(seed, drawn))
    ]
    _link_invitations(new, moments, ground)
    rows = [_row(one) for one in new]
    Signal.objects.bulk_create(rows, batch_size=AT_ONCE)
    mailed = [
        (one, at, int(month))
        for one, at, month in zip(new, moments, drawn.month, strict=True)
        if at is not None
    ]
    _invite_silent_ones(rng, mailed, ground, rest)
    return len(rows)


def _new_signal(
    rng: np.random.Generator,
    place: int,
    answers: Answers,
    asked_at: datetime | None,
    ground: Ground,
    texts: Texts,
) -> NewSignal:
    code = list(ASKS)[answers.ask[place]]
    ask, score = ASKS[code], int(answers.score[place])
    unit = ask.units[answers.unit[place]]
    month, channel = int(answers.month[place]), answers.channel[place]
    submitted_at = ground.months.moment(month, int(answers.day[place]), int(answers.minute[place]))
    customer = int(answers.customer[place])
    words = texts.about(code, score, customer) if has_words(rng, ask.words, score) else ""
    point = ground.journey.touchpoints.get(code)
    employee = employee_at(rng, code, unit, ground.organisation)
    return NewSignal(
        source=SOURCE,
        key=f"answer-{place + 1:06d}",
        channel=channel,
        score=score,
        comment=words,
        kind_of_score="relationship" if code == BRAND else "experience",
        touchpoint_id=point and point.pk,
        unit_id=ground.organisation.units[unit].pk,
        employee_id=employee and employee.pk,
        customer_id=ground.customers.rows[customer].pk,
        version_id=version_at(ground.journey, code, submitted_at).pk,
        episode_at=asked_at - WAIT
        if asked_at
        else submitted_at - timedelta(minutes=int(answers.chance[place] * 20)),
        submitted_at=submitted_at,
    )


def employee_at(rng: np.random.Generator, code: str, unit: str, organisation: Organisation) -> Person | None:
    """Who served the customer, where somebody did."""
    if code not in {
        "shop-visit",
        "fitting-room",
        "alterations",
        "returns",
        "order-help",
        "complaint-handling",
    }:
        return None
    people = organisation.frontline(unit)
    return people[int(rng.integers(len(people)))]


def version_at(journey: Journey, code: str, at: datetime) -> SurveyVersion:
    """The wording that was asked at a moment."""
    first, *later = journey.versions[code]
    return next((version for version in reversed(later) if version.created_at <= at), first)


def _link_invitations(new: list[NewSignal], moments: list[datetime | None], ground: Ground) -> None:
    """One invitation per e-mail answer, a day after the episode. No messages: these years lie before the outbox."""
    mailed = [(place, at) for place, at in enumerate(moments) if at]
    invitations = Invitation.objects.bulk_create(
        [
            Invitation(
                version_id=new[place].version_id,
                customer_id=new[place].customer_id,
                touchpoint_id=new[place].touchpoint_id,
                unit_id=new[place].unit_id,
                employee_id=new[place].employee_id,
                episode_at=new[place].episode_at,
                invited_at=at,
            )
            for place, at in mailed
        ],
        batch_size=AT_ONCE,
    )
    for (place, _), invitation in zip(mailed, invitations, strict=True):
        new[place] = replace(new[place], invitation_id=invitation.pk)


def _row(new: NewSignal) -> Signal:
    """The record as the reception of signals writes it, received in the moment of the answer."""
    sealed = new.sealed()
    values = {name: getattr(sealed, name) for name in NewSignal.__slots__}
    return Signal(**values, received_at=sealed.submitted_at)


def _invite_silent_ones(rng: np.random.Generator, mailed: list[Mailed], ground: Ground, rest: Rest) -> None:
    """Who was invited and did not answer: more often customers without strong feelings.

    In the shop that begs the unhappy were not invited, so the shop has fewer invitations for as many customers served.
    """
    begging = ground.organisation.units[BEGGING_SHOP].pk
    begged_at = {ground.journey.touchpoints[code].pk for code in BEGS_AT}
    asked = [one for one in mailed if one[0].unit_id != begging or one[0].touchpoint_id not in begged_at]
    times = 1 + (rng.random(len(asked)) < MORE_SILENT)
    pools, rows = silent_pool(ground.customers, ground.months), []
    for (beside, at, month), count in zip(asked, times, strict=True):
        is_brand = beside.touchpoint_id is None
        for who in _silent_ones(rng, pools[month], int(count), at, is_brand, rest):
            rows.append(_silent(beside, ground.customers.rows[who].pk, at))
    Invitation.objects.bulk_create(rows, batch_size=AT_ONCE)


def _silent_ones(
    rng: np.random.Generator, pool: Whole, count: int, at: datetime, is_brand: bool, rest: Rest
) -> list[int]:
    """Some who may be asked at that moment, found by lot."""
    found: list[int] = []
    for place in rng.integers(len(pool), size=TRIES):
        who = int(pool[place])
        if len(found) < count and rest.may_ask(who, at, is_brand):
            rest.take(who, at, is_brand)
            found.append(who)
    return found


def _silent(beside: NewSignal, customer_id: int, at: datetime) -> Invitation:
    """Somebody who was invited on the same day to the same place."""
    return Invitation(
        version_id=beside.version_id,
        customer_id=customer_id,
        touchpoint_id=beside.touchpoint_id,
        unit_id=beside.unit_id,
        employee_id=beside.employee_id,
        episode_at=beside.episode_at,
        invited_at=at,
    )
