"""Who gets in: accounts are given, passwords renewed, doors closed."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.changing import answer_where_nobody_does
from groundswell.foundation.organisation.models import Person, Unit

from .models import ApiToken, User


class AccountExists(Exception):
    """Somebody signs in with this address already."""


@transaction.atomic
def give_account(
    name: str, email: str, role: str, unit: Unit, *, by: object, at: datetime
) -> tuple[User, str]:
    """An account for a colleague, and the password to hand over; it is shown once and kept nowhere.

    Raises AccountExists.
    """
    address = str(canonical_email(email))
    if User.objects.filter(email=address).exists():
        raise AccountExists(
            f"{address} has an account. Give a new password with: groundswell set-password {address}"
        )
    post = role if role in Person.Post.values else Person.Post.OFFICE
    person, _ = Person.objects.get_or_create(
        email=address, defaults={"name": name, "unit": unit, "post": post}
    )
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        username=address, email=address, password=password, role=role, person=person
    )
    record("gave account", user, by=by, at=at, role=role)
    answer_where_nobody_does(person, by=by, at=at)
    return user, password


@transaction.atomic
def renew_password(user: User, *, by: object, at: datetime) -> str:
    """A new password, shown once. Every session of the old one ends."""
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("renewed password", user, by=by, at=at)
    return password


@transaction.atomic
def give_token(
    name: str, owner: User, *, scopes: Sequence[str], lasts: timedelta, by: object, at: datetime
) -> tuple[ApiToken, str]:
    """A token for another system, and the secret to hand over; it is shown once and kept nowhere."""
    prefix = f"gs_{secrets.token_hex(4)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        prefix=prefix,
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=list(scopes),
        owner=owner,
        given_at=at,
        expires_at=at + lasts,
    )
    record("gave token", token, by=by, at=at, name=name, scopes=list(scopes))
    return token, secret


@transaction.atomic
def withdraw_token(token: ApiToken, *, by: object, at: datetime) -> None:
    """The token no longer opens anything, at the latest a minute from now."""
    if token.withdrawn_at is None:
        token.withdrawn_at = at
        token.save(update_fields=["withdrawn_at"])
        record("withdrew token", token, by=by, at=at, name=token.name)
