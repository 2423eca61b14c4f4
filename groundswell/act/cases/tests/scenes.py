"""Cases as the tests of this room need them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.models import Case, Closure, OpeningRule, RootCause
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_customer, make_signal

HOUR = timedelta(hours=1)


def low_score_rule() -> OpeningRule:
    begin_inner_loop(by="a test", at=NOW - timedelta(days=400))
    return OpeningRule.objects.get(opens_for=OpeningRule.Opens.LOW_SCORE)


def open_case(
    unit: Unit | None, *, at: datetime = NOW, score: int = 3, comment: str = "Late again.", **places: Any
) -> Case:
    """A case from a customer who may be written to, opened by the low score rule."""
    places.setdefault("customer", make_customer())
    rule = low_score_rule()
    signal = make_signal(score, comment, unit=unit, at=at, **places)
    open_cases_for(rule, at=at)
    return Case.objects.get(signal=signal)


def closed_case(unit: Unit, by: Person, *, at: datetime = NOW, **places: Any) -> Case:
    """The same, reached after one hour and closed after two."""
    case = open_case(unit, at=at, **places)
    note_attempt(case, channel="phone", reached=True, by=by, at=at + HOUR)
    cause = RootCause.objects.get(name="Delivery")
    close_case(case, outcome=Closure.Outcome.RECOVERED, root_cause=cause, by=by, at=at + 2 * HOUR)
    return case


def answer_to(invitation: Invitation, score: int, comment: str = "", *, at: datetime) -> Signal:
    """The answer of a customer who was invited."""
    last = Signal.objects.aggregate(last=Max("id"))["last"] or 0
    new = NewSignal(
        source="test-answers",
        key=str(last + 1),
        channel=Signal.Channel.EMAIL,
        submitted_at=at,
        score=score,
        comment=comment,
        kind_of_score="experience",
        unit_id=invitation.unit_id,
        customer_id=invitation.customer_id,
        version_id=invitation.version_id,
        invitation_id=invitation.pk,
    )
    return Signal.objects.get(pk=receive_signal(new, at=at).signal_id)
