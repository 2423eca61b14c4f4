"""What people may try before a body, in whatever order: single deeds, and whole proposals carried to their decision."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from groundswell.act.council.actions import agree, conclude, decide, escalate, propose, recuse, vote
from groundswell.act.council.asking_for_more import ask_for_more
from groundswell.act.council.circulating import ask_to_talk, circulate
from groundswell.act.council.errors import AboveTheLimit, CouncilRefused
from groundswell.act.council.meeting import call_off, plan_meeting
from groundswell.act.council.models import Body, Decision, Meeting, Proposal, Seat, Spend
from groundswell.act.council.spending import release_money, set_envelope, spend_money, take_back
from groundswell.act.council.withdrawing import withdraw
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

PEOPLE, WHICH = st.integers(0, 3), st.integers(0, 4)
MONEY = st.integers(0, 5).map(lambda thousands: Decimal(thousands * 1000))
KINDS = st.sampled_from(["operating", "operating", "capital"])
YEAR = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


TWISTS = [
    "twice",
    "more",
    "recuse a voter",
    "recuse the chair",
    "recuse the chair",
    "end a term",
    "escalate",
    "refuse",
    "circulate",
    "talk",
    "against",
    "against",
    "against",
]
"""What happens between the votes and the decision, so that each check is met by a decision that would pass the others."""


def deed(name: str, *rest: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.just(name), PEOPLE, WHICH, *rest)


SINGLE = st.one_of(
    deed("propose", MONEY, KINDS),
    deed("vote", st.booleans()),
    deed("decide", st.just(True)),
    deed("decide", st.booleans()),
    deed("argue", st.just(True)),
    deed("agree", st.booleans()),
    deed("recuse", st.none()),
    deed("escalate", st.none()),
    deed("withdraw", st.none()),
    deed("conclude", st.none()),
    deed("release", MONEY),
    deed("spend", MONEY),
    deed("refund", MONEY),
    deed("envelope", MONEY),
    deed("end term", st.none()),
    deed("circulate", st.none()),
    deed("talk", st.none()),
    deed("meet", st.booleans()),
)
SUMS = st.sampled_from([Decimal(sum_) for sum_ in (1_000, 2_000, 3_000, 5_000)])
SET_ASIDE = st.sampled_from([Decimal(sum_) for sum_ in (2_000, 5_000, 12_000, 30_000)])
WHOLE = deed("carry", SUMS, st.sampled_from(TWISTS))
DEEDS = st.lists(
    st.booleans().flatmap(lambda is_whole: WHOLE if is_whole else SINGLE), min_size=5, max_size=25
)
"""Half of all deeds carry a whole proposal to its decision; the others come in between."""


def do(one: tuple, world, council: Body, people: list) -> None:
    """Try one deed as one of the people."""
    name, person, which, *rest = one
    who = {"by": people[person], "at": NOW}
    if name == "propose":
        kind = council.kinds.first() if which == 0 else council.kinds.last()
        given = {"solution": "Do it.", "amount": rest[0], "kind_of_money": rest[1], "kind_of_decision": kind}
        propose(make_opportunity(world), council, recommended_by=people[0], **given, **who)
    elif name == "carry":
        carry(make_opportunity(world), council, people, 1 + which % 3, *rest)
    elif name == "envelope":
        body = Body.objects.order_by("-pk")[which % 2]
        set_envelope(body, "operating", amount=rest[0], **YEAR, **who)
    elif name == "meet":
        plan_meeting(council, NOW, **who)
        if not rest[0]:
            call_off(Meeting.objects.get(body=council), because="Snow", **who)
    elif name == "end term":
        Seat.objects.filter(person=people[person], is_chair=False).update(
            until_on=NOW.date() - timedelta(days=1)
        )
    elif name == "refund":
        for spend in Spend.objects.order_by("pk")[which : which + 1]:
            take_back(spend, rest[0] or Decimal(1), why="Returned", **who)
    elif name in {"conclude", "release", "spend"}:
        for decision in Decision.objects.order_by("pk")[which : which + 1]:
            with_money(name, decision, rest[0] or Decimal(1), who)
    else:
        for proposal in Proposal.objects.order_by("pk")[which : which + 1]:
            with_a_proposal(name, proposal, rest[0], who)


def carry(opportunity, body: Body, people: list, voters: int, amount: Decimal, twist: str) -> None:
    """A whole proposal from its first day to its decision, with a twist shortly before it."""
    chair = {"by": people[0], "at": NOW}
    Seat.objects.update(until_on=None)
    kind = body.kinds.first() if twist == "refuse" else body.kinds.last()
    given = {"solution": "Do it.", "amount": amount, "kind_of_money": "operating", "kind_of_decision": kind}
    proposal = propose(opportunity, body, recommended_by=people[0], **given, **chair)
    if twist == "escalate":
        proposal, chair = escalate(proposal, why="Because.", **chair), {"by": people[1], "at": NOW}
        voters = 2
    for person in people[:voters]:
        with suppress(CouncilRefused):
            vote(proposal, in_favour=True, by=person, at=NOW)
    if twist == "refuse":
        agree(proposal, agrees=False, words="Because.", by=people[3], at=NOW)
    elif twist == "against":
        running = Decision.objects.filter(proposal__body=body, proposal__adds_to=None, approved=True)
        most = max(running.filter(conclusion=None).count(), 1)
        Body.objects.filter(pk=body.pk).update(work_in_progress_limit=most)
        for person in people[1:3]:
            vote(proposal, in_favour=False, note="Too much at once.", by=person, at=NOW)
    elif twist in {"circulate", "talk"}:
        circulate(proposal, until_on=NOW.date() + timedelta(days=3), why="It presses.", **chair)
        if twist == "talk":
            ask_to_talk(proposal, why="Which depots?", by=people[1], at=NOW)
    elif twist.startswith("recuse"):
        who = people[0] if twist == "recuse the chair" else people[voters - 1]
        recuse(proposal, why="My brother sells it.", by=who, at=NOW)
    elif twist == "end a term":
        Seat.objects.filter(person=people[voters - 1]).update(until_on=NOW.date() - timedelta(days=1))
    twin = propose_and_vote(opportunity, body, people, amount) if twist == "twice" else None
    yes = {"approved": True, "reasons": "Because.", "over_limit_because": "It is worth it."}
    if twist == "recuse the chair":
        with suppress(CouncilRefused):
            decide(proposal, **yes, by=people[2], at=NOW)
            return
    decision = decide(proposal, **yes, **chair)
    if twin is not None:
        decide(twin, **yes, **chair)
    elif twist == "more":
        carry_more(decision, people, amount)


def propose_and_vote(opportunity, body: Body, people: list, amount: Decimal) -> Proposal:
    given = {"solution": "Do the rest.", "amount": amount, "kind_of_money": "operating"}
    proposal = propose(opportunity, body, recommended_by=people[0], by=people[0], at=NOW, **given)
    everybody_votes(proposal, people)
    return proposal


def everybody_votes(proposal: Proposal, people: list) -> None:
    for person in people[:3]:
        with suppress(CouncilRefused):
            vote(proposal, in_favour=True, by=person, at=NOW)


def carry_more(decision: Decision, people: list, amount: Decimal) -> None:
    """More money for the same work, decided where it is put, or above where it has to be passed on."""
    Seat.objects.update(until_on=None)
    chair = {"by": people[0], "at": NOW}
    more = ask_for_more(decision, solution="Wood is dear.", amount=amount, recommended_by=people[0], **chair)
    everybody_votes(more, people)
    with suppress(AboveTheLimit):
        decide(more, approved=True, reasons="Because.", **chair)
        return
    above = escalate(more, why="Because.", **chair)
    everybody_votes(above, people)
    decide(above, approved=True, reasons="Because.", by=people[1], at=NOW)


def with_money(name: str, decision: Decision, amount: Decimal, who: dict) -> None:
    if name == "conclude":
        conclude(decision, **who)
    elif name == "release":
        release_money(decision, amount, what_for="A gate", **who)
    else:
        spend_money(decision, amount, what_for="Boxes", on=NOW.date(), **who)


def with_a_proposal(name: str, proposal: Proposal, word: bool | None, who: dict) -> None:
    if name == "vote":
        vote(proposal, in_favour=bool(word), note="Because.", **who)
    elif name == "agree":
        agree(proposal, agrees=bool(word), words="Because.", **who)
    elif name == "recuse":
        recuse(proposal, why="My brother sells it.", **who)
    elif name == "escalate":
        escalate(proposal, why="Because.", **who)
    elif name == "withdraw":
        withdraw(proposal, why="Because.", **who)
    elif name == "circulate":
        circulate(proposal, until_on=NOW.date() + timedelta(days=3), why="It presses.", **who)
    elif name == "talk":
        ask_to_talk(proposal, why="Which depots?", **who)
    else:
        because = "It is worth it." if name == "argue" else ""
        decide(proposal, approved=bool(word), reasons="Because.", over_limit_because=because, **who)
