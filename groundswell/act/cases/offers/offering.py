"""Make good: at once within one's limit, with somebody's word above it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from ..errors import OfferRefused
from ..holding import hold_open
from ..models import Case, Offer, OfferWord
from ..queries import cases_visible_to, open_cases
from .limits import limit_of

STANDS = Q(needs_word=False) | Q(word__is_allowed=True)


def given_in(case: Case) -> Decimal:
    """What was offered in this case and stands."""
    return case.offers.filter(STANDS).aggregate(total=Sum("amount"))["total"] or Decimal(0)


@transaction.atomic
def make_offer(case: Case, *, what: str, amount: Decimal, why: str, by: Person | None, at: datetime) -> Offer:
    """Offer something to the customer. Above the limit for one case it waits; `tidings` tells whoever may say yes."""
    held = hold_open(case)
    if by is None:
        raise OfferRefused("Who offers is a person. Sign in as somebody who works here.")
    total = given_in(held) + amount
    offer = Offer.objects.create(
        case=held, what=what, amount=amount, why=why, by=by, at=at, needs_word=total > limit_of(by)
    )
    verb = "asked to offer something" if offer.needs_word else "offered something"
    record(verb, held, by=by, at=at, amount=str(amount))
    return offer


@transaction.atomic
def give_word(offer: Offer, *, is_allowed: bool, why: str = "", by: Person | None, at: datetime) -> OfferWord:
    """Say yes or no to an offer above somebody's limit. The first word stands."""
    held = hold_open(offer.case)
    said = OfferWord.objects.filter(offer=offer).select_related("by").first()
    if said or not offer.needs_word:
        who = f"{said.by} said {'yes' if said.is_allowed else 'no'}" if said else "It needed no word"
        raise OfferRefused(f"{who} a moment ago. Nothing is left to decide.")
    if by is None or by.pk == offer.by_id:
        raise OfferRefused("Nobody decides on their own offer. Somebody with a higher limit does.")
    if given_in(held) + offer.amount > limit_of(by):
        raise OfferRefused("This is above your limit, too. Somebody with a higher one has to say it.")
    word = OfferWord.objects.create(offer=offer, is_allowed=is_allowed, why=why, by=by, at=at)
    record(
        "allowed an offer" if is_allowed else "declined an offer",
        held,
        by=by,
        at=at,
        amount=str(offer.amount),
    )
    return word


def offers_waiting_for(user: User) -> QuerySet[Offer]:
    """Offers of others within sight that wait for a word this person may give, the oldest first."""
    if user.person is None:
        return Offer.objects.none()
    waiting = Offer.objects.filter(needs_word=True, word=None, amount__lte=limit_of(user.person))
    seen = waiting.filter(case__in=cases_visible_to(user) & open_cases()).exclude(by=user.person)
    return seen.select_related("by", "case__customer").order_by("at", "pk")


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer on the card: how it stands in words, and whether this person may say yes or no."""

    offer: Offer
    state: str
    stands: bool
    may_decide: bool


def offer_lines(case: Case, user: User, given: Decimal, limit: Decimal) -> list[OfferLine]:
    """What was offered in this case, the oldest first."""
    return [
        _line(one, user, given, limit)
        for one in case.offers.select_related("by", "word__by").order_by("at", "pk")
    ]


def _line(offer: Offer, user: User, given: Decimal, limit: Decimal) -> OfferLine:
    if not offer.needs_word:
        return OfferLine(offer, "Offered", True, False)
    word = getattr(offer, "word", None)
    if word:
        return OfferLine(
            offer, f"{word.by} said {'yes' if word.is_allowed else 'no'}", word.is_allowed, False
        )
    may = user.person is not None and user.person_id != offer.by_id and given + offer.amount <= limit
    return OfferLine(offer, "Waits for a word", False, may)


def who_may_say_yes(case: Case, total: Decimal, asker: Person) -> Person | None:
    """The nearest who answers for the place or one above it with a limit that high; else nobody."""
    unit = case.unit or asker.unit
    chain = unit.ancestors(include_self=True).select_related("owner__unit")
    owners = [above.owner for above in reversed(chain) if above.owner and above.owner_id != asker.pk]
    return next((owner for owner in owners if limit_of(owner) >= total), None)
