"""Who is not heard in a body, in words: regions, levels, functions and the customer's own voice."""

from datetime import date

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .models import Body, Envelope, Seat
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


def needs_of(body: Body, on: date) -> list[str]:
    """What it still needs before it can decide anything; empty when it can."""
    seats, rights = list(seats_on(on).filter(body=body)), list(body.rights.filter(limit__gt=0))
    needs = []
    if len(seats) < body.quorum:
        filled = (
            "none is filled" if not seats else f"{len(seats)} {'is' if len(seats) == 1 else 'are'} filled"
        )
        needs.append(f"{body.quorum} {'seat' if body.quorum == 1 else 'seats'} must have voted, and {filled}")
    if not any(seat.is_chair or seat.is_deputy for seat in seats):
        needs.append("nobody decides: name a chair")
    if not rights:
        needs.append("it has no right to money: only what costs nothing can be approved")
    covered = set(
        Envelope.objects.filter(body=body, begins_on__lte=on, ends_on__gte=on).values_list("kind", flat=True)
    )
    needs += [
        f"no {right.get_kind_display().lower()} money is set aside for today" for right in rights if right.kind not in covered
    ]  # fmt: skip
    return needs


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
    if any(seat.is_chair for seat in seats):
        return []
    deputy = next((seat for seat in seats if seat.is_deputy), None)
    return [
        f"no chair, so {deputy.person} decides as deputy" if deputy else "no chair, so nothing can be decided"
    ]
