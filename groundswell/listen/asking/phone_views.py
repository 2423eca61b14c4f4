"""Asking by telephone: a colleague finds who it is, hears what stands against asking, and enters what the customer says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import READS_NAMES, for_roles
from groundswell.foundation.customers.models import Customer
from groundswell.listen.channels.callers import customers_like, the_one_known_by
from groundswell.listen.surveys.models import Survey
from groundswell.look.addresses import read_address, words

from .forms import PhoneForm
from .queries import asks_colleagues
from .rules import Suppressed
from .telephoning import begin_asking, word_against_asking


@never_cache
@for_roles(*READS_NAMES)
def phone(request: HttpRequest, code: str = "") -> HttpResponse:
    """One page before the first question: what is asked, who it is, where it happened."""
    survey = get_object_or_404(Survey, code=code, closed_at=None) if code else None
    if survey and asks_colleagues(survey):
        messages.error(request, "Colleagues answer about their work by themselves. Give them the open link.")
        return redirect("desk:home")
    if request.method != "POST":
        return _page(request, _form(request, survey))
    found = customers_like(request.user, **_said(request))
    chosen = next((one for one in found if str(one.pk) == request.POST.get("customer")), None)
    if request.POST.get("do") == "find":
        return _page(request, _form(request, survey, is_bound=False), found, chosen)
    return _begin(request, _form(request, survey, is_bound=True), found, chosen or _surely(request))


@require_safe
@never_cache
@for_roles(*READS_NAMES)
def callers(request: HttpRequest) -> HttpResponse:
    """Who that may be, as a part of the page: asked by the page itself while somebody types."""
    asked = read_address(request, name=words, phone=words, email=words)
    found = customers_like(request.user, **asked)
    return render(request, "channels/callers.html", _callers(found) | {"is_asked": any(asked.values())})


def _begin(
    request: HttpRequest, form: PhoneForm, found: list[Customer], known: Customer | None
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, found, known)
    told, now = form.cleaned_data, timezone.now()
    against = word_against_asking(known, told["survey"], at=now) if known else None
    if against and request.POST.get("do") != "offered":
        return _page(request, form, found, known, against=against)
    draft = begin_asking(
        told["survey"],
        by=request.user,
        at=now,
        known=known,
        name=told["name"],
        phone=told["phone"],
        email=told["email"],
        unit=told["unit"],
        is_served_by_me=told["served"],
    )
    return redirect("channels:going_on", told["survey"].code, draft.token)


def _form(request: HttpRequest, survey: Survey | None, *, is_bound: bool = False) -> PhoneForm:
    """The survey of the address is chosen already, and the place is at first that of whoever asks."""
    units, given = units_visible_to(request.user), request.POST.dict()
    if request.method != "POST" and request.user.person and not request.user.sees_everything:
        given["unit"] = str(request.user.person.unit_id)
    if survey:
        given["survey"] = str(survey.pk)
    return PhoneForm(given, units=units) if is_bound else PhoneForm(initial=given, units=units)


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:200] for name in ("name", "phone", "email")}


def _surely(request: HttpRequest) -> Customer | None:
    """Nobody was chosen: a number or an address may say who it is."""
    if request.POST.get("customer") == "new":
        return None
    said = _said(request)
    return the_one_known_by(request.user, phone=said["phone"], email=said["email"])


def _callers(found: list[Customer]) -> dict[str, object]:
    return {"callers": [{"customer": one} for one in found]}


def _page(
    request: HttpRequest,
    form: PhoneForm,
    found: list[Customer] | None = None,
    chosen: Customer | None = None,
    *,
    against: Suppressed | None = None,
) -> HttpResponse:
    context = _callers(found or []) | {
        "form": form,
        "chosen": chosen and chosen.pk,
        "known": chosen,
        "is_new": request.POST.get("customer") == "new",
        "is_asked": found is not None and any(_said(request).values()),
        "against": against,
        "page_section": "listen",
    }
    wrong = against or (form.is_bound and form.errors)
    return render(request, "asking/phone.html", context, status=422 if wrong else 200)
