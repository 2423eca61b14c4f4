"""What is read on paper: one page before a decision, agenda and minutes, and all of it as one board book; as pages and as PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from groundswell.act.opportunities.queries import Standing
from groundswell.foundation.access.rules import for_roles
from groundswell.look.pdf import Sheet, answer_with, sheet_from

from .meeting_views import meeting_facts, visible_meeting
from .models import Meeting, Proposal
from .proposal_page import facts_of, visible_proposal
from .queries import proposals_visible_to

BEFORE, MEETING = "council/read_before.html", "council/meeting_print.html"


@for_roles()
def read_before(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a proposal for paper."""
    found = visible_proposal(request, pk)
    ways = {"file_address": reverse("council:read_before_file", args=[pk]), "back_address": _proposal(found)}
    return render(request, BEFORE, facts_of(request.user, found, timezone.now()) | ways)


@for_roles()
def read_before_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF, on one page however much was written."""
    found = visible_proposal(request, pk)
    otherwise = reverse("council:read_before", args=[pk])
    return answer_with(request, [_before(request, found)], name=f"{found}", otherwise=otherwise)


@for_roles()
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda or minutes for paper."""
    found = visible_meeting(request, pk)
    ways = {
        "file_address": reverse("council:meeting_file", args=[pk]),
        "back_address": reverse("council:meeting", args=[pk]),
    }
    return render(request, MEETING, meeting_facts(request, found) | ways)


@for_roles()
def meeting_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda or minutes as PDF."""
    found = visible_meeting(request, pk)
    sheet = _meeting(request, found, meeting_facts(request, found))
    return answer_with(
        request, [sheet], name=sheet.title, otherwise=reverse("council:meeting_paper", args=[pk])
    )


@for_roles()
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The board book: the agenda, one page on each proposal that waits, and the minutes to approve, in that order."""
    found = visible_meeting(request, pk)
    facts = meeting_facts(request, found)
    sheets = [_meeting(request, found, facts)]
    agenda = facts["agenda"]
    if agenda:
        within = set(proposals_visible_to(request.user).values_list("pk", flat=True))
        waiting = [item for item in agenda.proposals if item.proposal.pk in within]
        sheets += [
            _before(request, visible_proposal(request, one.proposal.pk), one.standing) for one in waiting
        ]
        earlier = [visible_meeting(request, one.pk) for one in agenda.minutes]
        sheets += [_meeting(request, one, meeting_facts(request, one)) for one in earlier]
    title = f"Board book of {found}"
    otherwise = reverse("council:meeting_paper", args=[pk])
    return answer_with(
        request, sheets, name=title, title=title, contents=len(sheets) > 1, otherwise=otherwise
    )


def _before(request: HttpRequest, found: Proposal, standing: Standing | None = None) -> Sheet:
    facts = facts_of(request.user, found, timezone.now(), standing)
    address = reverse("council:read_before", args=[found.pk])
    return sheet_from(request, BEFORE, facts, address=address, whole=_proposal(found), one_page=True)


def _meeting(request: HttpRequest, found: Meeting, facts: dict[str, Any]) -> Sheet:
    return sheet_from(request, MEETING, facts, address=reverse("council:meeting_paper", args=[found.pk]))


def _proposal(found: Proposal) -> str:
    return reverse("council:proposal", args=[found.pk])
