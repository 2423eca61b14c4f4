"""Who may act on a case, and which ends are open to it."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.customers.queries import is_barred, may_contact
from groundswell.foundation.organisation.models import Person
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.queries import WAITS_FOR_US
from groundswell.listen.signals.models import Signal

from .models import Case, Closure

ATTEMPTS_BEFORE_GIVING_UP = 2
"""Several attempts means more than one; how many more is the team's own judgement."""

TAKES = frozenset({User.Role.FRONTLINE, User.Role.LEAD, User.Role.OFFICE})
MAY_CLOSE_TOGETHER = frozenset({User.Role.LEAD, User.Role.OFFICE})
"""Who may close several cases with one cause and one outcome."""

NEEDS_A_CONTACT = frozenset({Closure.Outcome.RECOVERED, Closure.Outcome.ANSWERED, Closure.Outcome.GOODWILL})


def may_act_on(user: User, case: Case) -> bool:
    """The owner, a lead of the unit or above, and the office. Who acts is a person, never a bare sign-in."""
    person: Person | None = user.person if user.is_authenticated and user.is_active else None
    if person is None:
        return False
    if user.role == User.Role.OFFICE or case.owner_id == person.pk:
        return True
    return user.role == User.Role.LEAD and units_visible_to(user).filter(pk=case.unit_id).exists()


def may_take(user: User, case: Case) -> bool:
    """Whoever may act on it, and where nobody has it, everybody who works in its part of the organisation."""
    if user.person is None or case.owner_id == user.person.pk:
        return False
    near = (
        case.owner_id is None and user.is_active and units_visible_to(user).filter(pk=case.unit_id).exists()
    )
    return (near and user.role in TAKES) or may_act_on(user, case)


def is_answerable(case: Case) -> bool:
    """Whether there is a customer whom we may get back to. Who is not to be contacted is answered only what the law owes."""
    customer = case.customer
    if customer is None or not may_contact(customer):
        return False
    return not is_barred(customer) or is_complaint(case)


def is_complaint(case: Case) -> bool:
    """Whether the customer complained, or somebody who read the voice said that it is a complaint."""
    if case.signal is None:
        return False
    if case.signal.kind == Signal.Kind.COMPLAINT:
        return True
    return Complaint.objects.filter(signal=case.signal_id).exists()


def needs_an_answer(case: Case) -> bool:
    """Whether this is a complaint that waits for our answer, or for our last word."""
    if not is_complaint(case):
        return False
    return not Complaint.objects.filter(~WAITS_FOR_US, signal=case.signal_id).exists()


def outcomes_open_to(case: Case) -> list[Closure.Outcome]:
    """The ends that fit what was done so far; none while there is still somebody to get back to."""
    attempts = list(case.attempts.values_list("reached", flat=True))
    if True in attempts:
        return [outcome for outcome in Closure.Outcome if outcome in NEEDS_A_CONTACT]
    given_up = [Closure.Outcome.UNREACHABLE] if len(attempts) >= ATTEMPTS_BEFORE_GIVING_UP else []
    return given_up if is_answerable(case) else [*given_up, Closure.Outcome.LEARNED]
