"""Who is told of an offer: whose word is wanted, and the asker when it was said. What and why stand in the case only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import Said, say
from groundswell.foundation.tidings import NewTiding
from groundswell.listen.complaints.queries import first_owner

from ..models import Offer, OfferWord
from ..queries import cases_visible_to
from .offering import given_in, who_may_say_yes


def word_wanted(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Offers above the limit of who made them, to the nearest who may say yes."""
    asked = Offer.objects.filter(needs_word=True, word=None, at__gt=since, at__lte=until)
    for offer in asked.select_related("by__unit", "case__unit"):
        total = given_in(offer.case) + offer.amount
        to = who_may_say_yes(offer.case, total, offer.by) or first_owner(None)
        if to:
            words = _about("{who} asks for your word: {amount:money} in case {case}", offer.by, offer)
            yield _told(offer, to.pk, offer.at, words)


def word_said(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """To who asked."""
    said = OfferWord.objects.filter(at__gt=since, at__lte=until).select_related("by", "offer__case")
    for word in said:
        yes, no = (
            "{who} says yes: {amount:money} in case {case}",
            "{who} says no: {amount:money} in case {case}",
        )
        words = _about(yes if word.is_allowed else no, word.by, word.offer)
        yield _told(word.offer, word.offer.by_id, word.at, words)


def offers_visible_to(user: User) -> QuerySet[Offer]:
    """Those in cases within sight."""
    return Offer.objects.filter(case__in=cases_visible_to(user))


def waits_for_a_word(offers: QuerySet[Offer], user: User) -> QuerySet[Offer]:
    """Nobody said yes or no, and the case goes on."""
    return offers.filter(word=None, case__closed_at=None)


def _about(words: str, who: object, offer: Offer) -> Said:
    return say(words, who=who, amount=offer.amount, case=f"{offer.case_id}")


def _told(offer: Offer, person: int, at: datetime, words: Said) -> NewTiding:
    return NewTiding(
        person_id=person,
        subject_id=offer.pk,
        key=f"{offer.pk}",
        at=at,
        words=words,
        link=reverse("cases:card", args=[offer.case_id]),
        signal_id=offer.case.signal_id,
    )
