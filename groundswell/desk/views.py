"""Pages composed from all floors."""

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.signals.queries import signals_of, signals_visible_to
from groundswell.look.components import Fact
from groundswell.understand.scores.question import GROUPS, UnreadableQuestion, read_question

from .homes import home_of
from .trace import trace_of
from .voices import as_cards, card, cards, facts_of

PER_PAGE = 25


@for_roles("frontline", "lead", "office", "executive", "analyst", "partner", "administrator")
def home(request: HttpRequest) -> HttpResponse:
    """The home of the viewer's role."""
    template, context = home_of(request.user, timezone.now())
    return render(request, template, context)


@for_roles()
def voices(request: HttpRequest) -> HttpResponse:
    """The voices behind a figure, or a search among them."""
    try:
        question = read_question(request.GET.dict(), request.user, timezone.localdate(), also=("page", "q"))
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    words = request.GET.get("q", "").strip()[:200]
    found = (
        question.voices_for(request.user)
        if not words
        else signals_visible_to(request.user).filter(reading__redacted_comment__icontains=words)
    )
    page = Paginator(cards(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "question": question,
        "page": page,
        "voices": as_cards(page, request.user),
        "words": words,
        "address_all": question.address(group="", words=False),
        "address_words": question.address(words=True),
        "groups": [(group, question.address(group=group)) for group in GROUPS],
    }
    return render(request, "desk/voices.html", context)


@for_roles()
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """One voice with its whole trace forward."""
    signal = get_object_or_404(cards(signals_visible_to(request.user)), pk=pk)
    names = request.user.role not in {"executive", "analyst"}
    others = (
        signals_of(signal.customer).exclude(pk=signal.pk)
        if signal.customer
        else signals_visible_to(request.user).none()
    )
    context = {
        "voice": card(signal, names=names),
        "facts": [Fact(*fact) for fact in facts_of(signal, names=names)],
        "steps": trace_of(signal, request.user),
        "others": as_cards(
            cards(signals_visible_to(request.user).filter(pk__in=others.values("pk")))[:5], request.user
        ),
    }
    return render(request, "desk/voice.html", context)
