"""A complaint by phone: a colleague finds who calls, writes down what they say, and reads out the reference."""

import secrets
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.listen.channels.callers import the_one_known_by
from groundswell.look.addresses import read_address, words

from .actions import CALL, receive_complaint
from .door_forms import CallForm
from .letters import is_acknowledged_in_writing
from .models import Complaint
from .phoning import Caller, callers_like, waiting_of
from .queries import complaint_by
from .reviewing import add_words

READ_OUT_FOR = timedelta(hours=1)
TAKES_CALLS = ("frontline", "lead", "office")


@never_cache
@for_roles(*TAKES_CALLS)
def phone(request: HttpRequest) -> HttpResponse:
    """One page for the whole call: who it is, what they wait for already, what happened."""
    if request.method == "POST":
        return _take(request)
    taken = complaint_by(read_address(request, taken=words)["taken"])
    if taken and taken.received_at < timezone.now() - READ_OUT_FOR:
        taken = None
    return _page(request, CallForm(initial={"submission": secrets.token_urlsafe(16)}), taken=taken)


@require_safe
@never_cache
@for_roles(*TAKES_CALLS)
def callers(request: HttpRequest) -> HttpResponse:
    """Who that may be, as a part of the page: asked by the page itself while somebody types."""
    asked = read_address(request, name=words, phone=words, email=words)
    found = callers_like(request.user, **asked)
    return render(request, "channels/callers.html", {"callers": found, "is_asked": any(asked.values())})


def _take(request: HttpRequest) -> HttpResponse:
    form, do = CallForm(request.POST), request.POST.get("do", "")
    found = _callers(request.user, request)
    chosen = next((one for one in found if str(one.customer.pk) == request.POST.get("customer")), None)
    if do == "find":
        return _page(request, CallForm(initial=request.POST.dict()), found, chosen)
    if not form.is_valid():
        return _page(request, form, found, chosen)
    known = chosen or _surely(found, request)
    if do.startswith("join-"):
        return _join(request, form, known, do.removeprefix("join-"))
    if known and known.waiting and do != "anew":
        return _page(request, form, found, known, is_double=True)
    customer_id = known.customer.pk if known else None
    complaint = receive_complaint(form.complaint_of(customer_id), at=timezone.now(), by=request.user)
    return _read_out(complaint)


def _callers(user: User, request: HttpRequest) -> list[Caller]:
    return callers_like(
        user, **{name: request.POST.get(name, "")[:200] for name in ("name", "phone", "email")}
    )


def _surely(found: list[Caller], request: HttpRequest) -> Caller | None:
    """Nobody was chosen: a number or an address that one person has says who it is; a name does not."""
    if request.POST.get("customer") == "new":
        return None
    given = {name: request.POST.get(name, "")[:200] for name in ("phone", "email")}
    sure = the_one_known_by(request.user, **given)
    return Caller(sure, waiting_of(sure)) if sure else None


def _join(request: HttpRequest, form: CallForm, known: Caller | None, which: str) -> HttpResponse:
    waiting = {str(one.pk): one for one in waiting_of(known.customer)} if known else {}
    complaint = waiting.get(which)
    if complaint is None:
        messages.error(request, "Choose who calls first, then the complaint that this belongs to.")
        return _page(request, form)
    given = form.cleaned_data
    add_words(
        complaint, given["what_happened"], submission=given["submission"], at=timezone.now(), source=CALL
    )
    messages.success(request, f"Added to {complaint.reference}. Its owner hears of it.")
    return _read_out(complaint)


def _read_out(complaint: Complaint) -> HttpResponse:
    answer = redirect("complaints:phone")
    answer["Location"] += f"?taken={complaint.token}"
    return answer


def _page(
    request: HttpRequest,
    form: CallForm,
    found: list[Caller] | None = None,
    chosen: Caller | None = None,
    *,
    taken: Complaint | None = None,
    is_double: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "callers": found or [],
        "chosen": chosen and chosen.customer.pk,
        "is_new": request.POST.get("customer") == "new",
        "is_asked": found is not None,
        "double": chosen if is_double else None,
        "taken": taken,
        "reaches": taken and is_acknowledged_in_writing(taken),
        "page_section": "listen",
    }
    wrong = form.is_bound and (form.errors or is_double)
    return render(request, "complaints/phone.html", context, status=422 if wrong else 200)
