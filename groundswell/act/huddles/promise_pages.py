"""Promises: made and looked at in a huddle, kept between two, and everybody's list of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number

from . import forms, promising
from .edges import check_takes_part, do, number, taking_part, visible
from .health import PROMISE_SHOWS, shown_promises
from .models import Promise
from .queries import promises_visible_to
from .rules import may_take_part
from .running_pages import sheet
from .turns import members_of

ROWS_PER_PAGE = 25


@for_roles()
def promise_list(request: HttpRequest) -> HttpResponse:
    """The promises that somebody may see: their own first, by how they stand."""
    asked = read_address(
        request,
        whose=one_of(("mine", "all"), "mine" if request.user.person else "all"),
        show=one_of(PROMISE_SHOWS, "open"),
        unit=whole_number(1, 2**31),
        days=whole_number(1, 366),
        page=number_of_page,
    )
    at = timezone.now()
    seen = promises_visible_to(request.user)
    if asked["whose"] == "mine":
        seen = seen.filter(person=request.user.person)
    rows = shown_promises(seen, asked, at)
    context = {
        "page_section": "act",
        "now": at,
        "asked": asked,
        "shows": PROMISE_SHOWS,
        "unit": units_visible_to(request.user).filter(pk=asked["unit"]).first() if asked["unit"] else None,
        "page": page_of(rows, asked["page"], ROWS_PER_PAGE),
        "may_take_part": may_take_part(request.user),
    }
    return render(request, "huddles/promises.html", context)


@require_POST
@for_roles()
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a promise down."""
    huddle = taking_part(request, pk)
    form = forms.PromiseForm(request.POST, people=members_of(huddle.unit), auto_id="promise_%s")
    if not form.is_valid():
        return sheet(request, huddle, promise_form=form)
    by = request.user.person
    return do(
        request, huddle, "Promised.",
        lambda at: promising.make_promise(huddle, **form.cleaned_data, by=by, at=at), part="promise",
    )  # fmt: skip


@require_POST
@for_roles()
def look_at(request: HttpRequest, pk: int, promise_pk: int) -> HttpResponse:
    """Carry a promise over or let it go with a reason, or hand it to somebody else."""
    huddle = taking_part(request, pk)
    made = get_object_or_404(promises_visible_to(request.user), pk=promise_pk, huddle__unit=huddle.unit_id)
    note, by = request.POST.get("note", "").strip()[:300], request.user.person
    given = {"huddle": huddle, "by": by}
    if request.POST.get("do") == "let_go":
        return do(
            request, huddle, "Let go. You are not asked about it again.",
            lambda at: promising.let_promise_go(made, note=note, at=at, **given), part="promises",
        )  # fmt: skip
    if request.POST.get("do") == "hand_over":
        to = get_object_or_404(members_of(huddle.unit), pk=number(request, "to"))
        return do(
            request, huddle, f"{to} has it now.",
            lambda at: promising.hand_over_promise(made, to=to, at=at, **given), part="promises",
        )  # fmt: skip
    return do(
        request, huddle, "Carried over. You see it again next time.",
        lambda at: promising.carry_over_promise(made, note=note, at=at, **given), part="promises",
    )  # fmt: skip


@require_POST
@for_roles()
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """A promise is kept: in the huddle that the form names, or between two huddles."""
    check_takes_part(request)
    made: Promise = get_object_or_404(promises_visible_to(request.user).select_related("huddle"), pk=pk)
    in_which, by = number(request, "huddle"), request.user.person
    huddle = visible(request, in_which) if in_which else None
    if huddle and huddle.unit_id != made.huddle.unit_id:
        raise Http404("The promise belongs to another team.")
    return do(
        request, huddle, "Kept.",
        lambda at: promising.keep_promise(made, huddle=huddle, by=by, at=at), part="promises",
    )  # fmt: skip
