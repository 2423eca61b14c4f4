"""The pages that customers open with the link of their letter: say yes, answer an ask, look after their words; and the
page of an advocate's friend. No cookie is set: the link is the protection."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .actions import CUSTOMER, join, leave
from .asking import BY_THE_CUSTOMER, answer_ask
from .errors import AskAlreadyAnswered
from .forms import FriendForm, NameForm, TestimonialForm
from .gathering import place_in_line
from .knowing import rules_in_force
from .letters import referral_address, testimonial_address, what_is_asked
from .models import Advocate, Ask, Testimonial
from .queries import (
    advocate_by_code,
    ask_by_token,
    name_shown,
    testimonial_by_token,
    thanks_by_token,
    that_may_be_shown,
)
from .referring import bring_friend, count_visit
from .testifying import choose_name, decide_words, give_words, withdraw
from .wording import day_in, language_of, page_words, words_in

LOOKING = frozenset({"prefetch", "preview"})
"""What a browser says of itself when nobody has opened the page yet."""


@never_cache
@csrf_exempt  # a public page without a session: the link is the protection
@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button says yes, or takes it back."""
    thanks = thanks_by_token(token)
    if thanks is None:
        raise Http404("This link is not known.")
    language = language_of(request)
    advocate = Advocate.objects.filter(customer=thanks.signal.customer).first()
    if request.method == "POST":
        if request.POST.get("answer") == "leave" and advocate:
            leave(advocate, at=timezone.now(), why=request.POST.get("why", ""))
        elif request.POST.get("answer") == "join":
            join(thanks, at=timezone.now(), language=language)
        return redirect("advocates:join", token)
    return render(request, "advocates/join.html", _membership(advocate, language))


def _membership(advocate: Advocate | None, language: str) -> dict[str, Any]:
    page = page_words(language)
    words = words_in(language)
    return {
        "advocate": advocate,
        "speaks": advocate is not None and advocate.left_at is None,
        "address": referral_address(advocate) if advocate else "",
        "lead": words["join_lead"].format(rules_in_force().per_year),
        "reasons": [(why, words[why]) for why in Advocate.Why.values],
        **page,
    }


@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """One ask: yes, not now or never. Who comes second reads kindly what was answered before."""
    ask = ask_by_token(token)
    if ask is None:
        raise Http404("This link is not known.")
    language, at = language_of(request), timezone.now()
    says_yes = request.POST.get("answer") == Ask.Answer.YES
    wants_words = ask.kind == Ask.Kind.TESTIMONIAL and "words" in request.POST and says_yes
    form = TestimonialForm(request.POST if wants_words else None, words=words_in(language))
    if request.method == "POST" and (not wants_words or form.is_valid()):
        stands = _answered(ask, request.POST.get("answer", ""), at)
        if wants_words and ask.answer == Ask.Answer.YES:
            give_words(ask.advocate, **form.cleaned_data, language=language, at=at, ask=ask)
        if stands:
            return redirect("advocates:answer", token)
        return _ask_page(request, ask, form, language, came_second=True)
    return _ask_page(request, ask, form, language)


def _answered(ask: Ask, answer: str, at: datetime) -> bool:
    """Whether this answer stands; the same one said again by the customer does too."""
    if answer not in BY_THE_CUSTOMER:
        return True
    try:
        answer_ask(ask, answer, by=CUSTOMER, at=at)
    except AskAlreadyAnswered:
        return ask.answer == answer and ask.answered_by == CUSTOMER
    return True


def _ask_page(
    request: HttpRequest, ask: Ask, form: TestimonialForm, language: str, *, came_second: bool = False
) -> HttpResponse:
    words = words_in(language)
    answer = ask.answer if ask.answer != Ask.Answer.SILENT else ""
    said = words.get(f"said_{answer}", "")
    line = place_in_line(ask) if answer == Ask.Answer.YES and ask.gathering else 0
    given = Testimonial.objects.filter(ask=ask).first()
    context = {
        "ask": ask,
        "answer": answer,
        "headline": words[f"ask_{ask.kind}"],
        "body": what_is_asked(ask, language),
        "said": said.format(day_in(ask.answered_at, language)) if said and ask.answered_at else "",
        "came_second": came_second,
        "by_us": bool(answer) and ask.answered_by != CUSTOMER and answer != Ask.Answer.TAKEN_BACK,
        "at_most": words["asked_at_most"].format(rules_in_force().per_year),
        "no_seat": words["no_seat"].format(line - ask.gathering.seats)
        if ask.gathering and line > ask.gathering.seats
        else "",
        "to_platform": words["to_platform"].format(ask.platform) if ask.platform else "",
        "was_given_something": ask.advocate.incentives.exists(),
        "wants_words": ask.kind == Ask.Kind.TESTIMONIAL and answer in ("", Ask.Answer.YES) and given is None,
        "own_words": testimonial_address(given) if given else "",
        "address": referral_address(ask.advocate),
        "form": form,
        **page_words(language),
    }
    return render(request, "advocates/answer.html", context, status=422 if form.errors else 200)


@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, token: str) -> HttpResponse:
    """A customer's words: what is shown, another name, a change that waits for their yes, and the way back."""
    found = testimonial_by_token(token)
    if found is None:
        raise Http404("This link is not known.")
    language, at = language_of(request), timezone.now()
    words = words_in(language)
    form = NameForm(
        request.POST or None, words=words, initial={"shown_as": found.shown_as, "town": found.town}
    )
    if request.method == "POST":
        deed, wording = request.POST.get("deed", ""), request.POST.get("wording", "")
        if deed == "withdraw":
            withdraw(found, at=at)
        elif deed in ("agree", "refuse") and wording.isdecimal() and len(wording) < 18:
            decide_words(found, agrees=deed == "agree", wording=int(wording), at=at)
        elif deed == "name" and form.is_valid():
            choose_name(found, **form.cleaned_data, at=at)
        return redirect("advocates:own_words", token)
    context = {
        "testimonial": found,
        "form": NameForm(words=words, initial={"shown_as": found.shown_as, "town": found.town}),
        "name": name_shown(found) or words["a_customer"],
        "is_shown": found.placed_at is not None and that_may_be_shown().filter(pk=found.pk).exists(),
        "on_wall": words["on_wall"].format(words["wall_title"]),
        "gone": words["words_gone"].format(day_in(found.withdrawn_at, language))
        if found.withdrawn_at
        else "",
        **page_words(language),
    }
    return render(request, "advocates/own_words.html", context)


@never_cache
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def referred(request: HttpRequest, code: str) -> HttpResponse:
    """A friend of an advocate leaves name and address. The page never tells whether we know the address."""
    advocate = advocate_by_code(code)
    if advocate is None:
        raise Http404("This link is not known.")
    language = language_of(request)
    words = words_in(language)
    form = FriendForm(request.POST or None, words=words)
    if request.method == "POST" and form.is_valid():
        bring_friend(advocate, **form.cleaned_data, at=timezone.now())
        said = {"headline": words["welcome"].format(form.cleaned_data["name"]), **page_words(language)}
        return render(request, "advocates/welcome.html", said)
    if request.method == "GET" and LOOKING.isdisjoint(request.headers.get("Sec-Purpose", "").split(";")):
        count_visit(advocate, at=timezone.now())
    names = advocate.customer.name.split()
    friend = names[0] if names else words["a_friend"]
    context = {
        "form": form,
        "headline": words["ref_title"].format(friend),
        "lead": words["ref_lead"].format(friend),
        "by_code": words["ref_code"].format(advocate.referral_code),
        "foot": words["ref_foot"].format(friend),
        **page_words(language),
    }
    return render(request, "advocates/referred.html", context, status=422 if form.errors else 200)
