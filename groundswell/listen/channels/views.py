"""Pages of the channels. Public pages work without scripts and without a session."""

import secrets

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.surveys.models import Survey, SurveyVersion
from groundswell.listen.surveys.queries import current_version, invitation_by, open_surveys

from .email.invite import invite
from .forms import AnswerForm, InviteForm
from .queries import messages_visible_to
from .files.actions import import_feedback
from .files.options import ReadingOptions
from .forms import AnswerForm, FileForm
from .queries import imports_visible_to, messages_visible_to
from .web.answers import receive_invited, receive_open


@csrf_exempt  # a public page without a session: the token or the submission id is the protection
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a personal link."""
    invitation = invitation_by(token)
    if invitation is None:
        raise Http404
    if hasattr(invitation, "signal"):
        return _thanks(request, invitation.version)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial=_tapped(request))
    if form.is_valid():
        receive_invited(invitation, form.answer(), at=timezone.now())
        return _thanks(request, invitation.version)
    return _question(request, invitation.version, form)


@csrf_exempt  # as above
def open_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a link that anybody may open."""
    version = current_version(get_object_or_404(Survey, code=code, closed_at=None))
    fresh = {"submission": secrets.token_urlsafe(16)}
    form = (
        AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial=_tapped(request) | fresh)
    )
    if form.is_valid():
        receive_open(
            version, form.cleaned_data["submission"] or fresh["submission"], form.answer(), at=timezone.now()
        )
        return _thanks(request, version)
    return _question(request, version, form)


def _tapped(request: HttpRequest) -> dict[str, int]:
    """The number that was tapped in the e-mail."""
    score = request.GET.get("score", "")
    return {"score": int(score)} if score in {str(number) for number in range(11)} else {}


def _question(request: HttpRequest, version: SurveyVersion, form: AnswerForm) -> HttpResponse:
    chosen = form["score"].value()
    context = {"version": version, "form": form, "chosen": None if chosen in (None, "") else str(chosen)}
    return render(request, "channels/answer.html", context, status=422 if form.errors else 200)


def _thanks(request: HttpRequest, version: SurveyVersion) -> HttpResponse:
    return render(request, "channels/thanks.html", {"version": version})


@for_roles(*STEERS, "analyst", "lead")
def surveys(request: HttpRequest) -> HttpResponse:
    """What we ask, whom we asked, what came by file."""
    found = open_surveys()
    return render(request, "channels/surveys.html", {"surveys": found, "page_section": "listen"})


@for_roles(*STEERS)
def outbox(request: HttpRequest) -> HttpResponse:
    """What was written to customers and colleagues."""
    page = Paginator(messages_visible_to(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "channels/outbox.html", {"page": page, "page_section": "listen"})


@for_roles(*STEERS)
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was written."""
    found = get_object_or_404(messages_visible_to(request.user), pk=pk)
    return render(request, "channels/message.html", {"message": found, "page_section": "listen"})
