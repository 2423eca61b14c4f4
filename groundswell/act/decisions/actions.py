"""What people and other systems do with decisions: register, assess, say what came of it, set the limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from .errors import AlreadyLearned, DecisionRefused, OtherContent
from .models import Assessment, Lesson, RegisteredDecision, Threshold, Watch
from .queries import customers_in


@dataclass(frozen=True, slots=True)
class Impact:
    """What an assessment says. Without ``customers_touched`` they are counted from the voices of a year."""

    who: str
    expected_low: Decimal
    expected_high: Decimal
    segment: str = ""
    units: Sequence[Unit] = ()
    touchpoints: Sequence[Touchpoint] = ()
    watch: Sequence[Touchpoint] = ()
    customers_touched: int | None = None
    vulnerable: str = ""
    mitigations: str = ""


@transaction.atomic
def register(
    title: str,
    *,
    what: str,
    door: str,
    by: object,
    at: datetime,
    area: str = "",
    amount: Decimal | None = None,
    takes_effect_on: date | None = None,
    owner: Person | None = None,
    source: str = "",
    key: str = "",
) -> tuple[RegisteredDecision, bool]:
    """Put a decision on the register. The same key of a source is the same decision; with other content it is refused."""
    given = {
        "title": _said(title, "title", "Give it a title."),
        "what": _said(what, "what", "Say what is decided."),
        "area": area.strip(),
        "amount": amount,
        "takes_effect_on": takes_effect_on,
        "owner": owner,
    }
    known = RegisteredDecision.objects.filter(source=source, key=key).first() if key else None
    if known is None:
        try:
            with transaction.atomic():
                made = RegisteredDecision.objects.create(
                    **given, door=door, source=source, key=key, filed_by=person_of(by), filed_at=at
                )
        except IntegrityError:
            known = RegisteredDecision.objects.filter(source=source, key=key).first()
            if known is None:
                raise
        else:
            record("registered a decision", made, by=by, at=at, title=made.title, door=door)
            return made, True
    filled_here = {name for name in ("owner", "takes_effect_on") if given[name] is None}
    if any(getattr(known, name) != value for name, value in given.items() if name not in filled_here):
        raise OtherContent(
            f"The key “{key[:40]}” stands for another decision, which stays. Send a new key.", "key"
        )
    return known, False


@transaction.atomic
def assess(decision: RegisteredDecision, impact: Impact, *, by: object, at: datetime) -> Assessment:
    """Say what it does to customers. It replaces what was said before, which stays readable."""
    who = _said(impact.who, "who", "Say who is touched, also when it is nobody.")
    if impact.expected_high < impact.expected_low:
        raise DecisionRefused("The best is not below the worst.", "expected_high")
    if impact.vulnerable.strip() and not impact.mitigations.strip():
        raise DecisionRefused("Say what you do for those whom it may harm.", "mitigations")
    units, touchpoints = list(impact.units), list(impact.touchpoints)
    counted = (
        customers_in(units, touchpoints, impact.segment, at) if impact.customers_touched is None else None
    )
    made = Assessment.objects.create(
        decision=decision,
        who=who,
        segment=impact.segment.strip(),
        customers_touched=counted if impact.customers_touched is None else impact.customers_touched,
        is_counted=counted is not None,
        expected_low=impact.expected_low,
        expected_high=impact.expected_high,
        vulnerable=impact.vulnerable.strip(),
        mitigations=impact.mitigations.strip(),
        by=person_of(by),
        at=at,
    )
    made.units.set(units)
    made.touchpoints.set(touchpoints)
    only = units[0] if len(units) == 1 else None
    Watch.objects.bulk_create(
        [Watch(assessment=made, touchpoint=touchpoint, unit=only) for touchpoint in impact.watch]
    )
    record("assessed", made, by=by, at=at, customers=made.customers_touched)
    return made


@transaction.atomic
def name_the_day(decision: RegisteredDecision, *, on: date, by: object, at: datetime) -> RegisteredDecision:
    """Say from which day it is in effect: what is watched is compared around that day."""
    decision = RegisteredDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    before, decision.takes_effect_on = decision.takes_effect_on, on
    decision.save(update_fields=["takes_effect_on"])
    record("named the day of a decision", decision, by=by, at=at, on=on, before=before)
    return decision


@transaction.atomic
def name_owner(
    decision: RegisteredDecision, *, owner: Person, by: object, at: datetime
) -> RegisteredDecision:
    """Say who answers for it from now on: what is owed about it stands on their first page."""
    decision = RegisteredDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if owner.left_on is not None and owner.left_on <= localdate(at):
        raise DecisionRefused(f"{owner} has left. Choose somebody who still works here.", "owner")
    before, decision.owner = decision.owner, owner
    decision.save(update_fields=["owner"])
    record(
        "named who answers for a decision", decision, by=by, at=at, owner=str(owner), before=str(before or "")
    )
    return decision


@transaction.atomic
def learn(decision: RegisteredDecision, *, words: str, by: object, at: datetime) -> Lesson:
    """Say what came of it. The first words stand."""
    RegisteredDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    told = Lesson.objects.filter(decision=decision).select_related("by").first()
    if told:
        raise AlreadyLearned(f"{told.by or 'A job'} said what came of it a moment ago.")
    given = Lesson.objects.create(
        decision=decision, words=_said(words, "words", "Say what you saw."), by=person_of(by), at=at
    )
    record("learned", given, by=by, at=at, words=given.words)
    return given


@transaction.atomic
def set_limits(
    *, amount: Decimal, customers: int, look_after_days: int, by: object, at: datetime
) -> Threshold:
    """From when on an assessment is obligatory, from now on."""
    given = {"amount": amount, "customers": customers, "look_after_days": look_after_days}
    made = Threshold.objects.create(**given, by=person_of(by), at=at)
    record("set limits", made, by=by, at=at, **given)
    return made


def _said(words: str, field: str, otherwise: str) -> str:
    if not words.strip():
        raise DecisionRefused(otherwise, field)
    return words.strip()
