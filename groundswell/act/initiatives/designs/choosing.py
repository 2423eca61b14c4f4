"""Choose a design: computed, dealt and put on record in one deed, so that nobody deals until they like what they got."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.act.initiatives.customers.dealing import deal_customers
from groundswell.act.initiatives.errors import BegunAlready, NothingHeard, OverlapsAnother, ReasonMissing
from groundswell.act.initiatives.models import Design, Initiative
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from .advising import advise
from .allotting import allot
from .choice import Choice
from .history import History, history_of, months_before
from .overlapping import Overlap, overlaps
from .registering import register_design, supersede_design
from .sizing import HALF, Asked, size_of

Kind = Design.Kind
BY_LOT = {Kind.RANDOMISED, Kind.CUSTOMERS, Kind.STAGGERED}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: the way, what to find in how many months, from when on, where, and what must not get worse."""

    kind: str
    smallest: Decimal
    months: int
    starts_on: date
    may: str
    touchpoint: Touchpoint | None = None
    untouched: Touchpoint | None = None
    part: Unit | None = None
    chosen: tuple[Unit, ...] = ()
    waves: int = 3
    share: int = HALF
    guards: tuple[tuple[str, Decimal], ...] = ()
    why: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(float(self.smallest), self.months, len(self.chosen), self.waves, self.share)


@transaction.atomic
def choose_design(
    initiative: Initiative,
    wish: Wish,
    *,
    by: object,
    at: datetime,
    because: str = "",
    seed: int | None = None,
) -> Design:
    """Compute the size, deal units or customers by a fresh seed, and put it on record; with ``because`` in the place of another.

    Raises ReasonMissing where another way was advised and nobody says why this one, NobodyToCompare with too few units,
    NothingHeard where nobody answers, OverlapsAnother where another initiative cannot be told apart and nobody says why not.
    """
    today = localdate(at)
    if wish.starts_on < today and (not because or wish.kind == Kind.CUSTOMERS):
        raise BegunAlready(
            f"{date_format(wish.starts_on, 'j F Y')} is past. Choose a day from {date_format(today, 'j F Y')} on: a design is "
            "chosen before the start."
        )
    history = history_of(wish.touchpoint, wish.part, today)
    if not history.is_heard_of(wish.kind) and not wish.why.strip():
        raise NothingHeard(
            f"{nothing_heard(wish.touchpoint)} To put it on record all the same, say why under “Why this way”."
        )
    advised = advise(history, wish.may, len(wish.chosen))
    if wish.kind != advised.kind and not wish.why.strip():
        raise ReasonMissing(
            f"“{Kind(advised.kind).label}” is advised here. Say why you take another way: it stands beside the effect."
        )
    if not wish.why.strip() and (mixed := _mixed(initiative, history, wish)):
        raise OverlapsAnother(mixed.in_words(len(history.units)))
    seed = secrets.randbits(31) if seed is None else seed
    chosen = tops_of(wish.part) if wish.kind == Kind.CUSTOMERS else wish.chosen
    dealt = allot(wish.kind, history, wish.asked, starts_on=wish.starts_on, seed=seed, chosen=chosen)
    choice = Choice(
        kind=wish.kind, smallest_points=wish.smallest, starts_on=wish.starts_on, months=wish.months,
        touchpoint=wish.touchpoint, untouched=wish.untouched, unit=wish.part, guards=wish.guards, why=wish.why.strip(), dealt=dealt,
        needed=size_of(wish.kind, history, wish.asked).needed, seed=seed if wish.kind in BY_LOT else None,
        share=wish.share if wish.kind == Kind.CUSTOMERS else None,
    )  # fmt: skip
    if because:
        design = supersede_design(initiative, choice, because=because, by=by, at=at)
    else:
        design = register_design(initiative, choice, by=by, at=at)
    if design.is_of_customers:
        deal_customers(design, at=at)
    return design


def _mixed(initiative: Initiative, history: History, wish: Wish) -> Overlap | None:
    """The first other initiative that could not be told apart from this one; of customers on both sides in each unit every one can."""
    if wish.kind == Kind.CUSTOMERS:
        return None
    ends = months_before(wish.starts_on.replace(day=1), -wish.months)
    found = overlaps(initiative, history.units, wish.touchpoint and wish.touchpoint.pk, wish.starts_on, ends)
    return next((one for one in found if one.is_same_place), None)


def nothing_heard(touchpoint: Touchpoint | None) -> str:
    """Why no design can rest on a place, and what to do."""
    where = f"at {touchpoint}" if touchpoint else "anywhere"
    return (
        f"No unit has scores from 0 to 10 {where} in most of the months before: there is nothing to compare with. Ask customers there first, for "
        "four months at least, or measure where they answer already."
    )


def tops_of(part: Unit | None) -> tuple[Unit, ...]:
    """Where customers are dealt: in a part, or in all of the organisation."""
    return (part,) if part else tuple(Unit.objects.filter(parent=None).order_by("code"))


def units_of(codes: Sequence[str]) -> tuple[Unit, ...]:
    """Units by their codes, in the order of the codes."""
    found = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return tuple(found[code] for code in codes if code in found)
