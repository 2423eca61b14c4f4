"""A small organisation for tests: two regions, three teams, five people, four touchpoints."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

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
    leeds, york, web = Unit.objects.bulk_create(
        [
            Unit(code="leeds", name="Leeds", parent=shops),
            Unit(code="york", name="York", parent=shops),
            Unit(code="web", name="Web shop", parent=root),
        ]
    )
    purchase, doubt = Stage.objects.bulk_create(
        [Stage(code=code, name=code.title(), position=i) for i, code in enumerate(("purchase", "doubt"))]
    )
    delivery, returns = Touchpoint.objects.bulk_create(
        [
            Touchpoint(code="delivery", name="Delivery", stage=purchase, position=1),
            Touchpoint(code="returns", name="Returns", stage=doubt, position=1),
        ]
    )
    people = {
        "frontline": ("Fay Frontline", leeds, User.Role.FRONTLINE),
        "lead": ("Lena Lead", leeds, User.Role.LEAD),
        "york_lead": ("Yara Lead", york, User.Role.LEAD),
        "office": ("Olu Office", root, User.Role.OFFICE),
        "executive": ("Eva Executive", root, User.Role.EXECUTIVE),
        "partner": ("Paul Partner", root, User.Role.PARTNER),
    }
    users = dict(zip(people, make_users(*people.values()), strict=True))
    owners = {leeds: users["lead"], york: users["york_lead"], root: users["executive"]}
    for unit, owner in owners.items():
        unit.owner = owner.person
    Unit.objects.bulk_update(owners, ["owner"])
    given = {
        "relationship": ("brand", "relationship", None),
        "experience": ("delivery", "experience", delivery),
    }
    versions = dict(zip(given, make_versions(*given.values()), strict=True))
    places = {"root": root, "shops": shops, "leeds": leeds, "york": york, "web": web}
    return World(**places, **users, **versions, delivery=delivery, returns=returns)


def make_user(name: str, unit: Unit, role: str) -> User:
    return make_users((name, unit, role))[0]


def make_users(*given: tuple[str, Unit, str]) -> list[User]:
    """Each with a person of that name, who works in that unit."""
    posts = set(Person.Post.values)
    people = Person.objects.bulk_create(
        [
            Person(
                name=name,
                email=f"{name.lower().replace(' ', '.')}@linden-lark.example",
                unit=unit,
                post=role if role in posts else Person.Post.OFFICE,
            )
            for name, unit, role in given
        ]
    )
    password = make_password("correct horse battery")
    return User.objects.bulk_create(
        [
            User(username=person.email, email=person.email, password=password, role=role, person=person)
            for person, (_, _, role) in zip(people, given, strict=True)
        ]
    )


def make_version(code: str, kind_of_score: str, touchpoint: Touchpoint | None) -> SurveyVersion:
    return make_versions((code, kind_of_score, touchpoint))[0]


def make_versions(*given: tuple[str, str, Touchpoint | None]) -> list[SurveyVersion]:
    surveys = Survey.objects.bulk_create(
        [
            Survey(code=code, title=code.title(), kind_of_score=kind, touchpoint=touchpoint)
            for code, kind, touchpoint in given
        ]
    )
    asks = "How likely are you to recommend us to a friend?"
    return SurveyVersion.objects.bulk_create(
        [
            SurveyVersion(survey=one, number=1, definition=recommendation(asks, "Why?"), created_at=NOW)
            for one in surveys
        ]
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
