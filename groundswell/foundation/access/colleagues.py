"""Colleagues come, change and leave. Nobody gives a role above what they may, and nobody changes their own sign-in."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.changing import answer_where_nobody_does
from groundswell.foundation.organisation.models import Person, Unit

from .actions import AccountExists, give_account, renew_password
from .models import User
from .rules import may_keep, roles_given_by

LONGEST_NAME = 120


class ColleagueRefused(Exception):
    """A colleague cannot be as it was asked for; ``field`` is the field of the form that has to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes, as somebody wrote it down. The language may be empty: that of the unit."""

    name: str
    email: str
    role: str
    unit: Unit
    language: str = ""


@transaction.atomic
def welcome(new: Newcomer, *, by: User, at: datetime) -> tuple[User, str]:
    """An account for somebody, and the password to hand over, shown once. Raises ColleagueRefused."""
    check_newcomer(new, by=by)
    try:
        user, password = give_account(new.name, new.email, new.role, new.unit, by=by, at=at)
    except AccountExists as exists:
        raise ColleagueRefused("email", str(exists)) from exists
    person = _person_of(user)
    person.name, person.unit, person.language, person.left_on = new.name, new.unit, new.language, None
    person.post = post_of(new.role)
    person.save()
    answer_where_nobody_does(person, by=by, at=at)
    return user, password


def check_newcomer(new: Newcomer, *, by: User) -> None:
    """Raise ColleagueRefused where this could not be given by this person."""
    _check(new.name, new.role, new.unit, by)
    address = canonical_email(new.email) or ""
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise ColleagueRefused(
            "email", f"“{new.email[:60]}” is no address. Write it as ana@example.org."
        ) from wrong
    if held := User.objects.filter(email=address).select_related("person").first():
        remedy = "They are among the colleagues." if held.is_active else "They left; let them come back."
        raise ColleagueRefused("email", f"{address} has an account already. {remedy}")


@transaction.atomic
def change_colleague(
    colleague: User, *, name: str, role: str, unit: Unit, language: str, by: User, at: datetime
) -> None:
    """Name, role, part of the organisation and language; each change is a line of its own in the history.

    Raises ColleagueRefused.
    """
    held = _held(colleague, by)
    _check(name, role, unit, by)
    person = _person_of(held)
    if role != held.role:
        record("changed role", held, by=by, at=at, before=held.role, after=role)
        held.role, person.post = role, post_of(role)
        held.save(update_fields=["role"])
    now = {"name": name, "unit": unit, "language": language}
    for field, value in now.items():
        before = getattr(person, field)
        if value != before:
            setattr(person, field, value)
            record(VERBS[field], person, by=by, at=at, before=str(before), after=str(value))
    person.save()
    answer_where_nobody_does(person, by=by, at=at)


VERBS = {"name": "renamed person", "unit": "moved person", "language": "chose a language"}


@transaction.atomic
def give_new_password(colleague: User, *, by: User, at: datetime) -> str:
    """A new password to hand over, shown once. Raises ColleagueRefused."""
    held = _held(colleague, by)
    if not held.is_active:
        raise ColleagueRefused("", f"{held} has left and signs in no more. Let them come back first.")
    return renew_password(held, by=by, at=at)


@transaction.atomic
def let_leave(colleague: User, *, by: User, at: datetime) -> None:
    """They work here no more: the sign-in and their tokens open nothing from now on. What they did stays. Twice is once.

    Raises ColleagueRefused.
    """
    held = _held(colleague, by)
    if held.is_active:
        held.is_active = False
        held.save(update_fields=["is_active"])
        Person.objects.filter(pk=held.person_id).update(left_on=timezone.localdate(at))
        record("let somebody leave", held, by=by, at=at)


@transaction.atomic
def note_leaving(person: Person, *, by: User, at: datetime) -> None:
    """Somebody without a sign-in works here no more. What they did stays. Twice is once. Raises ColleagueRefused."""
    held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if User.objects.filter(person=held).exists():
        raise ColleagueRefused("", f"{held} signs in: close the sign-in on their own page.")
    if held.left_on is None:
        held.left_on = timezone.localdate(at)
        held.save(update_fields=["left_on"])
        record("let somebody leave", held, by=by, at=at)


@transaction.atomic
def let_come_back(colleague: User, *, by: User, at: datetime) -> str:
    """They work here again. Their old password opens nothing; the new one is shown once. Raises ColleagueRefused."""
    held = _held(colleague, by)
    if _person_of(held).unit.closed_on:
        raise ColleagueRefused("unit", f"{_person_of(held).unit} is closed. Move them to another part first.")
    held.is_active = True
    held.save(update_fields=["is_active"])
    Person.objects.filter(pk=held.person_id).update(left_on=None)
    record("let somebody come back", held, by=by, at=at)
    return renew_password(held, by=by, at=at)


def post_of(role: str) -> str:
    """Where somebody of this role stands; roles without a post of their own stand with the office."""
    return role if role in Person.Post.values else Person.Post.OFFICE


def _held(colleague: User, by: User) -> User:
    held = User.objects.select_for_update(of=("self",)).get(pk=colleague.pk)
    if not may_keep(by, held):
        raise ColleagueRefused(
            "", f"{held} is not yours to change. Another administrator or the advocacy office can."
        )
    return held


def _person_of(user: User) -> Person:
    if user.person is None:
        raise ColleagueRefused("", "Nobody stands behind this sign-in. Make an account for a person instead.")
    return user.person


def _check(name: str, role: str, unit: Unit, by: User) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise ColleagueRefused("name", f"A name has 1 to {LONGEST_NAME} letters.")
    if role not in roles_given_by(by):
        raise ColleagueRefused("role", f"“{role}” is no role that you may give. Ask an administrator.")
    if unit.closed_on:
        raise ColleagueRefused("unit", f"{unit} is closed. Choose another part.")
