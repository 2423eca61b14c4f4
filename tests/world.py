"""A small organisation for tests: two regions, three teams, five people, four touchpoints."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Person, Unit, WorkingCalendar
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.models import Survey, SurveyVersion

# A Wednesday morning in working hours.
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass(frozen=True)
class World:
    """The organisation and everybody in it."""

    root: Unit
    shops: Unit
    leeds: Unit
    york: Unit
    web: Unit
    frontline: User
    lead: User
    york_lead: User
    office: User
    executive: User
    partner: User
    delivery: Touchpoint
    returns: Touchpoint
    relationship: SurveyVersion
    experience: SurveyVersion


def make_world() -> World:
    """Build it. Leeds and York are shops; web is a team of its own."""
    calendar = WorkingCalendar.objects.create(
        name="Weekdays", opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4]
    )
    root = Unit.objects.create(
        code="all", name="Linden & Lark", kind=Unit.Kind.ORGANISATION, calendar=calendar
    )
    shops = Unit.objects.create(code="shops", name="Shops", kind=Unit.Kind.BUSINESS_LINE, parent=root)
    leeds, york = (
        Unit.objects.create(code=name.lower(), name=name, parent=shops) for name in ("Leeds", "York")
    )
    web = Unit.objects.create(code="web", name="Web shop", parent=root)
    stages = [
        Stage.objects.create(code=code, name=code.title(), position=i)
        for i, code in enumerate(("purchase", "doubt"))
    ]
    delivery = Touchpoint.objects.create(code="delivery", name="Delivery", stage=stages[0], position=1)
    returns = Touchpoint.objects.create(code="returns", name="Returns", stage=stages[1], position=1)
    users = {
        "frontline": make_user("Fay Frontline", leeds, User.Role.FRONTLINE),
        "lead": make_user("Lena Lead", leeds, User.Role.LEAD),
        "york_lead": make_user("Yara Lead", york, User.Role.LEAD),
        "office": make_user("Olu Office", root, User.Role.OFFICE),
        "executive": make_user("Eva Executive", root, User.Role.EXECUTIVE),
        "partner": make_user("Paul Partner", root, User.Role.PARTNER),
    }
    leeds.owner, york.owner, root.owner = (
        users["lead"].person,
        users["york_lead"].person,
        users["executive"].person,
    )
    for unit in (leeds, york, root):
        unit.save()
    versions = {
        "relationship": make_version("brand", "relationship", None),
        "experience": make_version("delivery", "experience", delivery),
    }
    places = {"root": root, "shops": shops, "leeds": leeds, "york": york, "web": web}
    return World(**places, **users, **versions, delivery=delivery, returns=returns)


def make_user(name: str, unit: Unit, role: str) -> User:
    email = f"{name.lower().replace(' ', '.')}@linden-lark.example"
    posts = set(Person.Post.values)
    person = Person.objects.create(
        name=name, email=email, unit=unit, post=role if role in posts else Person.Post.OFFICE
    )
    return User.objects.create_user(
        username=email, email=email, password="correct horse battery", role=role, person=person
    )


def make_version(code: str, kind_of_score: str, touchpoint: Touchpoint | None) -> SurveyVersion:
    survey = Survey.objects.create(
        code=code, title=code.title(), kind_of_score=kind_of_score, touchpoint=touchpoint
    )
    asks = "How likely are you to recommend us to a friend?"
    return SurveyVersion.objects.create(
        survey=survey, number=1, definition=recommendation(asks, "Why?"), created_at=NOW
    )


def make_customer(name: str = "Carla Customer", *, consents: bool = True) -> Customer:
    """A customer with an address of their own, who lets us write to them."""
    customer = Customer.objects.create(name=name, email=f"customer{next(_numbers)}@people.example")
    if consents:
        for purpose in (Consent.Purpose.ASKING, Consent.Purpose.CONTACT):
            Consent.objects.create(customer=customer, purpose=purpose, given_at=NOW)
    return customer


def make_signal(
    score: int | None = 9,
    comment: str = "",
    *,
    unit: Unit | None = None,
    touchpoint: Touchpoint | None = None,
    customer: Customer | None = None,
    employee: Person | None = None,
    at: datetime = NOW,
    kind: str = Signal.Kind.ANSWER,
    kind_of_score: str = "experience",
    channel: str = Signal.Channel.EMAIL,
    metadata: dict[str, Any] | None = None,
) -> Signal:
    """One signal, received as every signal is received."""
    new = NewSignal(
        source="test",
        key=str(next(_numbers)),
        channel=channel,
        submitted_at=at,
        score=score,
        comment=comment,
        kind=kind,
        kind_of_score="" if score is None else kind_of_score,
        unit_id=unit and unit.pk,
        touchpoint_id=touchpoint and touchpoint.pk,
        customer_id=customer and customer.pk,
        employee_id=employee and employee.pk,
        metadata=metadata or {},
    )
    return Signal.objects.get(pk=receive_signal(new, at=at).signal_id)
