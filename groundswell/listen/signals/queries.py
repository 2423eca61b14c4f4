"""Ask the signals. What a person may see is decided here, once."""

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids

from .models import Answer, Signal
from .withholding import not_withheld


def living_signals() -> QuerySet[Signal]:
    """Signals that no correction has superseded. What employees say about their work is nobody's single voice."""
    return Signal.objects.filter(superseded_by=None).exclude(kind=Signal.Kind.EMPLOYEE)


def signals_visible_to(user: User) -> QuerySet[Signal]:
    """What this person may read: signals of the units within sight, but for what their coach sees first."""
    return living_signals().filter(within_sight(user), not_withheld(user))


def with_places(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """The same, with everything a voice card shows, in one query."""
    return signals.select_related("touchpoint", "unit", "employee", "customer")


def signals_of(customer: Customer) -> QuerySet[Signal]:
    """Everything one customer told us, newest first."""
    return living_signals().filter(customer_id__in=person_ids(customer))


def answers_of(signal: Signal) -> QuerySet[Answer]:
    """What the same customer answered to further questions on the same occasion. Ask only for a signal in sight."""
    return signal.answers.all()
