"""“This voice is not mine”: said by the person, decided by somebody else, and then true in every figure."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groundswell.act.cases.routing.attributed import follow_attribution
from groundswell.act.praise.actions import keep_praise
from groundswell.act.praise.queries import may_praise
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.attributing import correct_attribution
from groundswell.listen.signals.models import Attribution, Signal
from groundswell.understand.evidence.actions import count_elsewhere

from . import errors
from .models import Appeal, AppealDecision
from .rules import may_decide


@transaction.atomic
def appeal(
    signal: Signal,
    *,
    reason: str,
    words: str = "",
    right_person: Person | None = None,
    right_unit: Unit | None = None,
    by: User,
    at: datetime,
) -> Appeal:
    """Say that a voice is not about oneself, once. Nothing changes until somebody decides."""
    held = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if by.person_id is None or held.employee_id != by.person_id:
        raise errors.NotYourVoice
    right = {"right_person": right_person, "right_unit": right_unit}
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                signal=held, person=by.person, unit=held.unit, reason=reason, words=words, at=at, **right
            )
    except IntegrityError:
        raise errors.AlreadyAppealed from None
    record("appealed against an attribution", made, by=by, at=at, signal=held.pk, reason=reason)
    return made


@transaction.atomic
def decide(
    one: Appeal,
    *,
    is_granted: bool,
    reason: str,
    right_person: Person | None = None,
    right_unit: Unit | None = None,
    by: User,
    at: datetime,
) -> AppealDecision:
    """Grant an appeal, which corrects the attribution in every figure, or refuse it. The first decision stands."""
    held = _waiting(one)
    if not may_decide(by, held):
        raise errors.NobodyDecidesTheirOwn
    made = _correct(held, right_person, right_unit, by, at) if is_granted else None
    decision = AppealDecision.objects.create(
        appeal=held, is_granted=is_granted, reason=reason, attribution=made, by=by.person, at=at
    )
    record("decided an appeal", decision, by=by, at=at, signal=held.signal_id, is_granted=is_granted)
    return decision


@transaction.atomic
def withdraw(one: Appeal, *, by: User, at: datetime) -> Appeal:
    """Think otherwise, before somebody decides. The voice may be appealed against again."""
    held = _waiting(one)
    if by.person_id != held.person_id:
        raise errors.NotYourVoice
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    record("withdrew an appeal", held, by=by, at=at, signal=held.signal_id)
    return held


def _waiting(one: Appeal) -> Appeal:
    """Hold it until the transaction ends. Raises AppealAlreadyDecided, AppealWithdrawn."""
    held = Appeal.objects.select_for_update(of=("self",)).select_related("person").get(pk=one.pk)
    if first := AppealDecision.objects.filter(appeal=held).select_related("by").first():
        raise errors.AppealAlreadyDecided(first.by, first.is_granted)
    if held.withdrawn_at:
        raise errors.AppealWithdrawn(held.person)
    return held


def _correct(
    held: Appeal, right_person: Person | None, right_unit: Unit | None, by: User, at: datetime
) -> Attribution:
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=held.signal_id)
    unit = right_unit or signal.unit
    if right_person == signal.employee and unit == signal.unit:
        raise errors.CorrectionChangesNothing
    made = correct_attribution(signal, employee=right_person, unit=unit, reason=held.reason, by=by, at=at)
    count_elsewhere(signal, at=at)
    follow_attribution(made, by=by.person, at=at)
    keep_praise(may_praise().filter(pk=signal.pk), at=at)
    return made
