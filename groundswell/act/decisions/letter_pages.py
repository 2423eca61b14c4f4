"""The pages of letters: a filing address of one's own, and a letter that waits for somebody to say that it is ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address

from .by_letter import letters_to_take, take_letter, throw_away_letter
from .errors import DecisionRefused
from .filing import give_filing_address, mailbox_address, stop_filing_address, who_proved
from .forms import LetterForm
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
    form = LetterForm(request.POST or None, initial={"words": found.words}) if found.problem else None
    is_sent = request.method == "POST" and ("throw" in request.POST or form is None or form.is_valid())
    if is_sent:
        try:
            if "throw" in request.POST:
                throw_away_letter(found, by=request.user, at=timezone.now())
                messages.success(request, "It is thrown away.")
                return redirect("decisions:list")
            made = take_letter(
                found, by=request.user, at=timezone.now(), words=form.cleaned_data["words"] if form else ""
            )
        except DecisionRefused as refusal:
            if form is None or not letters_to_take(request.user).filter(pk=pk).exists():
                messages.error(request, str(refusal))
                return redirect("decisions:list")
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "It is registered in your name.")
            return redirect("decisions:decision", made.pk)
    context = {
        "page_section": "act",
        "letter": found,
        "form": form,
        "went_to": who_proved(found.proof),
        "title": read_letter_words(found.words).get("title", ""),
    }
    return render(request, "decisions/letter.html", context, status=422 if form and form.errors else 200)
