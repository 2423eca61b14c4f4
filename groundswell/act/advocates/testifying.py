"""Words that a customer lets us show: given, placed on the wall, changed with their yes only, taken back at any time."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.writing import write_message

from . import errors, letters
from .actions import CUSTOMER, write_to
from .models import Advocate, Ask, Testimonial, Wording


@transaction.atomic
def give_words(
    advocate: Advocate,
    words: str,
    *,
    shown_as: str,
    town: str,
    language: str,
    at: datetime,
    ask: Ask | None = None,
) -> Testimonial:
    """A customer gives words that we may show, exactly these. To one ask they are given once."""
    if ask is not None:
        Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
        given = Testimonial.objects.filter(ask=ask).first()
        if given:
            return given
    chosen = {
        "shown_as": Testimonial.ShownAs(shown_as).value,
        "town": town.strip()[:80],
        "language": language,
    }
    made = Testimonial.objects.create(advocate=advocate, ask=ask, given_at=at, **chosen)
    Wording.objects.create(testimonial=made, words=words, by=CUSTOMER, at=at, agreed_at=at)
    # Without an address they keep the link of the page on which they wrote.
    write_message(key=f"own-words-{made.pk}", customer=advocate.customer, at=at, **letters.own_words(made))
    record("gave words to show", made, by=CUSTOMER, at=at, shown_as=made.shown_as)
    return made


@transaction.atomic
def place(testimonial: Testimonial, *, by: Person | None, at: datetime) -> None:
    """Show these words on the wall. Raises WordsGone when the customer took them back."""
    living = Testimonial.objects.filter(pk=testimonial.pk, withdrawn_at=None, advocate__left_at=None)
    if not living.update(placed_at=at, placed_by=by):
        raise errors.WordsGone
    record("placed words on the wall", testimonial, by=by or "Somebody", at=at)


@transaction.atomic
def take_down(testimonial: Testimonial, *, by: Person | None, at: datetime) -> None:
    """Show them no more; they stay the customer's, and may be placed again."""
    if Testimonial.objects.filter(pk=testimonial.pk, placed_at__isnull=False).update(
        placed_at=None, placed_by=by
    ):
        record("took words from the wall", testimonial, by=by or "Somebody", at=at)


@transaction.atomic
def propose_words(testimonial: Testimonial, words: str, *, by: Person | None, at: datetime) -> Wording:
    """Ask the customer whether other words may be shown. Until they say yes, theirs stand."""
    if not Testimonial.objects.filter(pk=testimonial.pk, withdrawn_at=None, advocate__left_at=None).exists():
        raise errors.WordsGone
    try:
        with transaction.atomic():
            made = Wording.objects.create(
                testimonial=testimonial, words=words, by=str(by or "Somebody"), at=at
            )
    except IntegrityError:
        raise errors.WordingOpen from None
    written = letters.change_of_words(testimonial, words, by=by)
    write_to(testimonial.advocate.customer, f"wording-{made.pk}", written, at)
    record("proposed other words", made, by=by or "Somebody", at=at)
    return made


@transaction.atomic
def decide_words(testimonial: Testimonial, *, agrees: bool, at: datetime, wording: int | None = None) -> None:
    """The customer says yes or no to the words that were proposed; to a proposal that they did not see, nothing."""
    open_ones = Wording.objects.filter(testimonial=testimonial, pk=wording, agreed_at=None, refused_at=None)
    if open_ones.update(**{"agreed_at" if agrees else "refused_at": at}):
        record("agreed to other words" if agrees else "refused other words", testimonial, by=CUSTOMER, at=at)


@transaction.atomic
def choose_name(testimonial: Testimonial, *, shown_as: str, town: str, at: datetime) -> None:
    """The customer chooses what name stands below."""
    testimonial.shown_as, testimonial.town = Testimonial.ShownAs(shown_as).value, town.strip()[:80]
    testimonial.save(update_fields=["shown_as", "town"])
    record("chose the name to show", testimonial, by=CUSTOMER, at=at, shown_as=testimonial.shown_as)


@transaction.atomic
def withdraw(testimonial: Testimonial, *, at: datetime) -> None:
    """The customer takes the words back: from this moment they are shown nowhere."""
    if Testimonial.objects.filter(pk=testimonial.pk, withdrawn_at=None).update(withdrawn_at=at):
        record("took words back", testimonial, by=CUSTOMER, at=at)
