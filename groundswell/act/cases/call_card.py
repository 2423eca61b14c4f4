"""The call card: all that somebody needs before they get back to one customer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import sees_names
from groundswell.foundation.customers.accounts import worth_of
from groundswell.foundation.customers.models import Customer, DoNotContact, Purpose
from groundswell.foundation.customers.queries import ban_of, person_ids
from groundswell.foundation.organisation.presence import absences_on
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_one
from groundswell.listen.complaints.models import Complaint, SpecialCare
from groundswell.listen.complaints.queries import complaints_visible_to
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.listen.surveys.models import Invitation
from groundswell.look.components import Fact
from groundswell.look.numbers import money

from .escalation.climbing import Point, next_point
from .letters.writing import Letter, thread_of
from .merging.actions import mergeable_with, merges_to_undo
from .models import Case, CaseMerge, FollowUp, SecondAsk
from .offers.limits import limit_of
from .offers.offering import OfferLine, given_in, offer_lines
from .queries import Step, history_of, is_recovery, moved, second_answer_to
from .quiet.card import before_the_silence, facts_of, heard_since
from .rules import NEEDS_A_CONTACT, is_answerable, may_act_on, needs_an_answer, outcomes_open_to

EARLIER_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CallCard:
    """One case as the person sees it who is about to call."""

    case: Case
    is_answerable: bool
    may_act: bool
    revenue: Decimal | None
    earlier: list[Signal]
    account: list[Fact]
    heard_since: list[Signal]
    opening_words: list[str]
    steps: list[Step]
    second_answer: Signal | None
    movement: str
    is_recovered: bool | None
    was_asked_again: bool
    may_close: bool
    needs_an_answer: bool
    complaint: Complaint | None
    special_care: SpecialCare | None
    names: bool
    next_point: Point | None
    thread: list[Letter]
    may_be_written_to: bool
    offers: list[OfferLine]
    limit: Decimal
    left: Decimal
    promises: list[FollowUp]
    merges: list[CaseMerge]
    also: list[Signal]
    may_merge: bool
    away_until: date | None
    ban: DoNotContact | None

    @property
    def may_ask_again(self) -> bool:
        """Whether the button to ask again at once makes sense."""
        if not self.case.closed_at or self.was_asked_again or not (self.may_act and self.is_answerable):
            return False
        if self.case.signal is None:
            return False
        invitation = self.case.signal.invitation
        is_second = invitation is not None and invitation.purpose == Invitation.Purpose.SECOND_ASK
        return self.case.closure.outcome in NEEDS_A_CONTACT and not is_second

    @property
    def may_wait(self) -> bool:
        """Whether somebody tried to reach the customer and has not reached them yet."""
        is_running = not self.case.closed_at and not self.case.contacted_at and not self.case.waits_until
        return is_running and self.case.attempts.exists()

    @property
    def who(self) -> list[Fact]:
        """The customer in facts; what is not known is left out."""
        customer = self.case.customer
        if customer is None:
            return [Fact("Customer", "Not known")]
        known = [
            ("Customer", str(customer), reverse("desk:customer", args=[customer.pk])),
            ("E-mail", customer.email),
        ]
        worth = None if self.revenue is None else money(float(self.revenue))
        since = customer.joined_on.strftime("%B %Y") if customer.joined_on else None
        facts = [("Segment", customer.segment), ("Customer since", since)]
        facts += [("Bought in the last 12 months", worth or "Not known")]
        return [Fact(*fact) for fact in [*(known if self.names else ()), *facts]]

    @property
    def name(self) -> str:
        """What the customer is called, to those who get back to them."""
        customer = self.case.customer
        return customer.name if customer and self.names else ""

    @property
    def about(self) -> list[Fact]:
        """The case in facts."""
        case = self.case
        facts: list[tuple[object, ...]] = [
            ("Opened by", case.rule.name),
            ("Owner", case.owner or "Nobody yet"),
            ("Unit", case.unit or "No unit"),
            ("With", case.signal and case.signal.employee),
            ("Channel", case.get_channel_display()),
        ]
        if self.complaint:
            facts.append(("Complaint", self.complaint, reverse("complaints:entry", args=[self.complaint.pk])))
        return [Fact(*fact) for fact in facts]


def card_of(case: Case, user: User, *, at: datetime) -> CallCard:
    """Compose the card from what this person may see. Who needs special care is known to those who act only."""
    may_act = may_act_on(user, case)
    limit, given = limit_of(user.person), given_in(case)
    absence = absences_on(timezone.localdate(at)).filter(person=case.owner_id).first()
    complaint = complaints_visible_to(user).filter(signal=case.signal_id).first()
    second = second_answer_to(case, user)
    return CallCard(
        case=case,
        is_answerable=is_answerable(case),
        may_act=may_act,
        revenue=revenue_of_last_year(case.customer, at.date()),
        earlier=earlier_signals(case, user),
        account=facts_of(case, names=sees_names(user), at=at),
        heard_since=heard_since(case, user)[:EARLIER_SHOWN],
        opening_words=opening_words(case, user),
        steps=history_of(case, user),
        second_answer=second,
        movement=moved(case.signal and case.signal.score, second.score) if second else "",
        is_recovered=is_recovery(second) if second else None,
        may_close=bool(outcomes_open_to(case)),
        needs_an_answer=needs_an_answer(case),
        complaint=complaint,
        special_care=SpecialCare.objects.filter(complaint=complaint).first() if may_act else None,
        names=sees_names(user),
        was_asked_again=SecondAsk.objects.filter(case=case).exists(),
        next_point=next_point(case, at=at),
        thread=thread_of(case),
        may_be_written_to=_may_be_written_to(case),
        offers=offer_lines(case, user, given, limit),
        limit=limit,
        left=max(limit - given, Decimal(0)),
        promises=list(case.follow_ups.select_related("person", "end__by").order_by("end__at", "due_on")),
        merges=list(merges_to_undo(case, at)) if may_act else [],
        also=[
            one.signal
            for one in case.merged_cases.select_related("signal").order_by("opened_at")
            if one.signal
        ],
        may_merge=may_act and mergeable_with(case, user).exists(),
        away_until=absence.ends_on if absence else None,
        ban=ban_of(case.customer) if case.customer else None,
    )


def _may_be_written_to(case: Case) -> bool:
    customer = case.customer
    return customer is not None and reach_one(customer, Purpose.CONTACT).address(Medium.EMAIL) is not None


def revenue_of_last_year(customer: Customer | None, today: date) -> Decimal | None:
    """What the customer brought in the last twelve full months; None where nothing is known, never 0."""
    if customer is None:
        return None
    return worth_of(person_ids(customer), today).amount


def earlier_signals(case: Case, user: User) -> list[Signal]:
    """What the same customer told us before, newest first, as far as this person may read it."""
    if case.quiet:
        return before_the_silence(case, user)[:EARLIER_SHOWN]
    if case.customer is None:
        return []
    before = signals_visible_to(user).filter(
        customer_id__in=person_ids(case.customer), submitted_at__lte=case.signal.submitted_at
    )
    return list(with_places(before.exclude(pk=case.signal_id))[:EARLIER_SHOWN])


def opening_words(case: Case, user: User) -> list[str]:
    """What one may say first: who calls, that the words were read, and an open question. No defence, no offer yet."""
    signal = case.signal
    named = case.customer.name.split() if case.customer and sees_names(user) else []
    customer = named[0] if named else ""
    caller = user.person.first_name if user.person else "a colleague"
    place = f" from {case.unit}" if case.unit else ""
    hello = f"Hello{' ' + customer if customer else ''}, this is {caller}{place}."
    if signal is None:
        return [
            hello,
            "We have not heard from you for a while, and I would rather ask than guess: how are things with us?",
            "What would you change first, if you could?",
        ]
    about = f" about {signal.touchpoint.name.lower()}" if signal.touchpoint else ""
    if not signal.comment:
        return [
            hello,
            f"You gave us {signal.score} of 10{about}, without a comment. What happened?",
            "What would put it right for you?",
        ]
    read = (
        "I have read every word you wrote"
        if signal.kind == Signal.Kind.COMPLAINT
        else "Thank you for telling us"
    )
    return [
        hello,
        f"{read}{about}. I would like to understand it properly: what happened?",
        "What would put it right for you?",
    ]
