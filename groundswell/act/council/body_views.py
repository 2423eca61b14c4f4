"""The page of a body: who is heard, who decides what, its money, its days; and what those who steer change there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form, model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import read_address, whole_number

from .bodies import change_body, name_stand_in, seat_member, set_right, set_up_body, write_kind
from .body_forms import BodyForm, EnvelopeForm, KindForm, MeetingForm, RightForm, SeatForm, StandInForm
from .errors import CouncilRefused
from .meeting import plan_ahead, plan_meeting
from .models import Body, Envelope, Seat
from .money import money_of_ended, money_of_envelopes
from .pictures import envelope_chart
from .queries import bodies_visible_to
from .representation import in_words, needs_of, silences_of
from .rules import in_progress, may_name_stand_ins, may_set_up
from .seats import seats_on
from .spending import set_envelope

FORMS: dict[str, type[Form]] = {
    "seat": SeatForm,
    "stand-in": StandInForm,
    "right": RightForm,
    "envelope": EnvelopeForm,
    "kind": KindForm,
    "meeting": MeetingForm,
    "change": BodyForm,
}
SOON = timedelta(days=60)
"""A term or a period that ends within so many days is said to."""
TITLES = {
    "seat": "Give or change a seat",
    "stand-in": "Say who stands in for a seat",
    "right": "Set a right",
    "envelope": "Set an envelope",
    "kind": "Write a kind of decision",
    "meeting": "Name a day",
    "change": "Change how it works",
}


@for_roles()
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body; ``seat`` is the one to change."""
    asked = read_address(request, seat=whole_number(1, 10**9))
    found = _visible(request, pk)
    seat = found.seats.filter(pk=asked["seat"]).first() if asked["seat"] else None
    return _page(request, found, seat=seat)


@for_roles(*STEERS)
def new_body(request: HttpRequest) -> HttpResponse:
    """Set up a body."""
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_up_body(**form.cleaned_data, by=request.user, at=timezone.now())
            plan_ahead(made, at=timezone.now())
        except CouncilRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Now give it seats, rights and an envelope.")
            return redirect("council:body", made.pk)
    context = {"page_section": "act", "form": form}
    return render(request, "council/new_body.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles()
def change(request: HttpRequest, pk: int, setting: str) -> HttpResponse:
    """Seats, rights, envelopes, kinds of decision, days and the body itself; the chair says who stands in for a seat."""
    found = _visible(request, pk)
    if setting not in FORMS:
        raise Http404
    if setting not in _deeds_of(request.user, found):
        raise PermissionDenied(
            "The advocacy office, executives and administrators set a body up. Ask one of them."
        )
    form = _form(found, setting, request.POST)
    if not form.is_valid():
        return _page(request, found, {setting: form})
    try:
        _do(setting, found, form, request.user, timezone.now())
    except CouncilRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, {setting: form})
    messages.success(request, "It is changed.")
    return redirect("council:body", pk)


def _deeds_of(user: User, found: Body) -> list[str]:
    if may_set_up(user):
        return [*FORMS]
    return ["stand-in"] if may_name_stand_ins(user, found, localdate()) else []


def _do(deed: str, found: Body, form: Form, user: User, at: datetime) -> None:
    given, who = dict(form.cleaned_data), {"by": user, "at": at}
    if isinstance(form, KindForm):
        write_kind(found, given["name"], decided_by=given["decided_by"], parts=form.parts, **who)
        return
    acts: dict[str, Callable[[], object]] = {
        "seat": lambda: seat_member(found, given.pop("person"), **given, **who),
        "stand-in": lambda: name_stand_in(given["seat"], given["stand_in"], **who),
        "right": lambda: set_right(found, given["kind"], given["limit"], **who),
        "envelope": lambda: set_envelope(found, given.pop("kind"), **given, **who),
        "meeting": lambda: plan_meeting(found, given["planned_at"], place=given["place"], **who),
        "change": lambda: plan_ahead(change_body(found, **given, **who), at=at),
    }
    acts[deed]()


def _form(found: Body, deed: str, posted: Any = None, seat: Seat | None = None) -> Form:
    given: dict[str, Any] = {"auto_id": f"{deed}_%s"}
    if deed == "seat" and seat is not None:
        given["initial"] = model_to_dict(seat, [*SeatForm.base_fields])
    if deed in ("kind", "stand-in"):
        given["body"] = found
    if deed == "change":
        names = BodyForm.base_fields
        given["initial"] = {
            name: getattr(found, f"{name}_id" if name == "parent" else name) for name in names
        }
    return FORMS[deed](posted, **given)


def _visible(request: HttpRequest, pk: int) -> Body:
    return get_object_or_404(bodies_visible_to(request.user).select_related("parent"), pk=pk)


def _page(
    request: HttpRequest, found: Body, bound: dict[str, Form] | None = None, seat: Seat | None = None
) -> HttpResponse:
    today, bound = localdate(), bound or {}
    may, silences = may_set_up(request.user), silences_of(found, today)
    envelopes = Envelope.objects.filter(body=found, ends_on__gte=today, begins_on__lte=today)
    seats = list(
        found.seats.select_related("person", "region", "stand_in").order_by(
            "-is_chair", "-is_deputy", "person__name"
        )
    )
    sitting = set(seats_on(today).filter(body=found).values_list("pk", flat=True))
    later = Envelope.objects.filter(body=found, begins_on__gt=today)
    ending = [
        one
        for one in envelopes
        if one.ends_on <= today + SOON and one.kind not in {two.kind for two in later}
    ]
    context = {
        "page_section": "act",
        "body": found,
        "today": today,
        "silences": silences,
        "heard": in_words(silences),
        "needs": needs_of(found, today),
        "seats": [one for one in seats if one.pk in sitting or (one.since_on and one.since_on > today)],
        "over": [
            one for one in seats if one.pk not in sitting and not (one.since_on and one.since_on > today)
        ],
        "sitting": sitting,
        "soon": today + SOON,
        "changes": seat,
        "ended": money_of_ended(found, today),
        "rights": found.rights.order_by("kind"),
        "kinds": found.kinds.select_related("decided_by__person").prefetch_related("parts__person"),
        "envelopes": [(one, envelope_chart(one)) for one in money_of_envelopes(envelopes)],
        "later": later,
        "ending": ending,
        "unclosed": found.meetings.filter(planned_at__date__lt=today, closing=None, called_off_at=None),
        "meetings": found.meetings.filter(planned_at__date__gte=today, closing=None)[:6],
        "held": found.meetings.filter(closing__isnull=False)
        .select_related("approval")
        .order_by("-planned_at")[:6],
        "running": [
            ("Running across functions", in_progress(found), found.work_in_progress_limit),
            (
                "Running within one function",
                in_progress(found, crosses_functions=False),
                found.single_function_limit,
            ),
        ],
        "may": may,
        "forms": [
            (deed, TITLES[deed], bound.get(deed) or _form(found, deed, seat=seat))
            for deed in _deeds_of(request.user, found)
        ],
    }
    return render(request, "council/body.html", context, status=422 if bound else 200)
