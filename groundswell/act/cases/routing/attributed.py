"""A voice turned out to be about somebody else, or about another place: its open case goes there."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import present_or_stand_in
from groundswell.listen.signals.models import Attribution, Signal

from ..actions import hand_over
from ..models import Case
from ..queries import open_cases
from .chart import Chart
from .choosing import Choice
from .wishes import wish_of


@transaction.atomic
def follow_attribution(made: Attribution, *, by: Person | None, at: datetime) -> Case | None:
    """The case goes with the voice: to whom the voice is about now, where whom it was about had it; to whom a new case of the
    place would go, where the place changed. In every other way it stays. Returns the case that went."""
    case = open_cases().select_for_update(of=("self",)).filter(signal=made.signal_id).first()
    if case is None:
        return None
    signal = Signal.objects.select_related("unit", "employee").get(pk=made.signal_id)
    was_theirs = case.owner_id is not None and case.owner_id == made.employee_before_id
    has_moved = made.unit_before_id != signal.unit_id
    if not was_theirs and not has_moved:
        return None
    if has_moved:
        case.unit = signal.unit
        case.save(update_fields=["unit"])
        record("moved a case", case, by=by or "The inner loop", at=at, to=str(signal.unit or "nowhere"))
    choice = _whose(case, signal, is_theirs=was_theirs, at=at)
    to = Person.objects.filter(pk=choice.person_id).first() if choice.person_id else None
    if to and to.pk != case.owner_id:
        about = "somebody else" if was_theirs and not has_moved else str(signal.unit or "another part")
        why = f"An appeal was granted: the voice is about {about}. {choice.why}"
        hand_over(case, to=to, why=why[:300], by=by, at=at)
    return case


def _whose(case: Case, signal: Signal, *, is_theirs: bool, at: datetime) -> Choice:
    day = timezone.localdate(at)
    person = signal.employee if is_theirs else None
    here = present_or_stand_in(person, day) if person and not person.left_on else None
    if here and person:
        said = (
            f"Comes to {here.name}: the voice is about them." if here == person else f"{here.name} stands in."
        )
        return Choice(here.pk, said)
    return Chart(day).owner_for(case.unit_id, wish_of(case.rule, signal), goes_to=case.rule.goes_to)
