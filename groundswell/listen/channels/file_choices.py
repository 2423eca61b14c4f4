"""What somebody chose on the page of a waiting file: columns, dates, and what unknown names mean."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from .files.looking import Arriving
from .files.matching import Unmatched, match_name
from .forms import MappingForm

MOST_NAMES = 50
WORDS = {
    "unit": ("Parts of the organisation that we do not know", "Make it new"),
    "touchpoint": ("Moments of the journey that we do not know", "Make it new"),
    "employee": ("Colleagues whom we do not know", "Leave it out"),
}
MODELS = {"unit": Unit, "touchpoint": Touchpoint, "employee": Person}


class NamesToMatch(NamedTuple):
    """The unknown names of one kind, and what they may mean."""

    kind: str
    title: str
    otherwise: str
    names: list[str]
    more: int
    choices: list[tuple[int, str]]


def bound_form(request: HttpRequest, arriving: Arriving) -> MappingForm:
    """The form as it was sent, or as we guess it should be."""
    given = request.POST if "kind_of_score" in request.POST else _first_guess(arriving)
    return MappingForm(given, sheet=arriving.sheet)


def _first_guess(arriving: Arriving) -> dict[str, str]:
    held = arriving.remembered
    return {
        "holds": arriving.holds,
        "kind_of_score": held.kind_of_score if held else "experience",
        "rated_of": str(held.rated_of if held else 0),
        "date_order": arriving.dates.order,
        "tz": (held and held.tz) or arriving.sheet.time_zone or settings.TIME_ZONE,
        "country": settings.COUNTRY,
    } | {f"column_{field}": key for field, key in arriving.mapping.items()}


def matching_fields(unmatched: list[Unmatched]) -> list[NamesToMatch]:
    """What to ask about names that mean nothing here."""
    asked = []
    for kind, names in unmatched:
        rows = Person.objects.filter(left_on=None) if kind == "employee" else MODELS[kind].objects.all()
        choices = [(one.pk, str(one)) for one in rows.order_by("name")]
        if choices:
            more = max(0, len(names) - MOST_NAMES)
            asked.append(NamesToMatch(kind, *WORDS[kind], names[:MOST_NAMES], more, choices))
    return asked


def keep_matches(given: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Remember each name for which something was chosen."""
    for key in given:
        kind, _, number = key.removeprefix("match_").partition("_")
        words = given.get(f"name_{kind}_{number}", "")
        if not key.startswith("match_") or kind not in MODELS or not words.strip():
            continue
        chosen = str(given[key])
        meant = (
            MODELS[kind].objects.filter(pk=chosen).first()
            if chosen.isdecimal() and len(chosen) < 19
            else None
        )
        if meant:
            match_name(kind, words, meant, by=by, at=at)
