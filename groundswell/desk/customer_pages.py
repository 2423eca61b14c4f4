"""The page of one customer, their consents, and records that may be one person."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import READS_NAMES, for_roles
from groundswell.foundation.customers.consenting import (
    allowed_by,
    change_consents,
    channels_of,
    text_of,
    write_text,
)
from groundswell.foundation.customers.errors import CustomerRefusal
from groundswell.foundation.customers.merging import (
    customer_known_as,
    merge_customers,
    say_two_people,
    suggestions,
    unmerge,
)
from groundswell.foundation.customers.models import Channel, ConsentText, Customer, Merge, Purpose
from groundswell.foundation.customers.queries import consents_of, living_customer
from groundswell.look import addresses
from groundswell.look.addresses import number_of_page, read_address

from .customer_forms import AccountForm, ConsentTextForm, DetailsForm
from .customer_page import may_see, page_of
from .customer_timeline import happenings_of
from .voices import as_cards, cards

EDITS_CONSENT = ("office", "administrator")
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
    number = read_address(request, page=number_of_page)["page"]
    page = page_of(living, request.user, today=timezone.localdate())
    shown = addresses.page_of(cards(page.voices), number, VOICES_SHOWN)
    context = {
        "one": page,
        "page": shown,
        "voices": as_cards(shown, request.user),
        "voices_count": shown.paginator.count,
        "may_merge": request.user.role == "office",
        "may_edit": request.user.role in EDITS_CONSENT,
        "account_form": AccountForm(),
        "details_form": DetailsForm(initial={"time_zone": living.time_zone}),
        "happenings": happenings_of(living, request.user, at=timezone.now()),
        "now": timezone.now(),
        "page_section": "voices",
    }
    return render(request, "desk/customer.html", context)


@for_roles(*READS_NAMES)
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger of what one customer allowed and withdrew, when and by whom it was noted."""
    found = living_customer(_visible(request, pk))
    about = {(purpose, channel) for purpose in Purpose.values for channel in channels_of(found)}
    if request.method == "POST" and request.user.role in EDITS_CONSENT:
        wanted = {tuple(one.partition(" ")[::2]) for one in request.POST.getlist("allow")}
        given = {"about": about, "by": request.user, "at": timezone.now()}
        source = request.POST.get("source", "").strip()[:60]
        if source:
            change_consents(found, wanted, source=source, **given)
            messages.success(request, "Kept. The ledger says who noted it and where it was said.")
        else:
            messages.error(
                request, "Write where the customer said so: on the phone, in a letter, in the shop."
            )
        return redirect("desk:consents", found.pk)
    held = allowed_by(found)
    choices = [
        (purpose.label, [(f"{purpose} {c}", c.label, (purpose, c) in held) for c in channels_of(found)])
        for purpose in Purpose
    ]
    context = {
        "customer": found,
        "in_short": _allowed_in_short(held),
        "consents": consents_of(found).select_related("text"),
        "choices": choices,
        "may_edit": request.user.role in EDITS_CONSENT and bool(about),
        "page_section": "voices",
    }
    return render(request, "desk/consents.html", context)


@for_roles(*EDITS_CONSENT)
def consent_texts(request: HttpRequest) -> HttpResponse:
    """The words to which customers say yes, by purpose and language; new words are a new version."""
    now, form = timezone.now(), ConsentTextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_text(**form.cleaned_data, by=request.user, at=now)
        messages.success(request, "These words hold from now on. What was agreed to before keeps its own.")
        return redirect("desk:consent_texts")
    for purpose in Purpose:
        text_of(purpose, "en", at=now)
    texts = ConsentText.objects.annotate(agreed=Count("consent"))
    return render(
        request, "desk/consent_texts.html", {"form": form, "texts": texts, "page_section": "voices"}
    )


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
def same_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody knows that two records are one person: the other is found by an address or a number."""
    one = living_customer(get_object_or_404(Customer, pk=pk))
    other = customer_known_as(request.POST.get("known_as", "").strip()[:254])
    if other is None:
        messages.error(
            request, "Nobody is known by that. Write an e-mail address, a telephone or customer number."
        )
        return redirect("desk:customer", one.pk)
    try:
        merge = merge_customers(one, other, by=request.user, at=timezone.now())
    except CustomerRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:customer", one.pk)
    messages.success(
        request, f"{merge.merged} is read as part of {merge.kept}. You may take them apart again."
    )
    return redirect("desk:customer", merge.kept_id)


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


def _allowed_in_short(held: set[tuple[str, str]]) -> str:
    """The purposes that are allowed today, each with its channels, in one sentence."""
    parts = [
        f"{purpose.label.lower()} ({' and '.join(c.label.lower() for c in Channel if (purpose, c) in held)})"
        for purpose in Purpose
        if any(purpose == one for one, _ in held)
    ]
    allowed = "; ".join(parts)
    return (
        f"Allowed today: {allowed}."
        if parts
        else "Nothing is allowed today: we do not write to this customer."
    )
