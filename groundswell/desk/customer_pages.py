"""The page of one customer, their consents, and records that may be one person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import READS_NAMES, for_roles
from groundswell.foundation.customers.errors import CustomerRefusal
from groundswell.foundation.customers.merging import merge_customers, say_two_people, suggestions, unmerge
from groundswell.foundation.customers.models import Customer, Merge
from groundswell.foundation.customers.queries import consents_of, living_customer

from .customer_page import may_see, page_of
from .voices import as_cards, cards

VOICES_SHOWN = 20


def _visible(request: HttpRequest, pk: int) -> Customer:
    found = get_object_or_404(Customer, pk=pk)
    if not may_see(request.user, found):
        raise Http404
    return found


@for_roles(*READS_NAMES)
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer; a record that was merged leads to the one that lives on."""
    found = _visible(request, pk)
    living = living_customer(found)
    if living.pk != found.pk:
        return redirect("desk:customer", living.pk)
    page = page_of(living, request.user, today=timezone.localdate())
    context = {
        "one": page,
        "voices": as_cards(cards(page.voices)[:VOICES_SHOWN], request.user),
        "voices_count": page.voices.count(),
        "may_merge": request.user.role == "office",
        "now": timezone.now(),
        "page_section": "voices",
    }
    return render(request, "desk/customer.html", context)


@for_roles(*READS_NAMES)
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger of what one customer allowed and withdrew, when and by whom it was noted."""
    found = _visible(request, pk)
    context = {"customer": found, "consents": consents_of(found), "page_section": "voices"}
    return render(request, "desk/consents.html", context)


@for_roles("office")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Records that may be one person, and those that were merged lately."""
    merges = Merge.objects.filter(undone_at=None).select_related("kept", "merged").order_by("-at", "-id")[:50]
    context = {"suggestions": suggestions(), "merges": merges, "page_section": "voices"}
    return render(request, "desk/duplicates.html", context)


@require_POST
@for_roles("office")
def merge(request: HttpRequest) -> HttpResponse:
    """Two records are one person; the first lives on."""
    one, other = _pair(request)
    try:
        merge_customers(one, other, by=request.user, at=timezone.now())
    except CustomerRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"{other} is read as part of {one} from now on. You may take them apart again."
        )
    return redirect("desk:duplicates")


@require_POST
@for_roles("office")
def apart(request: HttpRequest) -> HttpResponse:
    """These are two people: a merge is undone, or a suggestion is put away."""
    undo = request.POST.get("merge", "")
    try:
        if undo:
            found = get_object_or_404(Merge, pk=int(undo)) if undo.isdecimal() else None
            if found is None:
                raise Http404
            unmerge(found, by=request.user, at=timezone.now())
        else:
            say_two_people(*_pair(request), by=request.user, at=timezone.now())
    except CustomerRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "They are two people.")
    return redirect("desk:duplicates")


def _pair(request: HttpRequest) -> tuple[Customer, Customer]:
    keys = request.POST.get("one", ""), request.POST.get("other", "")
    if not all(key.isdecimal() for key in keys):
        raise Http404("Choose two customers.")
    return get_object_or_404(Customer, pk=keys[0]), get_object_or_404(Customer, pk=keys[1])
