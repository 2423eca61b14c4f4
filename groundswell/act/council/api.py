"""The log of decisions for other systems: what was decided, by whom, with which dissent, and what it used."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, refusal, unusable
from groundswell.look.addresses import day, number_of_page, page_of, read_address
from groundswell.understand.scores.api import reader_of

from .models import Condition, Decision
from .money import Money, money_of_each
from .queries import Asked, decisions_asked

PER_PAGE = 100


def decisions(request: HttpRequest) -> HttpResponse:
    """GET the decisions within sight, the latest first; ``since`` and ``until`` are days, ``page`` the next hundred."""
    if request.method not in {"GET", "HEAD"}:
        return refusal("method", allow="GET, HEAD")
    try:
        reader = reader_of(request)
        asked = read_address(request, since=day, until=day, page=number_of_page)
        rows = decisions_asked(reader, Asked(since=asked["since"], until=asked["until"]))
        page = page_of(rows, asked["page"], PER_PAGE)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except Http404:
        return refusal("not_found", "page")
    except BadRequest as strange:
        return unusable(str(strange))
    money = money_of_each(one.pk for one in page.object_list)
    found = {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
    return as_json(200, {**found, "results": [_row(one, money[one.pk]) for one in page]})


def _row(one: Decision, money: Money) -> dict[str, Any]:
    proposal = one.proposal
    votes = list(proposal.votes.all())
    return {
        "id": one.pk,
        "at": one.at.isoformat(),
        "body": proposal.body.name,
        "opportunity": proposal.opportunity.title,
        "approved": one.approved,
        "reasons": one.reasons,
        "amount": str(proposal.amount),
        "kind_of_money": proposal.kind_of_money,
        "released": str(money.released),
        "spent": str(money.spent),
        "in_favour": sum(vote.counts and vote.in_favour for vote in votes),
        "against": sum(vote.counts and not vote.in_favour for vote in votes),
        "dissent": [vote.note for vote in votes if not vote.in_favour],
        "conditions": [_condition(condition) for condition in one.conditions.all()],
        "review_on": one.review_on and one.review_on.isoformat(),
        "decided_by": one.who,
    }


def _condition(one: Condition) -> dict[str, Any]:
    said = getattr(one, "fulfilment", None)
    return {
        "words": one.words,
        "owner": one.owner and one.owner.name,
        "due_on": one.due_on and one.due_on.isoformat(),
        "is_met": said and said.is_met,
        "said_by": said and said.by and said.by.name,
        "said_at": said and said.at.isoformat(),
        "shown_by": said.words if said else "",
    }
