"""Promoters thanked by the people they praised; some speak for us, and some bring a friend."""

from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from demo.chance import stream
from demo.customers import DOMAIN
from demo.names import address_of, names
from demo.organisation import Organisation
from groundswell.act.advocates.actions import join, thank
from groundswell.act.advocates.asking import answer_ask, ask, mark_done
from groundswell.act.advocates.errors import NotNow
from groundswell.act.advocates.models import Advocate, Ask, Thanks
from groundswell.act.advocates.referring import bring_friend
from groundswell.foundation.customers.models import Purpose, Revenue
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.customers.revenue import month_of
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.signals.models import Signal

THANKED, JOINED, FRIENDS = 110, 0.42, 22
WORDS = (
    "Your words were read aloud this morning. Thank you, you made our day.",
    "Thank you for taking the time. I passed it on to the whole team.",
    "It means a lot when somebody says so. See you soon.",
)


def make_advocates(seed: int, organisation: Organisation, at: datetime) -> int:
    """Thank promoters of the last seventy days, oldest first. Returns how many advocates there are."""
    rng = stream(seed, "advocates")
    advocates = []
    for signal in _promoters(at):
        thanked_at = min(
            signal.received_at + timedelta(hours=float(rng.uniform(2, 20))), at - timedelta(minutes=30)
        )
        by = signal.employee or organisation.posts[_head_of(signal)]
        thanks = thank(signal, words=str(rng.choice(WORDS)), by=by, at=thanked_at)
        if rng.random() < JOINED and thanked_at < at - timedelta(days=3):
            advocates.append(_say_yes(rng, thanks, at))
    _bring_friends(rng, [advocate for advocate in advocates if advocate], at)
    return len(advocates)


def _head_of(signal: Signal) -> str:
    return (
        "shops"
        if signal.unit and signal.unit.parent and signal.unit.parent.code not in {"web-shop"}
        else "web-shop"
    )


def _promoters(at: datetime) -> list[Signal]:
    """Promoters with words who may be written to, each customer once, the last left for today's thanks."""
    lately = Signal.objects.filter(
        score__gte=9, received_at__gt=at - timedelta(days=70), received_at__lt=at - timedelta(days=2)
    )
    found = lately.exclude(comment="").filter(customer__ended_on=None, employee__isnull=False)
    by_customer = {
        signal.customer_id: signal for signal in found.select_related("customer", "employee", "unit__parent")
    }
    reach = reach_of(whole_persons(by_customer), Purpose.CONTACT)
    willing = [signal for pk, signal in by_customer.items() if reach[pk].address(Medium.EMAIL)]
    return sorted(willing, key=lambda signal: (signal.received_at, signal.pk))[-THANKED:]


def _say_yes(rng: np.random.Generator, thanks: Thanks, at: datetime) -> Advocate:
    advocate = join(thanks, at=thanks.at + timedelta(hours=float(rng.uniform(1, 40))))
    asked_at = advocate.joined_at + timedelta(days=float(rng.uniform(1, 6)))
    if asked_at >= at or rng.random() > 0.75:
        return advocate
    kind = str(rng.choice([Ask.Kind.REFERRAL, Ask.Kind.REFERRAL, Ask.Kind.TESTIMONIAL, Ask.Kind.CASE_STUDY]))
    settled_at, fate = asked_at + timedelta(days=float(rng.uniform(1, 8))), rng.random()
    try:
        made = ask(advocate, kind=kind, by=thanks.by, at=asked_at)
    except NotNow:
        return advocate
    if settled_at < at and kind != Ask.Kind.REFERRAL and fate < 0.8:
        answer_ask(made, "yes" if fate < 0.6 else "not_now", by="The customer", at=settled_at)
        if fate < 0.3:
            mark_done(made, by="The customer", at=settled_at)
    return advocate


def _bring_friends(rng: np.random.Generator, advocates: list[Advocate], at: datetime) -> None:
    """New customers who came by a recommendation, with their first purchase."""
    for number, name in enumerate(names(rng, FRIENDS)):
        advocate = advocates[int(rng.integers(len(advocates)))]
        came_at = advocate.joined_at + (at - advocate.joined_at) * float(rng.uniform(0.1, 0.9))
        email = address_of(name, DOMAIN, 90_000 + number)
        referral = bring_friend(
            advocate, name=name, email=email, may_write=bool(rng.random() < 0.8), at=came_at
        )
        if referral:
            amount = Decimal(f"{rng.uniform(25, 160):.2f}")
            month = month_of(referral.customer.joined_on)
            Revenue.objects.create(customer=referral.customer, month=month, amount=amount)
