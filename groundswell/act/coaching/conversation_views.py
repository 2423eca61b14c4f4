"""The page of a one-to-one. Only the two of them open it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.queries import signals_visible_to

from . import actions, forms, helping, own, queries
from .errors import CoachingRefusal
from .models import AgreedAction, Conversation
from .rules import WORKS_HERE

MORE = 5


@for_roles(*WORKS_HERE)
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Voices, what was agreed last time, what is agreed now, notes."""
    return _page(request, _mine(request, pk))


def _mine(request: HttpRequest, pk: int) -> Conversation:
    return get_object_or_404(queries.conversations_visible_to(request.user), pk=pk)


def _page(request: HttpRequest, one: Conversation, status: int = 200, **forms_given: Form) -> HttpResponse:
    user, at = request.user, timezone.now()
    is_coach = user.person_id == one.coach_id
    seen = signals_visible_to(user) if is_coach else own.own_voices(user)
    brought = one.voices.filter(pk__in=seen.order_by().values("pk"))
    context: dict[str, Any] = {
        "page_section": "act",
        "now": at,
        "one": one,
        "other": one.person if is_coach else one.coach,
        "is_coach": is_coach,
        "voices": brought.select_related("touchpoint", "unit", "reading").order_by("-score", "-submitted_at"),
        "voices_form": _more_voices(one, user, at) if is_coach and one.is_planned else None,
        "earlier": queries.actions_to_look_at(one),
        "agreed": one.actions.select_related("person"),
        "notes": one.notes.select_related("author"),
        "agree_form": forms.AgreeForm(conversation=one),
        "note_form": forms.NoteForm(auto_id="note_%s"),
    }
    return render(request, "coaching/conversation.html", context | forms_given, status=status)


def _more_voices(one: Conversation, user: User, at: datetime) -> forms.VoicesForm | None:
    """The newest voices that do not come along yet."""
    about = helping.voices_about(Person.objects.filter(pk=one.person_id), user, at)
    more = list(about.exclude(pk__in=one.voices.order_by().values("pk")).values_list("pk", flat=True)[:MORE])
    form = forms.VoicesForm(voices=about.filter(pk__in=more))
    form.fields["voices"].label = "Bring more along"
    return form if more else None


def _do(request: HttpRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except CoachingRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("coaching:conversation", pk)


@require_POST
@for_roles(*WORKS_HERE)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """The two have talked."""
    one = _mine(request, pk)
    said = "Noted. Agree on one thing, and look at it again next time."
    return _do(request, pk, lambda: actions.hold(one, by=request.user, at=timezone.now()), said)


@require_POST
@for_roles(*WORKS_HERE)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    one = _mine(request, pk)
    return _do(request, pk, lambda: actions.call_off(one, by=request.user, at=timezone.now()), "Called off.")


@require_POST
@for_roles(*WORKS_HERE)
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring more voices along."""
    one, at = _mine(request, pk), timezone.now()
    about = Person.objects.filter(pk=one.person_id)
    form = forms.VoicesForm(request.POST, voices=helping.voices_about(about, request.user, at))
    if not form.is_valid():
        messages.error(request, "Choose voices from the list.")
        return redirect("coaching:conversation", pk)
    voices = form.cleaned_data["voices"]
    return _do(
        request, pk, lambda: actions.bring_voices(one, voices, by=request.user, at=at), "They come along."
    )


@require_POST
@for_roles(*WORKS_HERE)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the two will do something by a day."""
    one = _mine(request, pk)
    form = forms.AgreeForm(request.POST, conversation=one)
    if not form.is_valid():
        return _page(request, one, 422, agree_form=form)
    given = form.cleaned_data
    return _do(
        request, pk, lambda: actions.agree(one, **given, by=request.user, at=timezone.now()), "Agreed."
    )


@require_POST
@for_roles(*WORKS_HERE)
def look_again(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    """Say what became of an action that was agreed before."""
    one = _mine(request, pk)
    among = {line.action.pk for line in queries.actions_to_look_at(one)}
    action = get_object_or_404(AgreedAction, pk=action_pk if action_pk in among else None)
    form = forms.ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say whether it is done, in at most 300 letters.")
        return redirect("coaching:conversation", pk)
    said = {"is_done": form.cleaned_data["is_done"] == "yes", "words": form.cleaned_data["words"]}
    return _do(
        request,
        pk,
        lambda: actions.look_again(action, one, **said, by=request.user, at=timezone.now()),
        "Noted.",
    )


@require_POST
@for_roles(*WORKS_HERE)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write something down for both."""
    one = _mine(request, pk)
    form = forms.NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return _page(request, one, 422, note_form=form)
    text = form.cleaned_data["text"]
    return _do(
        request, pk, lambda: actions.add_note(one, text=text, by=request.user, at=timezone.now()), "Kept."
    )
