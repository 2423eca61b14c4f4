"""The boards: both sides see the same page; what each may do there differs."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from groundswell.act.initiatives.queries import initiatives_visible_to, latest_reading
from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.listen.signals.models import Signal
from groundswell.look.addresses import page_asked

from . import forms, sharing, working
from .deeds import DEEDS, PARTS, Deed, for_form
from .errors import DayOver, FileRefused, PartnerRefused
from .models import PartnerBoard
from .page import boards_page, show_board
from .queries import agency_of, boards_visible_to, voices_to_share, who_saw
from .redacting import for_partners
from .rules import EVERYBODY_AND_PARTNERS, may_finish, may_share, may_take_file_back, may_write

PER_PAGE = 20
AT_FIELD: dict[type[PartnerRefused], tuple[str, ...]] = {
    FileRefused: ("files",),
    DayOver: ("until_on", "due_on"),
}
"""Where a refusal stands: at the first of these fields that the form has."""


@for_roles(*EVERYBODY_AND_PARTNERS)
@cache_control(private=True, no_store=True)
def boards(request: HttpRequest) -> HttpResponse:
    """The boards that this person sees, those where something waits first."""
    return render(request, "partners/boards.html", boards_page(request.user, timezone.now()))


@for_roles(*EVERYBODY_AND_PARTNERS)
@cache_control(private=True, no_store=True)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One board."""
    return show_board(request, _seen(request, pk))


@require_POST
@for_roles(*EVERYBODY_AND_PARTNERS)
def do(request: HttpRequest, pk: int, doing: str) -> HttpResponse:
    """Put something on a board."""
    if doing not in DEEDS:
        raise Http404
    found, one = _seen(request, pk), DEEDS[doing]
    _must_be_allowed(request.user, found, one)
    form = one.form(
        request.POST,
        request.FILES,
        auto_id=f"{doing}_%s",
        **for_form(doing, found, request.user, timezone.now()),
    )
    if not form.is_valid():
        return (
            _voices(request, found, form) if doing == "voice" else show_board(request, found, {doing: form})
        )
    given = form.cleaned_data
    if doing == "voice":
        given = {"signal": given["signal"], "struck": given["struck"].split(",")}
    if doing == "task" and request.user.role == User.Role.PARTNER:
        given = given | {"agency": agency_of(request.user)}
    if doing == "result":
        reading = latest_reading(found.initiative)
        given = given | {"reading": reading if reading and reading.sentence in given["words"] else None}
    back = "partners:voices" if doing == "voice" else "partners:board"
    act = partial(one.act, found, **given, by=request.user, at=timezone.now())
    return _try(request, found, act, one.said, back, {doing: form})


@require_POST
@for_roles(*EVERYBODY_AND_PARTNERS)
def do_part(request: HttpRequest, pk: int, saying: str, thing_pk: int) -> HttpResponse:
    """Answer an idea, say something below it, finish a task, take a voice back."""
    if saying not in PARTS:
        raise Http404
    found, (model, one) = _seen(request, pk), PARTS[saying]
    _must_be_allowed(request.user, found, one)
    thing = get_object_or_404(model, board=found, pk=thing_pk)
    if saying == "finish" and not may_finish(request.user, thing):
        raise PermissionDenied("Whoever was asked says what came of it.")
    if saying == "take-file" and not may_take_file_back(request.user, thing):
        raise PermissionDenied("Whoever brought it takes it back. Ask them.")
    form = one.form(request.POST, request.FILES, auto_id=f"{saying}_{thing_pk}_%s")
    if not form.is_valid():
        return show_board(request, found, {f"{saying}-{thing_pk}": form})
    given = form.cleaned_data | {"by": request.user, "at": timezone.now()}
    if one.act is working.say:
        act = partial(working.say, found, **{type(thing).__name__.lower(): thing}, **given)
    else:
        act = partial(one.act, thing, **given)
    return _try(request, found, act, one.said, bound={f"{saying}-{thing_pk}": form})


@for_roles()
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """Voices behind the initiative as they would leave the house: read them first."""
    found = _seen(request, pk)
    if not may_share(request.user, found.initiative):
        raise PermissionDenied("Those who run the initiative decide what leaves the house. Ask one of them.")
    return _voices(request, found)


def _voices(request: HttpRequest, found: PartnerBoard, refused: Form | None = None) -> HttpResponse:
    behind = voices_behind(found.initiative.decision.proposal.opportunity)
    free = voices_to_share(found, request.user, behind).select_related("customer", "employee", "touchpoint")
    page = page_asked(request, free, PER_PAGE)
    rows = [
        (
            signal,
            for_partners(signal),
            _voice_form(signal, free, refused),
        )
        for signal in page
    ]
    context = {"page_section": "act", "board": found, "page": page, "rows": rows}
    return render(request, "partners/voices.html", context, status=422 if refused else 200)


def _voice_form(signal: Signal, free: QuerySet[Signal], refused: Form | None) -> Form:
    """The form of one voice; as it was sent where that was refused."""
    auto_id = f"voice_{signal.pk}_%s"
    if refused is not None and refused.data.get("signal") == str(signal.pk):
        refused.auto_id = auto_id
        return refused
    return forms.VoiceForm(auto_id=auto_id, initial={"signal": signal.pk}, voices=free)


@for_roles()
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the board of an initiative."""
    found = get_object_or_404(initiatives_visible_to(request.user), pk=pk)
    if not may_share(request.user, found):
        raise PermissionDenied("Those who run the initiative decide what leaves the house. Ask one of them.")
    there = PartnerBoard.objects.filter(initiative=found).first()
    if there:
        return redirect("partners:board", there.pk)
    form = forms.PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.open_board(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except PartnerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The board is open. Nobody outside sees it until you share it.")
            return redirect("partners:board", made.pk)
    context = {"page_section": "act", "initiative": found, "form": form}
    return render(request, "partners/open.html", context, status=422 if form.errors else 200)


def _seen(request: HttpRequest, pk: int) -> PartnerBoard:
    seen = boards_visible_to(request.user, timezone.now())
    if not seen.filter(pk=pk).exists() and (agency := who_saw(request.user, pk)):
        raise PermissionDenied(
            f"{agency} sees this board no more. Ask whoever worked on it with you to share it again."
        )
    wanted = seen.select_related("initiative__decision__proposal__opportunity", "initiative__owner")
    return get_object_or_404(wanted, pk=pk)


def _must_be_allowed(user: User, found: PartnerBoard, deed: Deed) -> None:
    if not may_write(user) or (deed.inside and not may_share(user, found.initiative)):
        raise PermissionDenied("Those who run the initiative do this. Ask one of them.")


def _try(
    request: HttpRequest,
    found: PartnerBoard,
    act: Callable[[], object],
    words: str,
    back: str = "partners:board",
    bound: dict[str, Form] | None = None,
) -> HttpResponse:
    """Files and days are refused at their field; of everything else the message says what to do."""
    try:
        act()
    except tuple(AT_FIELD) as refusal:
        for form in (bound or {}).values():
            form.add_error(
                next(name for name in AT_FIELD[type(refusal)] if name in form.fields), str(refusal)
            )
        return show_board(request, found, bound)
    except PartnerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(back, found.pk)
