"""A person's right to know and to be erased: what we hold, the file for them, the erasing, requests and proofs."""

from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.partners.errors import PartnerRefused
from groundswell.act.partners.files.found import boards_not_looked_at, decide_on_file, found_in_files
from groundswell.act.partners.files.pdf_words import pdfs_being_read
from groundswell.act.partners.models import FoundFile, SharedFile
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import living_customer
from groundswell.foundation.erasing.actions import answer_request
from groundswell.foundation.erasing.errors import ErasingRefused
from groundswell.foundation.erasing.models import Erasure, Request
from groundswell.foundation.erasing.queries import answered_requests, open_requests, requests_of
from groundswell.look import addresses
from groundswell.look.typed import typed_in

from .customer_page import may_see
from .erasing import erase_person, held_of, open_complaints
from .erasing_answers import refuse_request, told_of
from .held_file import everything_about
from .somebody import somebody_behind

ERASES = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
SHOWN = 50
UNDECIDED = Q(found_files__verdict="", found_files__file__taken_back_at=None, found_files__file__isnull=False)

DECIDED = {
    "removed": "The file is gone.",
    "stays": "The file stays.",
    "clear": "Noted: you looked, and they are not in it.",
}


class ErasingForm(forms.Form):
    """Why somebody is erased, since when they wait, and which open complaints go all the same."""

    reason = forms.CharField(
        label="Who asked, and how you know that it is them",
        max_length=300,
        help_text="Such as: by letter, signature compared. Write no name: it is kept.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    asked_on = forms.DateField(label="Asked on", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_asked_on(self) -> date:
        asked_on: date = self.cleaned_data["asked_on"]
        if asked_on > timezone.localdate():
            raise forms.ValidationError("This day is yet to come.")
        return asked_on


class StaysForm(forms.Form):
    """Why a file stays that names somebody who was erased."""

    why = forms.CharField(
        label="Why it may stay",
        max_length=300,
        help_text="Such as: it names somebody else. Write no name: it is kept.",
    )


@for_roles(*ERASES)
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held of one person, room by room."""
    found = _found(request, pk)
    if being_read := pdfs_being_read(timezone.now()):
        return _wait_for(request, found, being_read)
    somebody = somebody_behind(found)
    context = {
        "customer": found,
        "kinds": held_of(somebody),
        "records": len(somebody.records),
        "requests": requests_of(found),
        "page_section": "voices",
    }
    return render(request, "desk/held.html", context)


@for_roles(*ERASES)
def held_file(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """All of it in one file, for the person themselves. That it was drawn up is recorded."""
    found = _found(request, pk)
    at = timezone.now()
    if being_read := pdfs_being_read(at):
        return _wait_for(request, found, being_read)
    file = everything_about(found, by=request.user, at=at)
    name = f"everything-we-hold-{at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@for_roles(*ERASES)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what goes, say why, and erase."""
    found = _found(request, pk)
    if being_read := pdfs_being_read(timezone.now()):
        return _wait_for(request, found, being_read)
    somebody = somebody_behind(found)
    waiting = open_complaints(somebody)
    asked = requests_of(found).filter(answer=None, kind=Request.Kind.ERASE).first()
    since = timezone.localdate(asked.asked_at) if asked else timezone.localdate()
    form = ErasingForm(request.POST or None, initial={"asked_on": since})
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "at": timezone.now(), "despite": request.POST.getlist("despite")}
        try:
            erasure = erase_person(found, **form.cleaned_data, **given)
        except ErasingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Erased. Every figure counts without them from now on.")
            return redirect("desk:erasure", erasure.pk)
    kinds = held_of(somebody)
    context = {
        "customer": found,
        "kinds": kinds,
        "count": sum(one.count for one in kinds if one.goes),
        "waiting": waiting,
        "looks": sum(cause != FoundFile.Cause.NAMED for _, cause in found_in_files(somebody)),
        "elsewhere": boards_not_looked_at(somebody),
        "form": form,
        "page_section": "voices",
    }
    return render(request, "desk/erase.html", context)


@for_roles(*ERASES)
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof: what was held and is gone, what somebody decides on, and how far the erasing is. It names nobody."""
    return _show_proof(request, get_object_or_404(Erasure, pk=pk))


@require_POST
@for_roles(*ERASES)
def decide_file(request: HttpRequest, pk: int, found_pk: int) -> HttpResponse:
    """A file goes, stays for a reason, or somebody looked at it and they are not in it."""
    found = get_object_or_404(FoundFile, erasure=pk, pk=found_pk)
    form = StaysForm(request.POST, auto_id=f"stays_{found_pk}_%s")
    stays = "stays" in request.POST
    if stays and not form.is_valid():
        return _show_proof(request, found.erasure, {found_pk: form})
    verdict = "stays" if stays else "clear" if "clear" in request.POST else "removed"
    why = form.cleaned_data["why"] if stays else ""
    try:
        decide_on_file(found, verdict=verdict, why=why, by=request.user, at=timezone.now())
    except PartnerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, DECIDED[verdict])
    return redirect("desk:erasure", pk)


def _wait_for(request: HttpRequest, found: Customer, being_read: list[SharedFile]) -> HttpResponse:
    """A file that came just now may name them: the worker reads it, and the page comes by itself."""
    typed = typed_in(request)
    context = {
        "customer": found,
        "count": len(being_read),
        "typed": typed,
        "is_alone": not typed,
        "page_section": "voices",
    }
    return render(request, "desk/being_read.html", context, status=409 if typed else 200)


def _show_proof(
    request: HttpRequest, erasure: Erasure, bound: dict[int, forms.Form] | None = None
) -> HttpResponse:
    whose = ("file__board__initiative__owner", "file__author__person", "file__author__agency_member__agency")
    files = list(erasure.found_files.select_related(*whose, "by__person"))
    for one in files:
        one.form = (bound or {}).get(one.pk) or StaysForm(auto_id=f"stays_{one.pk}_%s")
    waiting = [one for one in files if not one.verdict and one.file and not one.file.taken_back_at]
    undecided = sorted(waiting, key=lambda one: one.wants_a_look)
    context = {
        "erasure": erasure,
        "undecided": undecided,
        "parts": [
            ("named", [one for one in undecided if not one.wants_a_look]),
            ("look", [one for one in undecided if one.wants_a_look]),
        ],
        "decided": [one for one in files if one not in undecided],
        "page_section": "voices",
    }
    return render(request, "desk/erasure.html", context, status=422 if bound else 200)


@for_roles(*ERASES)
def requests(request: HttpRequest) -> HttpResponse:
    """What customers asked about themselves, the soonest due first, and who was erased when."""
    number = addresses.read_address(request, page=addresses.number_of_page)["page"]
    done = addresses.page_of(answered_requests(), number, SHOWN)
    context = {
        "waiting": open_requests(),
        "page": done,
        "erasures": Erasure.objects.annotate(files=Count("found_files", UNDECIDED))[:SHOWN],
        "today": timezone.localdate(),
        "now": timezone.now(),
        "page_section": "voices",
    }
    return render(request, "desk/requests.html", context)


@require_POST
@for_roles(*ERASES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse with the reason, or say that it was done; the customer is told."""
    asked = get_object_or_404(Request, pk=pk)
    if asked.customer is None or not may_see(request.user, asked.customer):
        raise Http404
    at: datetime = timezone.now()
    try:
        if "refuse" in request.POST:
            refuse_request(asked, why=request.POST.get("why", ""), by=request.user, at=at)
        elif asked.kind == Request.Kind.KNOW:
            answer_request(asked, "done", by=request.user, at=at)
        else:
            return redirect("desk:erase", asked.customer_id)
    except ErasingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told_of(asked))
    return redirect("desk:requests")


def _found(request: HttpRequest, pk: int) -> Customer:
    found = get_object_or_404(Customer, pk=pk)
    if not may_see(request.user, found):
        raise Http404
    return living_customer(found)
