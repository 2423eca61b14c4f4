"""Scores as rows for machines: counts, score, margin and definition side by side."""

from datetime import date
from typing import Any

from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import places
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.science.scores.definition import NPS
from groundswell.science.scores.figure import MINIMUM_ANSWERS, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.models import AttributeValue
from groundswell.understand.themes.models import Theme

from .queries import MINIMUM_ABOUT_EMPLOYEES, Slice, subtree_tallies, tallies_by, tally_of

NAMED = {"touchpoint": Touchpoint, "stage": Stage, "employee": Person, "theme": Theme}


class NoSuchUnit(Exception):
    """A unit was asked for that does not exist."""


class NoSuchEdition(Exception):
    """A wording was asked for that does not exist."""


def score_rows(
    by: str,
    kind_of_score: str,
    *,
    unit_words: str = "",
    edition_words: str = "",
    since: date | None = None,
    until: date | None = None,
) -> list[dict[str, Any]]:
    """One row per value of the dimension, or one row for everything; rows without answers are left out.

    The newest wording of each survey counts; ``edition_words`` such as ``brand:1`` asks for an earlier one.
    """
    edition = _edition(kind_of_score, edition_words).id if edition_words else None
    slice = Slice(kind_of_score, edition=edition, since=since, until=until)
    if unit_words:
        slice = slice.within(_unit(unit_words))
    if not by:
        return [_row(None, None, "everything", tally_of(slice), MINIMUM_ANSWERS)]
    tallies = subtree_tallies(slice) if by == "unit" else tallies_by(by, slice)
    names = _names(by)
    minimum = MINIMUM_ABOUT_EMPLOYEES if by == "employee" else MINIMUM_ANSWERS
    position = {key: index for index, key in enumerate(names)}
    ordered = sorted(tallies, key=lambda key: (position.get(key, len(names)), str(key)))
    return [
        _row(key, *names.get(key, (key, _plain(key))), tallies[key], minimum)
        for key in ordered
        if tallies[key].n
    ]


def _row(key: Any, code: Any, name: str, tally: NpsTally, minimum: int) -> dict[str, Any]:
    interval = tally.interval()
    return {
        "id": key,
        "code": code,
        "name": name,
        "n": tally.n,
        "promoters": tally.promoters,
        "passives": tally.passives,
        "detractors": tally.detractors,
        "score": tally.score,
        "low": interval and interval.low,
        "high": interval and interval.high,
        "too_few": figure(tally, minimum).reason,
        "definition": NPS.sentence,
        "definition_version": f"{NPS.code} {NPS.version}",
    }


def _names(by: str) -> dict[Any, tuple[Any, str]]:
    if by == "unit":
        return {place.unit_id: (place.code, place.name) for place in places()}
    if by == "edition":
        return {one.id: (f"{one.code}:{one.number}", one.name) for one in editions()}
    if by == "attribute":
        known = AttributeValue.objects.select_related("attribute")
        return {one.pk: (one.address, f"{one.attribute}: {one}") for one in known}
    model = NAMED.get(by)
    if model is None:
        return {}
    return {row.pk: (getattr(row, "code", row.pk), row.name) for row in model.objects.all()}


def _plain(key: Any) -> str:
    return "none given" if key is None else f"{key:%Y-%m}" if isinstance(key, date) else str(key)


def _unit(words: str) -> Unit:
    found = Unit.objects.filter(code__iexact=words).first() or Unit.objects.filter(name__iexact=words).first()
    if found is None:
        raise NoSuchUnit(f"There is no unit called {words}. `groundswell score --by unit` lists them.")
    return found


def _edition(kind_of_score: str, words: str) -> Edition:
    known = {f"{one.code}:{one.number}": one for one in editions(kind_of_score)}
    if words not in known:
        raise NoSuchEdition(f"There is no edition {words}. Known: {', '.join(known) or 'none'}.")
    return known[words]
