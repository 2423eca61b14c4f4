"""Whether what a council stored is allowed, judged from its rows alone by sums of this page: none of the rules is asked."""

from decimal import Decimal

from groundswell.act.council.models import Body, Circulation, Decision, Envelope, Proposal, Seat
from tests.world import NOW


def check_what_is_stored(decided: set[int]) -> None:
    """Every decision once when it is new, all money after every deed. ``decided``: those that were judged."""
    for decision in Decision.objects.select_related("proposal__body", "proposal__kind_of_decision", "by"):
        if decision.pk not in decided:
            check_a_new(decision)
            decided.add(decision.pk)
        check_its_money(decision)
    for envelope in Envelope.objects.all():
        assert sum(map(taken, envelope.decisions.all())) <= envelope.amount
    for body in Body.objects.all():
        running = Decision.objects.filter(
            proposal__body=body, proposal__adds_to=None, approved=True, conclusion=None
        )
        assert running.filter(over_limit_because="").count() <= body.work_in_progress_limit


def check_a_new(decision: Decision) -> None:
    proposal, body = decision.proposal, decision.proposal.body
    assert decision.reasons
    assert not hasattr(proposal, "withdrawal")
    out, today = set(proposal.recusals.values_list("seat", flat=True)), NOW.date()
    able = [one for one in body.seats.all() if one.pk not in out and (one.until_on or today) >= today]
    chair = next(one for one in body.seats.all() if one.is_chair)
    assert decision.by_id == (chair.pk if chair in able else next(one.pk for one in able if one.is_deputy))
    check_that_it_waited(proposal, able)
    votes = [given for given in proposal.votes.select_related("seat") if given.seat_id not in out]
    votes = [given for given in votes if given.seat.until_on is None or given.seat.until_on >= today]
    assert len({given.seat_id for given in votes}) >= body.quorum
    assert not Proposal.objects.filter(escalates=proposal).exists()
    if not decision.approved:
        return
    running = Decision.objects.filter(
        proposal__body=body, proposal__adds_to=None, approved=True, conclusion=None, pk__lt=decision.pk
    )
    if proposal.adds_to_id is None and running.count() >= body.work_in_progress_limit:
        in_favour = sum(given.in_favour for given in votes)
        assert (bool(decision.over_limit_because), in_favour > len(votes) - in_favour) == (True, True)
    right = body.rights.filter(kind=proposal.kind_of_money).first()
    assert amount_in_all(decision) <= (right.limit if right else 0)
    assert proposal.amount == 0 or decision.envelope.body_id == body.pk
    assert proposal.kind_of_decision or not body.kinds.exists()
    if proposal.kind_of_decision:
        must = set(proposal.kind_of_decision.parts.values_list("person", flat=True))
        assert must <= set(proposal.agreements.filter(agrees=True).values_list("person", flat=True))


def check_that_it_waited(proposal: Proposal, able: list[Seat]) -> None:
    """All happens on one day, so votes that are asked for until another one are all in, or the body meets today."""
    asked = Circulation.objects.filter(proposal=proposal).first()
    if asked is None:
        return
    if hasattr(asked, "objection"):
        days = proposal.body.meetings.filter(called_off_at=None).values_list("planned_at", flat=True)
        assert NOW.date() in {moment.date() for moment in days}
    else:
        assert {one.pk for one in able} <= set(proposal.votes.values_list("seat", flat=True))


def check_its_money(decision: Decision) -> None:
    released = sum(one.amount for one in decision.releases.all())
    additions = Decision.objects.filter(proposal__adds_to=decision, approved=True)
    own = decision.approved and decision.proposal.adds_to is None
    added = sum(one.proposal.amount for one in additions)
    assert used(decision) <= released <= (decision.proposal.amount + added if own else 0)
    for spend in decision.spends.all():
        assert sum(one.amount for one in spend.refunds.all()) <= spend.amount


def used(decision: Decision) -> Decimal:
    went = sum((one.amount for one in decision.spends.all()), Decimal(0))
    return went - sum(back.amount for one in decision.spends.all() for back in one.refunds.all())


def taken(decision: Decision) -> Decimal:
    """What a decision takes of its envelope: all of it, or what it used once its work has ended. The first money goes first."""
    work = decision.proposal.adds_to or decision
    if not hasattr(work, "conclusion"):
        return decision.proposal.amount
    earlier = [work] if decision != work else []
    earlier += work_additions(work).filter(pk__lt=decision.pk) if decision != work else []
    before = sum(one.proposal.amount for one in earlier)
    return min(decision.proposal.amount, max(used(work) - before, Decimal(0)))


def work_additions(work: Decision):
    return Decision.objects.filter(proposal__adds_to=work, approved=True)


def amount_in_all(decision: Decision) -> Decimal:
    """What was approved for one opportunity and kind of money until then, however many decisions it was put into."""
    same = {
        "proposal__opportunity": decision.proposal.opportunity,
        "proposal__kind_of_money": decision.proposal.kind_of_money,
    }
    return sum(map(taken, Decision.objects.filter(approved=True, pk__lte=decision.pk, **same)))
