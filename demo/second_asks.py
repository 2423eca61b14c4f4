"""Customers asked again after a closed case, and what they say then."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import numpy as np

from demo.case_words import AGAIN
from groundswell.act.cases.actions import JOB
from groundswell.act.cases.clock import due_by
from groundswell.act.cases.models import Closure, SecondAsk
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.organisation.working_time import Hours
from groundswell.listen.channels.inviting import message_words
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation

REACHED = (Closure.Outcome.RECOVERED, Closure.Outcome.ANSWERED, Closure.Outcome.GOODWILL)
UnitHours = Mapping[int | None, Hours | None]
DAY = timedelta(days=1)
ANSWERS = 0.38
CONTENT = {Closure.Outcome.RECOVERED: 0.8, Closure.Outcome.GOODWILL: 0.7, Closure.Outcome.ANSWERED: 0.45}


def ask_again(rng: np.random.Generator, closures: Sequence[Closure], hours: UnitHours, now: datetime) -> None:
    """Invitation, message, record and answer for every closed case whose second ask was due by now.

    The rows are those of the action; written together because there are hundreds.
    """
    due = [
        (closure, at) for closure in closures if (at := _asked_at(closure, hours)) is not None and at < now
    ]
    due = _with_room(due)
    invitations = Invitation.objects.bulk_create([_invitation(closure, at) for closure, at in due])
    Message.objects.bulk_create([_message(one) for one in invitations], batch_size=300)
    seconds = [
        SecondAsk(case=closure.case, invitation=invitation, at=at)
        for (closure, at), invitation in zip(due, invitations, strict=True)
    ]
    SecondAsk.objects.bulk_create(seconds)
    invited = [Deed("invited", one, JOB, one.invited_at, {"purpose": one.purpose}) for one in invitations]
    asked = [Deed("asked again", closure.case, JOB, at) for closure, at in due]
    record_all(sorted([*invited, *asked], key=lambda deed: deed.at))
    answers = [
        answer
        for (closure, _), invitation in zip(due, invitations, strict=True)
        if (answer := _answer(rng, closure, invitation, now)) is not None
    ]
    Signal.objects.bulk_create(answers, batch_size=400)


def _with_room(due: list[tuple[Closure, datetime]]) -> list[tuple[Closure, datetime]]:
    """Those whom nobody asked hours before, or within the contact rules' window after: what stands there was sent."""
    people = {closure.case.signal.customer_id for closure, _ in due}
    asked: dict[int, list[datetime]] = defaultdict(list)
    for who, at in Invitation.objects.filter(customer__in=people).values_list("customer_id", "invited_at"):
        asked[who].append(at)
    return [
        (closure, at)
        for closure, at in due
        if not any(at - DAY < other < at + 91 * DAY for other in asked[closure.case.signal.customer_id])
    ]


def _asked_at(closure: Closure, hours: UnitHours) -> datetime | None:
    """One working day after the closing, where the customer was reached and may be asked."""
    case = closure.case
    signal = case.signal
    if closure.outcome not in REACHED or signal.version_id is None or signal.source == "invitation":
        return None
    return due_by(closure.at, case.rule.ask_again_after_hours, hours[case.unit_id])


def _invitation(closure: Closure, at: datetime) -> Invitation:
    signal = closure.case.signal
    return Invitation(
        version=signal.version,
        purpose=Invitation.Purpose.SECOND_ASK,
        customer=signal.customer,
        touchpoint=signal.touchpoint,
        unit=closure.case.unit,
        episode_at=closure.at,
        invited_at=at,
    )


def _message(invitation: Invitation) -> Message:
    return Message(
        key=f"invitation-{invitation.pk}",
        customer=invitation.customer,
        purpose="asking",
        invitation=invitation,
        due_at=invitation.invited_at,
        address=invitation.customer.email,
        written_at=invitation.invited_at,
        **message_words(invitation),
    )


def _answer(
    rng: np.random.Generator, closure: Closure, invitation: Invitation, now: datetime
) -> Signal | None:
    """What the customer says the second time; None while they are silent."""
    silent, content = rng.random(2)
    at = invitation.invited_at + timedelta(minutes=int(rng.integers(40, 3600)))
    if silent > ANSWERS or at > now:
        return None
    is_content = bool(content < CONTENT[Closure.Outcome(closure.outcome)])
    score = int(rng.choice([7, 8, 8, 9, 9, 10])) if is_content else int(rng.integers(0, 7))
    words = str(rng.choice(AGAIN[is_content]))
    return Signal(
        source="invitation",
        key=invitation.token,
        digest=sha256(f"{score} {words}".encode()).hexdigest(),
        channel=Signal.Channel.EMAIL,
        kind_of_score=invitation.version.survey.kind_of_score,
        score=score,
        comment=words,
        touchpoint=invitation.touchpoint,
        unit=invitation.unit,
        customer=invitation.customer,
        version=invitation.version,
        invitation=invitation,
        episode_at=invitation.episode_at,
        submitted_at=at,
        received_at=at,
    )
