"""What follows a decision: second looks, the answer to a no, conditions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from .conditions import entrust_condition, settle_condition
from .errors import NotYourSeat
from .following_forms import AnswerForm, EntrustForm, ReviewForm, SettleForm
from .following_up import answer_authors, review_decision
from .handling import decision_of, handle
from .models import Condition, Proposal
from .rules import may_set_up
from .seats import seat_for


@require_POST
@for_roles()
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Review a decision."""

    def act(found: Proposal, **given: object) -> None:
        review_decision(decision_of(found), **given)

    return handle(request, pk, ReviewForm, act, "What you saw is kept.")


@require_POST
@for_roles()
def answer_no(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer those who raised what was declined."""

    def act(found: Proposal, **given: object) -> None:
        _must_follow_up(request, found)
        answer_authors(decision_of(found), **given)

    return handle(request, pk, AnswerForm, act, "They read your answer where they raised it.")


@require_POST
@for_roles()
def settle(request: HttpRequest, pk: int, condition_pk: int) -> HttpResponse:
    """A condition is met, or is not: said by who sees to it, a seat of the body, or the office."""

    def act(found: Proposal, **given: object) -> None:
        condition = _condition(found, condition_pk)
        if condition.owner_id is None or condition.owner_id != request.user.person_id:
            _must_follow_up(request, found)
        settle_condition(condition, **given)

    return handle(request, pk, SettleForm, act, "It stands with the decision.", of=condition_pk)


@require_POST
@for_roles()
def entrust(request: HttpRequest, pk: int, condition_pk: int) -> HttpResponse:
    """Somebody else sees to a condition, or it has another day. The body says so, not who has to see to it."""

    def act(found: Proposal, **given: object) -> None:
        _must_follow_up(request, found)
        entrust_condition(_condition(found, condition_pk), **given)

    return handle(request, pk, EntrustForm, act, "They are told.", of=condition_pk)


def _condition(found: Proposal, pk: int) -> Condition:
    return get_object_or_404(decision_of(found).conditions, pk=pk)


def _must_follow_up(request: HttpRequest, found: Proposal) -> None:
    if not may_set_up(request.user) and seat_for(request.user, found.body, timezone.localdate()) is None:
        raise NotYourSeat(f"The seats of {found.body} and the advocacy office do this. Ask one of them.")
