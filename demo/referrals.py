"""Promoters who have spoken for us for a year and longer, and the friends whom they brought."""

from datetime import UTC, datetime, time, timedelta

import numpy as np

from demo.chance import stream
from demo.organisation import BUILDER
from groundswell.act.advocates.models import Advocate, Referral
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.listen.signals.models import Signal

ADVOCATES = 240
BROUGHT = 0.55
"""The share of customers who came by a recommendation and say by whose."""


def make_earlier_referrals(seed: int, at: datetime) -> int:
    """Advocates since a year and longer and their friends, as the actions write them, all at once. Returns how many friends."""
    rng = stream(seed, "referrals")
    advocates = _advocates(rng, at)
    friends = Customer.objects.filter(came_by=Customer.CameBy.REFERRAL, external_id__isnull=False)
    referrals = []
    for friend in friends.filter(joined_on__gt=advocates[0].joined_at.date()).order_by("joined_on", "pk"):
        came_at = datetime.combine(friend.joined_on, time(11), UTC)
        earlier = [one for one in advocates if one.joined_at < came_at and one.customer_id != friend.pk]
        if earlier and rng.random() < BROUGHT:
            referrals.append(
                Referral(advocate=earlier[int(rng.integers(len(earlier)))], customer=friend, at=came_at)
            )
    made = Referral.objects.bulk_create(referrals, batch_size=300)
    deeds = [Deed("became an advocate", one, BUILDER, one.joined_at) for one in advocates]
    deeds += [
        Deed("came by a recommendation", one, BUILDER, one.at, {"advocate": one.advocate_id}) for one in made
    ]
    record_all(sorted(deeds, key=lambda deed: deed.at))
    return len(made)


def _advocates(rng: np.random.Generator, at: datetime) -> list[Advocate]:
    """Chosen by lot among customers who gave a 9 or 10 for the whole of us a year ago and earlier, the earliest first."""
    promoters = Signal.objects.filter(kind_of_score="relationship", score__gte=9, customer__ended_on=None)
    old = promoters.filter(submitted_at__lt=at - timedelta(days=370)).order_by("submitted_at", "pk")
    first = {signal.customer_id: signal for signal in reversed(old)}
    picked = sorted(first.values(), key=lambda signal: (signal.submitted_at, signal.pk))
    kept = np.sort(rng.choice(len(picked), min(ADVOCATES, len(picked)), replace=False))
    rows = [_advocate(picked[place]) for place in kept]
    _give_consents(rows)
    return Advocate.objects.bulk_create(rows, batch_size=300)


def _advocate(signal: Signal) -> Advocate:
    return Advocate(
        customer_id=signal.customer_id, first_signal=signal, joined_at=signal.submitted_at + timedelta(days=2)
    )


def _give_consents(advocates: list[Advocate]) -> None:
    living = Consent.objects.filter(purpose=Consent.Purpose.ADVOCACY, withdrawn_at=None)
    given = set(living.values_list("customer_id", flat=True))
    Consent.objects.bulk_create(
        Consent(customer_id=one.customer_id, purpose=Consent.Purpose.ADVOCACY, given_at=one.joined_at)
        for one in advocates
        if one.customer_id not in given
    )
