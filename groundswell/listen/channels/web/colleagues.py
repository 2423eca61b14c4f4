"""Where colleagues open the answer page: to try a survey, or with a customer on the telephone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.channels.forms import PhoneForm
from groundswell.listen.surveys.models import Survey
from groundswell.listen.surveys.queries import current_version

from .drafts import begin_call, begin_test


@for_roles(*STEERS)
@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a survey as a customer would, with nothing of it counted. The next version is tried where there is one."""
    draft = begin_test(get_object_or_404(Survey, code=code), at=timezone.now())
    return redirect("channels:going_on", code, draft.token)


@for_roles(*STEERS, "lead", "frontline")
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a customer on the telephone and enter the answers for them."""
    survey = get_object_or_404(Survey, code=code, closed_at=None)
    if current_version(survey).wording.is_confidential:
        messages.error(request, "Colleagues answer about their work by themselves. Give them the open link.")
        return redirect("desk:home")
    form = PhoneForm(request.POST or None, units=units_visible_to(request.user), initial={"served": False})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        draft = begin_call(
            survey,
            by=request.user,
            at=timezone.now(),
            email=told["email"],
            unit=told["unit"],
            served_by=request.user.person if told["served"] else None,
        )
        return redirect("channels:going_on", code, draft.token)
    context = {"form": form, "survey": survey, "page_section": "listen"}
    return render(request, "channels/phone.html", context, status=422 if form.errors else 200)
