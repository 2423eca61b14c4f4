"""Pages of the channels for colleagues. Those for customers stand in ``web``."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.customers.actions import give_consent, meet_customers
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.customers.queries import canonical_email
from groundswell.listen.surveys.queries import asking_surveys, current_version

from .email.invite import invite
from .files.actions import import_feedback
from .files.options import ReadingOptions
from .forms import FileForm, InviteForm
from .queries import imports_visible_to, messages_visible_to


@for_roles(*STEERS, "analyst", "lead")
def surveys(request: HttpRequest) -> HttpResponse:
    """What we ask, whom we asked, what came by file."""
    context = {"surveys": asking_surveys(), "page_section": "listen"}
    return render(request, "channels/surveys.html", context)


@for_roles(*STEERS, "lead")
def invite_one(request: HttpRequest) -> HttpResponse:
    """Ask one customer about one episode."""
    form = InviteForm(request.POST or None, units=units_visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, timezone.now()
        customer = meet_customers([asked["email"]])[str(canonical_email(asked["email"]))]
        give_consent(customer, Consent.Purpose.CONTACT, by=request.user, at=now)
        places = {"touchpoint": asked["touchpoint"] or asked["survey"].touchpoint, "unit": asked["unit"]}
        invite(customer, current_version(asked["survey"]), by=request.user, at=now, **places)
        messages.success(request, f"The invitation to {customer.email} is in the outbox.")
        return redirect("channels:outbox" if request.user.sees_everything else "channels:surveys")
    return render(request, "channels/invite.html", {"form": form, "page_section": "listen"})


@for_roles(*STEERS)
def files(request: HttpRequest) -> HttpResponse:
    """Bring a file in, and see what became of earlier ones."""
    form = FileForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        report = import_feedback(
            given["file"].read(),
            file_name=given["file"].name,
            kind_of_score=given["kind_of_score"],
            options=ReadingOptions(now=now, date_order=given["date_order"]),
            by=request.user,
            at=now,
            is_rehearsal=given["rehearse"],
        )
        if not report.is_rehearsal and not report.refusal:
            return redirect("channels:file_report", report.import_id)
    context = {
        "form": form,
        "report": report,
        "imports": imports_visible_to(request.user)[:20],
        "page_section": "listen",
    }
    return render(request, "channels/files.html", context, status=422 if report and report.refusal else 200)


@for_roles(*STEERS)
def file_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Where every row of a file went."""
    log = get_object_or_404(imports_visible_to(request.user), pk=pk)
    page = Paginator(log.rejected_rows.all(), 50).get_page(request.GET.get("page"))
    return render(request, "channels/file_report.html", {"log": log, "page": page, "page_section": "listen"})


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
