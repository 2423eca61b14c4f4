"""What the page of a proposal shows: evidence, rights, votes, and what waits for the person who looks at it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate

from groundswell.act.decisions.queries import decisions_visible_to
from groundswell.act.opportunities.cards import telling_voices
from groundswell.act.opportunities.merging.queries import merger_that_brought
from groundswell.act.opportunities.queries import Standing, opportunities_visible_to, standing_of
from groundswell.act.opportunities.roots.queries import root_causes_found, tree_of
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from .answering import answer_in_words, is_late
from .following_forms import AnswerForm, EntrustForm, ReviewForm, SettleForm
from .forms import (
    AgreeForm,
    CirculateForm,
    DecideForm,
    EscalateForm,
    InputForm,
    KindNamedForm,
    MoreForm,
    RecuseForm,
    StandForm,
    TalkForm,
    VoteForm,
    WithdrawForm,
)
from .models import Circulation, Condition, Decision, Part, Proposal, Vote
from .money import envelope_for, money_of, money_of_envelope, shares_of
from .naming_kinds import may_name_kind
from .owed import owed_after, sees_to
from .pictures import envelope_chart
from .queries import at_last, proposals_visible_to, running_works, votes_on
from .rules import (
    assessment_owed,
    body_with_the_right,
    has_room,
    in_all,
    in_progress,
    limit_of,
    may_pass_on,
    may_propose,
    may_set_up,
    meets_on,
    most_at_once,
)
from .seats import (
    decider_of,
    missing_agreements,
    seat_for,
    seats_that_may_vote,
    still_to_be_heard,
    those_seated,
    votes_that_count,
)
from .standing_for import may_hand_on, nobody_stands_for
from .withdrawing import done_already, may_withdraw
from .written import how_it_stands, votes_in_words

FORMS: tuple[type[Form], ...] = (
    VoteForm, DecideForm, MoreForm, EscalateForm, RecuseForm, AgreeForm, ReviewForm, AnswerForm, CirculateForm, TalkForm, StandForm,
    InputForm, WithdrawForm, KindNamedForm,
)  # fmt: skip


def visible_proposal(request: HttpRequest, pk: int) -> Proposal:
    """The proposal, where this person may see it; else there is none."""
    seen = proposals_visible_to(request.user).select_related(
        "opportunity__theme",
        "opportunity__touchpoint",
        "body__parent",
        "recommended_by",
        "kind_of_decision__decided_by__person",
        "registered",
        "decision__by__person",
        "decision__stand_in",
        "decision__initiative",
        "decision__answer__by",
        "decision__envelope",
        "escalates__body",
        "escalated_as__body",
        "withdrawal__by",
        "adds_to__proposal",
    )
    return get_object_or_404(seen, pk=pk)


def show_proposal(request: HttpRequest, found: Proposal, bound: Form | None = None) -> HttpResponse:
    """The page, with what was filled in where it was wrong (422) or refused (409), so that no word is lost."""
    facts = facts_of(request.user, found, timezone.now())
    status = 200 if bound is None else 422 if bound.errors else 409
    filled = facts | _forms(bound, facts) | {"conditions": _with_forms(facts.get("conditions", ()), bound)}
    return render(request, "council/proposal.html", filled, status=status)


def id_of(form: type[Form], of: int = 0) -> str:
    """The id of a form's fields: a page has several forms, and some of them several times."""
    return f"{form.__name__.lower()}{of or ''}_%s"


def facts_of(user: User, found: Proposal, at: datetime, standing: Standing | None = None) -> dict[str, Any]:
    """All that is read before deciding, and what was decided. ``standing``: where it is known already."""
    today, body, decision = localdate(at), found.body, getattr(found, "decision", None)
    limit, votes, above = limit_of(body, found.kind_of_money), votes_on(found), body_with_the_right(found)
    wanted = in_all(found)
    envelope = decision.envelope if decision else envelope_for(body, found.kind_of_money, today)
    seat, decider = seat_for(user, body, today), decider_of(found, today)
    recusals = list(found.recusals.select_related("seat__person"))
    is_out = seat is not None and any(one.seat_id == seat.pk for one in recusals)
    missing, agreements = missing_agreements(found), list(found.agreements.select_related("person"))
    own_vote = next((given for given in votes if seat is not None and given.seat_id == seat.pk), None)
    able = seats_that_may_vote(found, today)
    filled = set(votes_that_count(found, today).values_list("seat", flat=True))
    gone = [one for one in votes if not (one.counts if decision else one.seat_id in filled)]
    voted = len(votes) - len(gone)
    circulation = (
        Circulation.objects.filter(proposal=found).select_related("by", "objection__seat__person").first()
    )
    left = money_of_envelope(envelope) if envelope else None
    passed_on, waits = getattr(found, "escalated_as", None), found.waits
    registered = found.registered
    return {
        "page_section": "act",
        "proposal": found,
        "standing": standing or standing_of(found.opportunity, at),
        "voices": telling_voices(found.opportunity, user, 2),
        "carried_by": merger_that_brought("proposals", found.pk),
        "roots": root_causes_found(tree_of(found.opportunity)),
        "votes": votes,
        "gone": gone,
        "dissent": sum(not given.in_favour for given in votes if given not in gone),
        "favour": sum(given.in_favour for given in votes if given not in gone),
        "voted": voted,
        "own_vote": own_vote,
        "missing": max(body.quorum - voted, 0),
        "still": able.exclude(pk__in=found.votes.values("seat")).order_by("person__name"),
        "able": able.count(),
        "in_words": votes_in_words(decision) if decision else "",
        "circulation": circulation,
        "objection": getattr(circulation, "objection", None),
        "meets_today": meets_on(body, today),
        "may_circulate": waits and (may_set_up(user) or (seat is not None and seat == decider)),
        "works": running_works(found) if waits and not found.adds_to_id and not has_room(found) else (),
        "below": votes_on(found.escalates) if found.escalates else (),
        "at_last": at_last(found) if passed_on else None,
        "waits": waits,
        "withdrawal": getattr(found, "withdrawal", None),
        "already": done_already(found),
        "may_withdraw": waits and may_withdraw(user, found, today),
        "namings": found.namings.select_related("kind", "by"),
        "may_name_kind": waits and body.kinds.exists() and may_name_kind(user, found, today),
        "may_open_opportunity": opportunities_visible_to(user).filter(pk=found.opportunity_id).exists(),
        "limit": limit,
        "is_above": wanted > limit,
        "approved_before": wanted - found.amount,
        "above": above,
        "may_pass_on": seat is not None and above is not None and may_pass_on(seat, found, today),
        "running": in_progress(body, crosses_functions=found.crosses_functions),
        "most": most_at_once(found),
        "envelope": left,
        "picture": envelope_chart(left, asked=found, shown=4) if left and waits and found.amount else None,
        "decision": decision,
        "passed_on": passed_on,
        "seat": seat,
        "decider": decider,
        "decides": seat is not None and decider is not None and seat.pk == decider.pk and not is_out,
        "recusals": recusals,
        "is_out": is_out,
        "may_assess": may_propose(user),
        "nobody_stands": waits and nobody_stands_for(found, today),
        "may_hand_on": may_hand_on(user, found, today),
        "agreements": agreements,
        "refusals": [one for one in agreements if not one.agrees and one.person in missing],
        "missing_agreements": [one for one in missing if one not in {given.person for given in agreements}],
        "must_agree": _has_part(user, found, Part.Name.AGREES),
        "inputs": (inputs := list(found.inputs.select_related("person"))),
        "unheard": still_to_be_heard(found) if waits else (),
        "is_heard": waits and _has_part(user, found, Part.Name.INPUT),
        "own_input": next((one for one in inputs if one.person_id == user.person_id), None),
        "parts": found.kind_of_decision.parts.select_related("person") if found.kind_of_decision else (),
        "registered": registered,
        "may_open_registered": registered is not None
        and decisions_visible_to(user).filter(pk=registered.pk).exists(),
        "assessment": registered.assessments.first() if registered else None,
        "owed": assessment_owed(found) if waits else [],
        "today": today,
        "reads_bodies": reads_the_whole_outer_loop(user),
        **(_afterwards(user, decision) if decision else {}),
    }


def _afterwards(user: User, decision: Decision) -> dict[str, Any]:
    """What follows a decision: conditions, reviews, the answer to a no, money."""
    authors = {
        joining.elevation.raised_by
        for joining in decision.proposal.opportunity.joinings.select_related("elevation__raised_by")
    }
    today, seated = localdate(), those_seated(localdate())
    conditions = [
        (one, sees_to(one, seated, today), one.owner_id is not None and one.owner_id == user.person_id)
        for one in decision.conditions.select_related("fulfilment__by", "owner", "decision__proposal")
        .prefetch_related("entrustings__owner_before", "entrustings__by")
        .order_by("pk")
    ]
    return {
        "owed_here": owed_after(Decision.objects.filter(pk=decision.pk), timezone.now())
        if reads_the_whole_outer_loop(user)
        else [],
        "conditions": conditions,
        "conditions_in_words": [how_it_stands(one) for one, *_ in conditions],
        "reviews": decision.reviews.select_related("by__person", "stand_in"),
        "answer": getattr(decision, "answer", None),
        "answer_in_words": answer_in_words(decision, localdate()),
        "answer_is_late": is_late(decision, localdate()),
        "authors": sorted(filter(None, authors), key=str),
        "money": money_of(decision) if decision.approved else None,
        "share": shares_of(Decision.objects.filter(pk=decision.pk)).get(decision.pk),
        "additions": decision.additions.select_related("body", "decision").order_by("proposed_at"),
        "may_ask_for_more": decision.approved
        and decision.proposal.adds_to_id is None
        and not hasattr(decision, "conclusion")
        and may_propose(user),
        "may_start": may_set_up(user),
        "is_concluded": hasattr(decision, "conclusion"),
        "may_follow_up": may_set_up(user) or seat_for(user, decision.proposal.body, localdate()) is not None,
    }


def _has_part(user: User, found: Proposal, name: str) -> bool:
    kind = found.kind_of_decision
    return kind is not None and kind.parts.filter(name=name, person=user.person_id).exists()


def _forms(bound: Form | None, facts: dict[str, Any]) -> dict[str, Form]:
    forms = {form.__name__.lower(): form(auto_id=id_of(form)) for form in FORMS}
    own_vote: Vote | None = facts["own_vote"]
    if own_vote is not None:
        forms["voteform"].initial = {
            "in_favour": "yes" if own_vote.in_favour else "no",
            "note": own_vote.note,
        }
    if facts["own_input"] is not None:
        forms["inputform"].initial = {"words": facts["own_input"].words}
    if bound is not None:
        forms[type(bound).__name__.lower()] = bound
    forms["kindnamedform"].fields["kind"].queryset = facts["proposal"].body.kinds.all()
    if not facts["works"]:
        del forms["decideform"].fields["over_limit_because"]
    return forms


def _with_forms(
    conditions: Iterable[tuple[Condition, Person | None, bool]], bound: Form | None
) -> list[dict[str, Any]]:
    """Each condition with who sees to it and its two forms, filled in as it was where one was refused."""
    lines = []
    for one, who, is_mine in conditions:
        said = {"owner": one.owner, "due_on": one.due_on}
        forms: dict[str, Form] = {
            "settle": SettleForm(auto_id=id_of(SettleForm, one.pk)),
            "entrust": EntrustForm(auto_id=id_of(EntrustForm, one.pk), initial=said),
        }
        for name, form in forms.items():
            if bound is not None and bound.auto_id == form.auto_id:
                forms[name] = bound
        lines.append({"condition": one, "who": who, "is_mine": is_mine, **forms})
    return lines
