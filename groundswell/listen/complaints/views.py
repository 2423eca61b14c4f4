"""The register: its lists and figures, and one page per entry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import LEADS, for_roles, sees_names, words_for
from groundswell.foundation.organisation.models import Person
from groundswell.look.components import Tab

from .answering import (
    acknowledge_complaint,
    answer_complaint,
    extend_clock,
    hand_over_complaint,
    note_special_care,
)
from .errors import ComplaintRefusal
from .forms import AnswerForm, HandOverForm, ReasonForm
from .lists import LISTS, complaints_in, figures_of
from .models import Complaint
from .queries import complaints_to_act_on, complaints_visible_to, with_special_care


@for_roles(*LEADS, "analyst")
def register(request: HttpRequest) -> HttpResponse:
    """Every complaint with its clock, as one of the named lists."""
    at, show = timezone.now(), request.GET.get("show", "open")
    if show not in LISTS:
        raise Http404("There is no such list of complaints.")
    seen = complaints_visible_to(request.user)
    page = Paginator(complaints_in(show, seen, request.user, at=at), 50).get_page(request.GET.get("page"))
    may_act = complaints_to_act_on(request.user)
    shown = [complaint.pk for complaint in page]
    care = with_special_care(may_act.filter(pk__in=shown)).filter(needs_care=True)
    context = {
        "page": page,
        "rows": [(complaint, words_for(complaint.signal.comment, request.user)) for complaint in page],
        "needs_care": set(care.values_list("pk", flat=True)),
        "show": show,
        "chosen": LISTS[show],
        "tabs": _tabs(show, seen, request.user, at),
        "figures": figures_of(seen, request.user, at=at),
        "may_take_calls": request.user.role in {User.Role.LEAD, User.Role.OFFICE},
        "may_export": request.user.role in {User.Role.OFFICE, User.Role.ADMINISTRATOR},
        "now": at,
        "page_section": "listen",
    }
    return render(request, "complaints/register.html", context)


def _tabs(show: str, seen: Any, user: User, at: datetime) -> list[Tab]:
    acts = user.person is not None and user.role in {User.Role.OFFICE, User.Role.LEAD}
    names = [name for name, one in LISTS.items() if name == show or (one.is_tab and (acts or name != "care"))]
    return [
        Tab(LISTS[name].label, f"?show={name}", name == show, complaints_in(name, seen, user, at=at).count())
        for name in names
    ]


@for_roles()
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint: what was said, its clock, its owner, what can be done."""
    return _entry(request, get_object_or_404(complaints_visible_to(request.user), pk=pk))


@require_POST
@for_roles()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the final answer."""
    complaint, form = _to_act_on(request, pk), AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return _entry(request, complaint, answer_form=form)
    by = request.user.person
    return _do(
        request,
        complaint,
        "The complaint is answered.",
        lambda at: answer_complaint(complaint, form.answer(), by=by, at=at),
    )


@require_POST
@for_roles()
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the complaint to somebody else. Where a case is open, its call card is the place for that."""
    complaint = _to_act_on(request, pk)
    form = HandOverForm(request.POST, people=_people(request.user, complaint), auto_id="hand_over_%s")
    if not form.is_valid():
        return _entry(request, complaint, hand_over_form=form)
    by, given = request.user.person, form.cleaned_data
    return _do(
        request,
        complaint,
        f"{given['to']} has the complaint now.",
        lambda at: hand_over_complaint(complaint, **given, by=by, at=at),
    )


@require_POST
@for_roles()
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the customer was told that we have it."""
    complaint, by = _to_act_on(request, pk), request.user.person
    return _do(
        request,
        complaint,
        "The acknowledgement is noted.",
        lambda at: acknowledge_complaint(complaint, by=by, at=at),
    )


@require_POST
@for_roles()
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise the answer for later."""
    return _with_reason(request, pk, "extend_form", extend_clock, "The customer is told about the new day.")


@require_POST
@for_roles()
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark that this customer needs more care."""
    words = "Noted for those who act on this complaint."
    return _with_reason(request, pk, "care_form", note_special_care, words)


def _with_reason(
    request: HttpRequest, pk: int, name: str, act: Callable[..., object], words: str
) -> HttpResponse:
    complaint, form = _to_act_on(request, pk), ReasonForm(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _entry(request, complaint, **{name: form})
    by, why = request.user.person, form.cleaned_data["why"]
    return _do(request, complaint, words, lambda at: act(complaint, why=why, by=by, at=at))


def _to_act_on(request: HttpRequest, pk: int) -> Complaint:
    complaint = get_object_or_404(complaints_visible_to(request.user), pk=pk)
    if not complaints_to_act_on(request.user).filter(pk=pk).exists():
        raise PermissionDenied(
            "You may read this complaint. Its owner, the team's lead or the office act on it."
        )
    return complaint


def _do(
    request: HttpRequest, complaint: Complaint, words: str, act: Callable[[datetime], object]
) -> HttpResponse:
    try:
        act(timezone.now())
    except ComplaintRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    may_still_see = complaints_visible_to(request.user).filter(pk=complaint.pk).exists()
    return redirect("complaints:entry", complaint.pk) if may_still_see else redirect("desk:home")


def _people(user: User, complaint: Complaint) -> Any:
    people = Person.objects.filter(left_on=None, unit__in=units_visible_to(user))
    office = Person.objects.filter(left_on=None, post=Person.Post.OFFICE)
    return (people | office).exclude(pk=complaint.owner_id).order_by("name")


def _entry(request: HttpRequest, complaint: Complaint, **bound: Form) -> HttpResponse:
    may_act = complaints_to_act_on(request.user).filter(pk=complaint.pk).exists()
    names = sees_names(request.user)
    context = {
        "complaint": complaint,
        "words": words_for(complaint.signal.comment, request.user),
        "names": names,
        "additions": [
            words_for(one.signal.comment, request.user)
            for one in complaint.additions.select_related("signal")
        ],
        "answer": getattr(complaint, "answer", None),
        "extension": getattr(complaint, "extension", None),
        "ownerships": complaint.ownerships.select_related("to", "by"),
        "may_act": may_act,
        "special_care": getattr(complaint, "special_care", None) if may_act else None,
        "has_case": hasattr(complaint.signal, "case"),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "hand_over_form": HandOverForm(people=_people(request.user, complaint), auto_id="hand_over_%s"),
        "extend_form": ReasonForm(auto_id="extend_form_%s"),
        "care_form": ReasonForm(auto_id="care_form_%s"),
        "now": timezone.now(),
        "page_section": "listen",
        **bound,
    }
    return render(request, "complaints/entry.html", context, status=422 if bound else 200)
