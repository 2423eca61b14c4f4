"""What went otherwise where customers are dealt: everybody has it since a day, or nobody in some unit ever had it."""

from datetime import date

from django.utils.formats import date_format

from groundswell.act.initiatives.designs.departing import latest_departures
from groundswell.act.initiatives.models import Design, Initiative


def had_by_all(initiative: Initiative, design: Design) -> date | None:
    """Since when everybody has it where customers were dealt, as somebody noted: from then on nobody is left to compare with."""
    dealt = dict(design.allocations.values_list("unit", "from_on"))
    noted = (one for one in latest_departures(initiative) if one.unit_id in dealt and one.had_it_from)
    return min((one.had_it_from for one in noted if one.had_it_from > dealt[one.unit_id]), default=None)


def departures_in_words(initiative: Initiative, design: Design) -> list[str]:
    """Where it went otherwise: the verdict rests on what was dealt all the same."""
    tops = dict(design.allocations.values_list("unit", "from_on"))
    found = []
    for one in latest_departures(initiative):
        if one.unit_id not in tops or (one.had_it_from and one.had_it_from < tops[one.unit_id]):
            had = (
                f"everybody has had it since {date_format(one.had_it_from, 'j F Y')}"
                if one.had_it_from
                else "nobody had it"
            )
            found.append(
                f"In {one.unit} {had}: {one.because} It is told as it was dealt, so less shows than it does."
            )
        elif one.had_it_from is None:
            found.append(f"In {one.unit} nobody had it: {one.because} It is told as it was dealt.")
    return found
