"""Who is not heard in a body, in words: regions, levels, functions and the customer's own voice."""

from datetime import date

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .models import Body, Seat
from .seats import seats_on

LEVELS = {
    Person.Post.FRONTLINE: "no frontline level",
    Person.Post.LEAD: "no team lead",
    Person.Post.EXECUTIVE: "no executive",
}


def silences_of(body: Body, on: date) -> list[str]:
    """What the seats of a day leave out; empty when everybody is heard."""
    seats = list(seats_on(on).filter(body=body).select_related("region"))
    if not seats:
        return ["nobody sits here yet"]
    return [*_regions(seats), *_levels(seats), *_functions(body, seats), *_customers(seats), *_chair(seats)]


def in_words(silences: list[str]) -> str:
    """One sentence."""
    if not silences:
        return "Every region, level and function is heard, and somebody speaks for customers alone."
    said = "; ".join(silences)
    return f"{said[0].upper()}{said[1:]}."


def level_of(seat: Seat) -> str:
    """The level that a seat speaks for: as it was said, else the member's own."""
    return seat.level or seat.person.post


def _regions(seats: list[Seat]) -> list[str]:
    heard = {seat.region_id for seat in seats if seat.region_id}
    regions = Unit.objects.filter(kind=Unit.Kind.REGION).order_by("name")
    silent = [str(region) for region in regions if not heard & {region.pk, *subtree_ids(region)}]
    if not silent:
        return []
    *others, last = silent
    return [f"nobody speaks for {', '.join(others)} or {last}" if others else f"nobody speaks for {last}"]


def _levels(seats: list[Seat]) -> list[str]:
    heard = {level_of(seat) for seat in seats}
    return [words for level, words in LEVELS.items() if level not in heard]


def _functions(body: Body, seats: list[Seat]) -> list[str]:
    heard = {seat.function.strip().casefold() for seat in seats}
    wanted = [name.strip() for name in body.wanted_functions.split(",") if name.strip()]
    return [f"nobody from {name}" for name in wanted if name.casefold() not in heard]


def _customers(seats: list[Seat]) -> list[str]:
    return [] if any(seat.is_customer_voice for seat in seats) else ["no customer voice"]


def _chair(seats: list[Seat]) -> list[str]:
    return [] if any(seat.is_chair for seat in seats) else ["no chair, so nothing can be decided"]
