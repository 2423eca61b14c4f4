"""The register: its lists and figures, what is due and with whom, and one page per entry."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import LEADS, for_roles, sees_names, words_for
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.withholding import not_withheld
from groundswell.listen.surveys.language_names import name_of
from groundswell.look.addresses import filled, number_of_page, page_of, read_address
from groundswell.look.components import Tab

from .filters import ASKS, FilterForm, keep_list, narrowed, saved_lists
from .forms import AnswerForm, ClockChoiceForm, HandOverForm, ReasonForm
from .lists import LISTS, complaints_in, figures_of, loads_of
from .models import Complaint, SavedList
from .queries import (
    complaints_to_act_on,
    complaints_visible_to,
    struck_entries,
    with_promise,
    with_special_care,
)


@for_roles(*LEADS, "analyst")
def register(request: HttpRequest) -> HttpResponse:
    """Every complaint with its clock, as one of the named lists, narrowed as far as the address asks."""
    at, asked = timezone.now(), read_address(request, **ASKS, page=number_of_page)
    show, user = asked["show"], request.user
    seen = narrowed(complaints_visible_to(user), asked, at=at)
    page = page_of(with_promise(complaints_in(show, seen, user, at=at)), asked["page"], 50)
    may_act = complaints_to_act_on(user)
    care = with_special_care(may_act.filter(pk__in=[complaint.pk for complaint in page]))
    context = {
        "page": page,
        "rows": [(complaint, words_for(complaint.signal.comment, user)) for complaint in page],
        "needs_care": set(care.filter(needs_care=True).values_list("pk", flat=True)),
        "show": show,
        "chosen": LISTS[show],
        "tabs": _tabs(asked, seen, user, at),
        "figures": [(one, _address(asked, show=one.show)) for one in figures_of(seen, user, at=at)],
        "loads": loads_of(seen, at=at)[:5],
        "filter_form": FilterForm(user, initial=asked),
        "is_narrowed": bool(filled([(name, asked[name]) for name in ASKS if name != "show"])),
        "here": _address(asked),
        "saved": saved_lists(user),
        "struck": struck_entries(user) if show == "all" else (),
        "may_take_calls": user.role in {User.Role.LEAD, User.Role.OFFICE},
        "may_export": user.role in {User.Role.OFFICE, User.Role.ADMINISTRATOR},
        "now": at,
        "page_section": "listen",
    }
    return render(request, "complaints/register.html", context)


def _address(asked: dict[str, Any], **changes: str) -> str:
    return "?" + urlencode(filled([(name, (asked | changes)[name]) for name in ASKS]))


def _tabs(asked: dict[str, Any], seen: Any, user: User, at: datetime) -> list[Tab]:
    acts, show = user.person is not None and user.role in {User.Role.OFFICE, User.Role.LEAD}, asked["show"]
    names = [name for name, one in LISTS.items() if name == show or (one.is_tab and (acts or name != "care"))]
    return [
        Tab(
            LISTS[name].label,
            _address(asked, show=name),
            name == show,
            complaints_in(name, seen, user, at=at).count(),
        )
        for name in names
    ]


@require_POST
@for_roles(*LEADS, "analyst")
def save(request: HttpRequest) -> HttpResponse:
    """Keep a narrowed list under a name, for oneself."""
    kept = keep_list(
        request.user, request.POST.get("name", ""), request.POST.get("asks", ""), at=timezone.now()
    )
    if kept is None:
        messages.error(request, "Give the list a name of at most 60 characters.")
        return redirect("complaints:register")
    messages.success(request, f"{kept.name} is kept beside your register.")
    answer = redirect("complaints:register")
    answer["Location"] += kept.asks
    return answer


@require_POST
@for_roles(*LEADS, "analyst")
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a kept list away."""
    get_object_or_404(SavedList, pk=pk, user=request.user).delete()
    return redirect("complaints:register")


@for_roles(*LEADS, "analyst")
def owners(request: HttpRequest) -> HttpResponse:
    """Who has what: due today, overdue, waiting, by owner; the longest waiting first."""
    read_address(request)
    at = timezone.now()
    loads = loads_of(complaints_visible_to(request.user), at=at)
    context = {
        "loads": loads,
        "late": sum(one.late for one in loads),
        "today": sum(one.today for one in loads),
        "now": at,
        "page_section": "listen",
    }
    return render(request, "complaints/owners.html", context)


@for_roles()
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint: what was said, its clock, its owner, what can be done."""
    return entry_page(request, get_object_or_404(complaints_visible_to(request.user), pk=pk))


def people_to_hand_to(user: User, complaint: Complaint) -> Any:
    """Whom it may be given to: everybody within sight, and the office."""
    people = Person.objects.filter(left_on=None, unit__in=units_visible_to(user))
    office = Person.objects.filter(left_on=None, post=Person.Post.OFFICE)
    inside = (people | office).exclude(user__role=User.Role.PARTNER)
    return inside.exclude(pk=complaint.owner_id).order_by("name")


def entry_page(request: HttpRequest, complaint: Complaint, **bound: Form) -> HttpResponse:
    """The page of an entry, with the form that has to be looked at again."""
    may_act = complaints_to_act_on(request.user).filter(pk=complaint.pk).exists()
    names = sees_names(request.user)
    review = getattr(complaint, "review", None)
    context = {
        "complaint": complaint,
        "words": words_for(complaint.signal.comment, request.user),
        "names": names,
        "additions": [
            words_for(one.signal.comment, request.user)
            for one in complaint.additions.filter(not_withheld(request.user, "signal")).select_related(
                "signal"
            )
        ],
        "answer": getattr(complaint, "answer", None),
        "review": review,
        "last": getattr(review, "last_word", None),
        "pause": complaint.pauses.filter(ended_at=None).first(),
        "extension": getattr(complaint, "extension", None),
        "ownerships": complaint.ownerships.select_related("to", "by"),
        "may_act": may_act,
        "special_care": getattr(complaint, "special_care", None) if may_act else None,
        "open_case": _open_case(complaint),
        "review_words": words_for(review.why, request.user) if review else "",
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "hand_over_form": HandOverForm(
            people=people_to_hand_to(request.user, complaint), auto_id="hand_over_%s"
        ),
        "extend_form": ReasonForm(auto_id="extend_form_%s"),
        "care_form": ReasonForm(auto_id="care_form_%s"),
        "wait_form": ReasonForm(auto_id="wait_form_%s"),
        "clock_form": ClockChoiceForm(besides=complaint.clock, auto_id="clock_form_%s"),
        "last_form": AnswerForm(auto_id="last_form_%s"),
        "language": name_of(complaint.language),
        "now": timezone.now(),
        "page_section": "listen",
        **bound,
    }
    return render(request, "complaints/entry.html", context, status=422 if bound else 200)


def _open_case(complaint: Complaint) -> Any:
    """The case of the inner loop, while nobody has closed it; later floors know what it is."""
    case = getattr(complaint.signal, "case", None)
    return None if case is None or hasattr(case, "closure") else case
