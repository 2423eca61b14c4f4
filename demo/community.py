"""The community of advocates: what it was asked in a year, what it let us show, where it met, what it was given."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

import numpy as np

from demo.chance import stream
from demo.organisation import BUILDER, Organisation
from groundswell.act.advocates.asking import answer_ask, ask
from groundswell.act.advocates.errors import AdvocateRefusal
from groundswell.act.advocates.gathering import add_platform, note_need, plan_gathering, write_minutes
from groundswell.act.advocates.giving import give_incentive
from groundswell.act.advocates.inviting import invite_everybody
from groundswell.act.advocates.knowing import standings
from groundswell.act.advocates.models import Advocate, Ask, Gathering, LinkVisits, Testimonial, Wording
from groundswell.act.advocates.referring import claim_code
from groundswell.act.advocates.testifying import place, propose_words, withdraw
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.organisation.models import Person, Unit

CUSTOMER = "The customer"
Made = TypeVar("Made")
EARLIER = {"yes": 0.56, "not_now": 0.14, "never": 0.06, "silent": 0.24}
KINDS = ("referral", "referral", "testimonial", "case_study", "testimonial")
WORDS_SHOWN, SILENT = 9, 3
TOWNS = ("Leeds", "York", "Bath", "Bristol", "Kent", "Cardiff")
MINUTES = (
    "Eleven came. They like being known by name. Refunds of web orders take a second visit: four told the same story. "
    "They would rather wait a day longer for a parcel that says when it comes."
)


def make_community(seed: int, organisation: Organisation, at: datetime) -> int:
    """Everything that stands around the advocates. Returns how many words stand on the wall."""
    rng, office = stream(seed, "community"), organisation.posts["head of customer advocacy"]
    advocates = list(Advocate.objects.select_related("customer", "first_signal").order_by("joined_at", "pk"))
    asks = _asked_in_a_year(rng, advocates, office, at)
    _some_left(rng, advocates, at)
    shown = _words(
        rng, [one for one in asks if one.kind == "testimonial" and one.answer == "yes"], office, at
    )
    _links_opened(rng, advocates, at)
    _codes(advocates, at)
    platform = add_platform(
        name="Prate", address="https://prate.example/linden-lark", forbids_choosing=True, forbids_incentives=True,
        by=BUILDER, at=at - timedelta(days=200),
    )  # fmt: skip
    unit = Unit.objects.filter(code="leeds").first()
    days = {"since": (at - timedelta(days=20)).date(), "until": (at - timedelta(days=7)).date()}
    invite_everybody(platform, unit=unit, **days, by=office, at=at - timedelta(days=6))
    _together(advocates, office, at)
    return shown


def _asked_in_a_year(
    rng: np.random.Generator, advocates: list[Advocate], office: Person, at: datetime
) -> list[Ask]:
    """What the earlier advocates were asked and answered, as the actions write it, all at once."""
    earlier = [one for one in advocates if one.joined_at < at - timedelta(days=300)]
    rows = []
    for one in earlier:
        for days in sorted(rng.choice(np.arange(30, 330), int(rng.integers(0, 3)), replace=False))[::-1]:
            asked_at = at - timedelta(days=int(days), hours=int(rng.integers(1, 7)))
            answer = str(rng.choice(list(EARLIER), p=list(EARLIER.values())))
            wait = 21 if answer == "silent" else float(rng.uniform(0.1, 9))
            by = "The advocates desk" if answer == "silent" else CUSTOMER
            rows.append(Ask(
                advocate=one, kind=str(rng.choice(KINDS)), asked_at=asked_at, by=office, answer=answer,
                answered_at=asked_at + timedelta(days=wait), answered_by=by,
            ))  # fmt: skip
    made = Ask.objects.bulk_create(rows, batch_size=300)
    deeds = [Deed("asked an advocate", row, office, row.asked_at, {"kind": row.kind}) for row in made]
    record_all(deeds)
    return made


def _some_left(rng: np.random.Generator, advocates: list[Advocate], at: datetime) -> None:
    """A few left in the year, most with a word why."""
    earlier = [one for one in advocates if one.joined_at < at - timedelta(days=300)]
    for place_, why in zip(
        rng.choice(len(earlier), 7, replace=False),
        ("too_often", "too_often", "no_customer", "no_customer", "not_content", "other", ""),
        strict=True,
    ):
        left_at = at - timedelta(days=float(rng.uniform(5, 250)))
        Advocate.objects.filter(pk=earlier[int(place_)].pk).update(left_at=left_at, left_because=why)


def _words(rng: np.random.Generator, asks: list[Ask], office: Person, at: datetime) -> int:
    """Words that customers let us show: most on the wall, one taken back, one that waits for another yes."""
    fitting = [one for one in asks if 40 < len(one.advocate.first_signal.comment) < 320]
    spoken = list({one.advocate.first_signal.comment: one for one in fitting}.values())[
        : WORDS_SHOWN + SILENT
    ]
    given = []
    for number, one in enumerate(spoken):
        shown_as = str(rng.choice(["full", "first", "first", "nobody"]))
        town = str(rng.choice(TOWNS)) if shown_as == "first" else ""
        words = Testimonial.objects.create(
            advocate=one.advocate, ask=one, shown_as=shown_as, town=town, given_at=one.answered_at
        )
        comment = one.advocate.first_signal.comment
        Wording.objects.create(
            testimonial=words, words=comment, by=CUSTOMER, at=one.answered_at, agreed_at=one.answered_at
        )
        living = Advocate.objects.filter(pk=one.advocate_id, left_at=None).exists()
        if living and number < WORDS_SHOWN:
            place(words, by=office, at=one.answered_at + timedelta(days=1))
            given.append(words)
    if len(given) > 3:
        withdraw(given[0], at=at - timedelta(days=12))
        first = given[1].wordings.get().words.split(".")[0] + "."
        _try(lambda: propose_words(given[1], first, by=office, at=at - timedelta(days=2)))
        gift = {
            "kind": "gift",
            "given_for": "thanks",
            "why": "A card and flowers for her story",
            "by": office,
        }
        give_incentive(given[2].advocate, value=18, at=at - timedelta(days=30), ask=given[2].ask, **gift)
    return len(given)


def _links_opened(rng: np.random.Generator, advocates: list[Advocate], at: datetime) -> None:
    """How often links were opened, by day."""
    some = [one for one in advocates if rng.random() < 0.4]
    LinkVisits.objects.bulk_create(
        LinkVisits(advocate=one, day=(at - timedelta(days=int(back))).date(), count=int(rng.integers(1, 4)))
        for one in some
        for back in rng.choice(60, 2, replace=False)
    )


def _codes(advocates: list[Advocate], at: datetime) -> None:
    """Codes named at a till: new customers, and some that do not count."""
    on, told = at.date() - timedelta(days=4), {"by": "api:till", "at": at - timedelta(days=4)}
    speaking = [one for one in advocates if one.joined_at < at - timedelta(days=10)][-12:]
    for number, one in enumerate(speaking):
        if number < 5:
            new = Customer.objects.create(external_id=f"TILL-{number + 1}", name="", joined_on=on)
            claim_code(one.referral_code, new, bought_on=on, **told)
        elif number < 8:
            claim_code(
                one.referral_code,
                one.customer if number == 5 else advocates[number].customer,
                bought_on=on,
                **told,
            )


def _together(advocates: list[Advocate], office: Person, at: datetime) -> None:
    """A board that met, an evening that comes, and somebody who wants to hear a customer."""
    given = {"by": office, "at": at - timedelta(days=70)}
    met = datetime.combine((at - timedelta(days=30)).date(), time(17, 30), UTC)
    board = plan_gathering(
        kind="advisory",
        name="Customer board, autumn",
        starts_at=met,
        place="Leeds, High Street",
        seats=12,
        **given,
    )
    seats = [
        Ask(advocate=one, kind="advisory", gathering=board, asked_at=met - timedelta(days=25), by=office, answer="yes",
            answered_at=met - timedelta(days=20, minutes=number), answered_by=CUSTOMER, done_at=met if number < 11 else None)
        for number, one in enumerate([one for one in advocates if one.left_at is None][40:52])
    ]  # fmt: skip
    Ask.objects.bulk_create(seats)
    write_minutes(board, MINUTES, by=office, at=met + timedelta(days=1))
    comes = datetime.combine((at + timedelta(days=18)).date(), time(18), UTC)
    evening = plan_gathering(
        kind="event",
        name="An evening of new cuts",
        starts_at=comes,
        place="York, Parliament Street",
        seats=4,
        by=office,
        at=at - timedelta(days=9),
    )
    note_need(
        who="Harbour Hotels",
        segment="business",
        about="Ordering for a team, and returns",
        until=(at + timedelta(days=14)).date(),
        by=office,
        at=at - timedelta(days=3),
    )
    _invite(evening, [one for one in advocates if one.left_at is None][60:], office, at)


def _invite(evening: Gathering, advocates: list[Advocate], office: Person, at: datetime) -> None:
    """Eight of those who may be asked: five say yes for four seats."""
    then = at - timedelta(days=5)
    free = [one.advocate for one in standings(advocates, then) if one.held is None][:8]
    for number, one in enumerate(free):
        made = _try(lambda one=one: ask(one, kind="event", about=evening, by=office, at=then))
        if made and number < 6:
            answer_ask(
                made, "yes" if number < 5 else "not_now", by=CUSTOMER, at=then + timedelta(hours=5 + number)
            )


def _try(deed: Callable[[], Made]) -> Made | None:
    """What a rule forbids is left out."""
    try:
        return deed()
    except AdvocateRefusal:
        return None
