"""Who is told and who is not, one by one: by name where the reader sees names, with the way or the reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.act.initiatives.models import Initiative
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import whole_persons

from .audience import LEFT_OUT, ON_THE_WAY, REASONS, TOLD, Audience, Recipient
from .forms import NAMES
from .models import LeftOut

SHOWN = {"": "Everybody", "reached": "Who is reached", "not": "Who is not"} | {
    f"why-{place}": why for place, why in enumerate(REASONS)
}
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One person. ``name`` is a number where the reader sees no names; ``why`` is empty for who gets a letter next."""

    customer_id: int
    name: str
    address: str = ""
    way: str = ""
    why: str = ""

    @property
    def may_be_left_out(self) -> bool:
        return not self.why

    @property
    def is_left_out(self) -> bool:
        return self.why == LEFT_OUT

    @property
    def is_told(self) -> bool:
        return self.why == TOLD

    @property
    def is_on_the_way(self) -> bool:
        return self.why == ON_THE_WAY


def lines_of(audience: Audience, *, names: bool, words: str = "", show: str = "") -> list[Line]:
    """Those that are asked for, by name. Who sees no names searches for none."""
    persons = {one.customer_id for one in (*audience.recipients, *audience.not_told)}
    called, found = _called(persons, names, words.strip().casefold() if names else "")
    lines = [Line(one.customer_id, *called[one.customer_id], _way(one)) for one in audience.recipients]
    lines += [Line(one.customer_id, *called[one.customer_id], why=one.why) for one in audience.not_told]
    wanted = [line for line in lines if line.customer_id in found and _is_shown(line, show)]
    return sorted(wanted, key=lambda line: (line.name.casefold(), line.customer_id))


def reasons_given(initiative: Initiative, lines: Iterable[Line]) -> dict[int, LeftOut]:
    """Who left each of these out and why, by person."""
    persons = whole_persons([line.customer_id for line in lines if line.is_left_out])
    chosen = LeftOut.objects.filter(initiative=initiative, customer__in=persons.records).select_related("by")
    return {persons.person_of[one.customer_id]: one for one in chosen}


def _called(persons: set[int], names: bool, words: str) -> tuple[dict[int, tuple[str, str]], set[int]]:
    """Name and e-mail of each, as far as they are seen here; and whom the words find."""
    if not names:
        return {person: (f"Customer {person}", "") for person in persons}, persons
    called, found, every = {}, set(), sorted(persons)
    for start in range(0, len(every), BATCH):
        for customer in Customer.objects.filter(pk__in=every[start : start + BATCH]):
            called[customer.pk] = (str(customer), customer.email or "")
            if words in " ".join(called[customer.pk]).casefold():
                found.add(customer.pk)
    return called, found


def _way(one: Recipient) -> str:
    way = "E-mail" if one.medium == "email" else one.medium.capitalize()
    return f"{way}, {NAMES[one.language]}" if one.language in NAMES else way


def _is_shown(line: Line, show: str) -> bool:
    if show in ("reached", "not"):
        return (show == "not") == bool(line.why and not line.is_told and not line.is_on_the_way)
    return not show or line.why == SHOWN[show]
