"""Who was asked and who answered, where the change runs and elsewhere, before and after."""

from collections import defaultdict
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from groundswell.listen.surveys.models import Invitation
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.selective_response import Asked, Response, response_of

from .cells import Ground, month_number

Rows = dict[tuple[int, date], Asked]
NOBODY = Asked(0, 0)


def asked_by_unit_and_month(touchpoint_id: int | None, ground: Ground, until: date) -> Rows:
    """Invitations of units that are compared, in one question; at every touchpoint where none is given."""
    invited = Invitation.objects.filter(unit__in=ground.units, invited_at__date__lte=until)
    if touchpoint_id is not None:
        invited = invited.filter(touchpoint=touchpoint_id)
    rows = (
        invited.annotate(month=TruncMonth("invited_at"))
        .order_by()
        .values_list("unit", "month")
        .annotate(invited=Count("pk"), answered=Count("signal"))
    )
    return {(unit, month.date()): Asked(asked, answered) for unit, month, asked, answered in rows}


def response_to(rows: Rows, ground: Ground) -> Response | None:
    """The change of the response rate where it runs less that elsewhere; None where too few were invited to say."""
    start = ground.first_start
    if start is None:
        return None
    sides: dict[tuple[bool, bool], Asked] = defaultdict(lambda: NOBODY)
    for (unit, month), asked in rows.items():
        is_with = unit in ground.treated
        sides[is_with, month >= (ground.starts[unit] if is_with else start)] += asked
    return response_of(sides[True, False], sides[True, True], sides[False, False], sides[False, True])


def response_cells(rows: Rows) -> list[Cell]:
    """The response rate in per cent per unit and month."""
    return [
        Cell(str(unit), month_number(month), 100 * asked.rate, asked.invited)
        for (unit, month), asked in sorted(rows.items())
        if asked.invited
    ]
