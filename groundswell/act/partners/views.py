"""The boards: both sides see the same page; what each may do there differs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to, latest_reading
from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import page_asked

from . import forms, sharing, working
from .errors import PartnerRefused
from .models import Agency, Idea, PartnerBoard, SharedVoice, Task
from .queries import agency_of, board_page, boards_visible_to, voices_to_share
from .redacting import for_partners
from .rules import EVERYBODY_AND_PARTNERS, may_open_doors, may_share, may_write

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Deed:
    """A form, what it does, what is said, and whether only those who run the initiative may."""

    form: type[Form]
    act: Callable[..., object]
    said: str
    inside: bool = False


DEEDS = {
    "idea": Deed(forms.IdeaForm, working.offer_idea, "Your idea is on the board."),
    "remark": Deed(forms.RemarkForm, working.say, "It is said."),
    "task": Deed(forms.TaskForm, working.set_task, "The work is on the board."),
    "brief": Deed(forms.BriefForm, sharing.write_brief, "The brief is on the board.", inside=True),
    "result": Deed(forms.ResultForm, sharing.share_result, "The result is on the board.", inside=True),
    "share": Deed(forms.ShareForm, sharing.share_board, "They see this board now.", inside=True),
    "voice": Deed(
        forms.VoiceForm, sharing.share_voice, "The voice is on the board, without names.", inside=True
    ),
}
PARTS: dict[str, tuple[type[Any], Deed]] = {
    "say": (Idea, Deed(forms.RemarkForm, working.say, "It is said.")),
    "finish": (Task, Deed(forms.OutcomeForm, working.finish_task, "It is done.")),
    "answer": (Idea, Deed(forms.AnswerForm, working.answer_idea, "It is answered.", inside=True)),
    "take-back": (
        SharedVoice,
        Deed(forms.forms.Form, sharing.take_voice_back, "It stands here no more.", inside=True),
    ),
}


@for_roles(*EVERYBODY_AND_PARTNERS)
def boards(request: HttpRequest) -> HttpResponse:
    """The boards that this person sees."""
    user, now = request.user, timezone.now()
    rows = boards_visible_to(user, now).select_related("initiative").prefetch_related("sharings__agency")
    context = {
        "page_section": "act",
        "boards": rows,
        "may_open_doors": may_open_doors(user),
        "without": _without_board(user),
    }
    return render(request, "partners/boards.html", context)


@for_roles(*EVERYBODY_AND_PARTNERS)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One board."""
    return _page(request, _seen(request, pk))


@require_POST
@for_roles(*EVERYBODY_AND_PARTNERS)
def do(request: HttpRequest, pk: int, doing: str) -> HttpResponse:
    """Put something on a board."""
    if doing not in DEEDS:
        raise Http404
    found, one = _seen(request, pk), DEEDS[doing]
    _must_be_allowed(request.user, found, one)
    form = one.form(request.POST, auto_id=f"{doing}_%s", **_for_form(doing, found, request.user))
    if not form.is_valid():
        return _page(request, found, {doing: form})
    given = form.cleaned_data
    if doing == "voice":
        given = {"signal": given["signal"], "struck": given["struck"].split(",")}
    if doing == "task" and request.user.role == User.Role.PARTNER:
        given = given | {"agency": agency_of(request.user)}
    if doing == "result":
        reading = latest_reading(found.initiative)
        given = given | {"reading": reading if reading and reading.sentence in given["words"] else None}
    back = "partners:voices" if doing == "voice" else "partners:board"
    return _try(
        request, found, lambda: one.act(found, **given, by=request.user, at=timezone.now()), one.said, back
    )


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
    form = one.form(request.POST, auto_id=f"{saying}_{thing_pk}_%s")
    if not form.is_valid():
        return _page(request, found, {f"{saying}-{thing_pk}": form})
    given, by, at = form.cleaned_data, request.user, timezone.now()
    if saying == "say":
        return _try(request, found, lambda: working.say(found, idea=thing, **given, by=by, at=at), one.said)
    return _try(request, found, lambda: one.act(thing, **given, by=by, at=at), one.said)


@for_roles()
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """Voices behind the initiative as they would leave the house: read them first."""
    found = _seen(request, pk)
    if not may_share(request.user, found.initiative):
        raise PermissionDenied("Those who run the initiative decide what leaves the house. Ask one of them.")
    behind = voices_behind(found.initiative.decision.proposal.opportunity)
    free = voices_to_share(found, request.user, behind).select_related("customer", "employee", "touchpoint")
    page = page_asked(request, free, PER_PAGE)
    rows = [
        (
            signal,
            for_partners(signal),
            forms.VoiceForm(auto_id=f"voice_{signal.pk}_%s", initial={"signal": signal.pk}, voices=free),
        )
        for signal in page
    ]
    context = {"page_section": "act", "board": found, "page": page, "rows": rows}
    return render(request, "partners/voices.html", context)


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
) -> HttpResponse:
    try:
        act()
    except PartnerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(back, found.pk)


def _for_form(deed: str, found: PartnerBoard, user: User) -> dict[str, Any]:
    if deed == "voice":
        return {
            "voices": voices_to_share(
                found, user, voices_behind(found.initiative.decision.proposal.opportunity)
            )
        }
    if deed == "share":
        return {"agencies": Agency.objects.filter(ended_at=None)}
    return {"agencies": _on_board(found)} if deed == "task" else {}


def _on_board(found: PartnerBoard) -> QuerySet[Agency]:
    return Agency.objects.filter(ended_at=None, sharings__board=found, sharings__ended_at=None).distinct()


def may_finish(user: User, task: Task) -> bool:
    """A partner finishes what their own agency was asked; inside, anybody who sees the board."""
    return user.role != User.Role.PARTNER or (task.agency is not None and task.agency == agency_of(user))


def _without_board(user: User) -> QuerySet[Initiative]:
    """Initiatives of this person that have no board yet."""
    if user.role == User.Role.PARTNER:
        return Initiative.objects.none()
    running = initiatives_visible_to(user).filter(partner_board=None, ended_at=None)
    return Initiative.objects.filter(pk__in=[one.pk for one in running if may_share(user, one)])


def _page(request: HttpRequest, found: PartnerBoard, bound: dict[str, Form] | None = None) -> HttpResponse:
    user, now, bound = request.user, timezone.now(), bound or {}
    is_partner = user.role == User.Role.PARTNER
    may = may_share(user, found.initiative)
    told = board_page(found, now)
    forms_here = {
        deed: bound.get(deed) or one.form(auto_id=f"{deed}_%s", **_for_form(deed, found, user))
        for deed, one in DEEDS.items()
        if deed != "voice" and (may or not one.inside)
    }
    reading = latest_reading(found.initiative) if may else None
    if reading and "result" not in bound:
        forms_here["result"].initial["words"] = reading.sentence
    if is_partner and "task" in forms_here:
        forms_here["task"].fields.pop("agency", None)
    if may_write(user):
        _give_forms(user, told, bound)
    context = {
        "page_section": "act",
        "board": found,
        "told": told,
        "forms": forms_here,
        "is_partner": is_partner,
        "agency": agency_of(user) if is_partner else None,
        "may_share": may,
        "may_write": may_write(user),
        "now": now,
        "today": timezone.localdate(now),
    }
    return render(request, "partners/board.html", context, status=422 if bound else 200)


def _give_forms(user: User, told: Any, bound: dict[str, Form]) -> None:
    """Each idea and open task gets the forms of what may be done with it."""
    for idea in told.ideas:
        for part in ("say", "answer"):
            form = bound.get(f"{part}-{idea.pk}") or PARTS[part][1].form(auto_id=f"{part}_{idea.pk}_%s")
            setattr(idea, f"{part}_form", form)
    for task in (one for one in told.tasks if may_finish(user, one)):
        task.form = bound.get(f"finish-{task.pk}") or forms.OutcomeForm(auto_id=f"finish_{task.pk}_%s")
