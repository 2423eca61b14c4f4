"""The page of who got what, and the list for whoever delivers it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.history.actions import record
from groundswell.look.addresses import one_of, read_address
from groundswell.look.tables.csv_file import csv_chunks

from .customers.listing import COLUMNS, SIDES, dealt_of, listed, may_list, rows_of
from .designs.registering import is_as_registered, standing_design
from .models import Design, Initiative
from .plan import ends_on
from .queries import initiatives_visible_to
from .rules import may_run


@for_roles()
def lots(request: HttpRequest, pk: int) -> HttpResponse:
    """How many customers got what, by which seed, and how it reaches whoever delivers it."""
    initiative, design = _dealt(request, pk)
    takes_list = may_list(request.user) and may_run(request.user, initiative)
    context = {
        "page_section": "act",
        "initiative": initiative,
        "design": design,
        "dealt": dealt_of(design),
        "ends_on": ends_on(design),
        "is_untouched": is_as_registered(design),
        "may_list": takes_list,
        "on_list": listed(design, "with", request.user).count() if takes_list else None,
    }
    return render(request, "initiatives/lots.html", context)


@for_roles()
def lots_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Who gets it by number, address and name, for those who run it and see names; it is on record who took the list."""
    initiative, design = _dealt(request, pk)
    if not (may_list(request.user) and may_run(request.user, initiative)):
        raise PermissionDenied("Who runs it and sees names takes the list. Ask the advocacy office.")
    side = read_address(request, side=one_of(SIDES, "with"))["side"]
    record("took the list of lots", design, by=request.user, at=timezone.now(), side=side)
    rows = rows_of(listed(design, side, request.user))
    answer = StreamingHttpResponse(csv_chunks(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="who-gets-it-{pk}-{side}.csv"'
    return answer


def _dealt(request: HttpRequest, pk: int) -> tuple[Initiative, Design]:
    initiative = get_object_or_404(initiatives_visible_to(request.user), pk=pk)
    design = standing_design(initiative)
    if design is None or not design.is_of_customers:
        raise Http404("No customers are dealt here.")
    return initiative, design
