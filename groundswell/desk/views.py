"""Pages composed from all floors."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from groundswell.act.huddles.rules import may_take_part
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, STEERS, for_roles, may_open, sees_names
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.files.names import attachment
from groundswell.listen.complaints.queries import may_become_complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_of, signals_visible_to
from groundswell.look.addresses import page_of
from groundswell.look.components import Fact
from groundswell.understand.scores.question import GROUPS

from .exports import EXPORT_WORDS, EXPORTS
from .further_answers import further_answers
from .homes import home_of
from .listening import streams_of, to_look_at
from .trace import trace_of
from .voices import as_cards, card, cards, facts_of
from .voices_asked import ORDERS, PER_PAGE, read_voices

EXPORTERS = (*LEADS, "analyst")
LISTENERS = (*STEERS, "analyst", "lead")


@for_roles("frontline", "lead", "office", "executive", "analyst", "partner", "administrator")
def home(request: HttpRequest) -> HttpResponse:
    """The home of the viewer's role."""
    template, context = home_of(request.user, timezone.now())
    return render(request, template, context)


@for_roles(*LISTENERS)
def listening(request: HttpRequest) -> HttpResponse:
    """Where customers spoke lately, and what keeps a voice from being heard or answered."""
    user, at = request.user, timezone.now()
    context = {
        "heard": streams_of(user, timezone.localdate()),
        "notes": to_look_at(user, at),
        "page_section": "listen",
    }
    return render(request, "desk/listening.html", context)


@for_roles()
def voices(request: HttpRequest) -> HttpResponse:
    """The voices behind a figure, or a search among them."""
    asked = read_voices(request)
    question, found = asked.question, asked.voices_for(request.user).order_by(*asked.ordering)
    page = page_of(cards(found), asked.page, asked.page_size or PER_PAGE)
    context = {
        "asked": asked,
        "question": question,
        "page": page,
        "voices": as_cards(page, request.user),
        "words": asked.q,
        "orders": ORDERS,
        "address_all": question.address(group="", words=False),
        "address_words": question.address(words=True),
        "address_every": question.address(every=True, group=""),
        "address_scored": question.address(every=False),
        "groups": [(group, question.address(group=group)) for group in GROUPS],
        "may_export": request.user.role in EXPORTERS,
        "exports": EXPORT_WORDS.items(),
        "address_here": asked.address,
    }
    return render(request, "desk/voices.html", context)


@for_roles(*EXPORTERS)
def export_voices(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The same voices, as a file: within the same sight, with the same words, streamed."""
    if form not in EXPORTS:
        raise Http404
    found = read_voices(request).voices_for(request.user)
    record(
        "exported voices",
        request.user,
        by=request.user,
        at=timezone.now(),
        form=form,
        query=request.GET.urlencode()[:400],
    )
    chunks, kind, name = EXPORTS[form]
    answer = StreamingHttpResponse(chunks(found, names=sees_names(request.user)), content_type=kind)
    answer["Content-Disposition"] = attachment(name)
    return answer


@for_roles()
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """One voice with its whole trace forward."""
    signal = get_object_or_404(cards(signals_visible_to(request.user)), pk=pk)
    names = sees_names(request.user)
    others = (
        signals_of(signal.customer).exclude(pk=signal.pk)
        if signal.customer
        else signals_visible_to(request.user).none()
    )
    context = {
        "voice": card(signal, names=names),
        "facts": [*(Fact(*fact) for fact in facts_of(signal, names=names)), *_asking(request.user, signal)],
        "answers": further_answers(signal),
        "may_enter": _may_enter(request.user, signal),
        "may_raise": may_take_part(request.user),
        "signal": signal,
        "steps": trace_of(signal, request.user),
        "others": as_cards(
            cards(signals_visible_to(request.user).filter(pk__in=others.values("pk")))[:5], request.user
        ),
    }
    return render(request, "desk/voice.html", context)


def _may_enter(user: User, signal: Signal) -> bool:
    """Whether this reader may say that it is a complaint."""
    address = reverse("desk:voice_is_complaint", args=[signal.pk])
    return may_open(user, address) and may_become_complaint(signal)


def _asking(user: User, signal: Signal) -> list[Fact]:
    """Where those who may look it up read why this customer was asked."""
    if signal.customer is None or not may_open(user, reverse("asking:why")):
        return []
    address = f"{reverse('asking:why')}?{urlencode({'customer': signal.customer.pk})}"
    return [Fact("Asking", "Why was this customer asked?", address)]
