"""The pages of letters: a filing address of one's own, and a letter that waits for somebody to say that it is ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address

from .by_letter import letters_to_take, take_letter, throw_away_letter
from .errors import DecisionRefused
from .filing import give_filing_address, mailbox_address, stop_filing_address
from .letters import TEMPLATE, read_letter_words
from .models import FilingAddress


@for_roles()
def filing_address(request: HttpRequest) -> HttpResponse:
    """Get, renew or stop the address to which one's own letters go. It is shown once, on the answer to the click."""
    read_address(request)
    given, refused, at = "", "", timezone.now()
    if request.method == "POST" and "stop" in request.POST:
        stop_filing_address(by=request.user, at=at)
        messages.success(request, "Letters to that address register nothing any more.")
        return redirect("decisions:filing_address")
    if request.method == "POST":
        try:
            given = give_filing_address(by=request.user, at=at)
        except DecisionRefused as refusal:
            refused = str(refusal)
    context = {
        "page_section": "act",
        "given": given,
        "refused": refused,
        "has_one": FilingAddress.objects.filter(person=request.user.person_id or 0).first(),
        "is_connected": bool(mailbox_address()),
        "template": TEMPLATE,
    }
    return render(request, "decisions/filing_address.html", context, status=422 if refused else 200)


@for_roles()
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a letter that nobody proved to have sent; take it on the register in one's own name, or throw it away."""
    read_address(request)
    found = get_object_or_404(letters_to_take(request.user), pk=pk)
    if request.method == "POST":
        try:
            if "throw" in request.POST:
                throw_away_letter(found, by=request.user, at=timezone.now())
                messages.success(request, "It is thrown away.")
                return redirect("decisions:list")
            made = take_letter(found, by=request.user, at=timezone.now())
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("decisions:list")
        messages.success(request, "It is registered in your name.")
        return redirect("decisions:decision", made.pk)
    said = read_letter_words(found.words)
    context = {"page_section": "act", "letter": found, "title": said.get("title", "")}
    return render(request, "decisions/letter.html", context)
