"""Where colleagues open the answer page: to try a survey, or with a customer on the telephone."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.customers.meeting import meet_customers
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.forms import PhoneForm
from groundswell.listen.surveys.models import AnswerDraft, Survey
from groundswell.listen.surveys.queries import current_version, work_on
from groundswell.listen.surveys.reading import problems_of


@for_roles(*STEERS)
@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a survey as a customer would, with nothing of it counted. The next version is tried where there is one."""
    survey = get_object_or_404(Survey, code=code)
    version, trial, now = current_version(survey), work_on(survey), timezone.now()
    if problems_of(trial):
        trial = version.definition
    draft = AnswerDraft.objects.create(
        token=secrets.token_urlsafe(16),
        version=version,
        door=AnswerDraft.Door.TEST,
        trial=trial,
        started_at=now,
        touched_at=now,
    )
    return redirect("channels:going_on", code, draft.token)


@for_roles(*STEERS, "lead", "frontline")
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a customer on the telephone and enter the answers for them."""
    survey = get_object_or_404(Survey, code=code, closed_at=None)
    form = PhoneForm(request.POST or None, units=units_visible_to(request.user), initial={"served": False})
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        folded = canonical_email(told["email"])
        draft = AnswerDraft.objects.create(
            token=secrets.token_urlsafe(16),
            version=current_version(survey),
            door=AnswerDraft.Door.PHONE,
            customer=meet_customers([folded])[folded] if folded else None,
            unit=told["unit"],
            employee=request.user.person if told["served"] else None,
            started_at=now,
            touched_at=now,
        )
        record("asked by telephone", draft, by=request.user, at=now, survey=survey.code)
        return redirect("channels:going_on", code, draft.token)
    context = {"form": form, "survey": survey, "page_section": "listen"}
    return render(request, "channels/phone.html", context, status=422 if form.errors else 200)
