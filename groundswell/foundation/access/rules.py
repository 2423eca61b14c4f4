"""Who may do what, as plain predicates. Views ask them; templates never decide."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from groundswell.look.errors import signed_out
from groundswell.look.typed import typed_in
from groundswell.science.text.redaction import redacted

from .models import User

View = Callable[..., HttpResponse]
EVERYBODY_INSIDE = frozenset(set(User.Role.values) - {User.Role.PARTNER})


def for_roles(*roles: str) -> Callable[[View], View]:
    """Let only these roles open a page; others get a refusal that says whom to ask."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                to_sign_in = redirect_to_login(request.get_full_path())
                return signed_out(request) if typed_in(request) else to_sign_in
            if request.user.role not in (roles or EVERYBODY_INSIDE):
                raise PermissionDenied(
                    "This page belongs to another role. Ask your administrator if you need it."
                )
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(roles or EVERYBODY_INSIDE)  # type: ignore[attr-defined]
        return guarded

    return decorate


def may_open(user: User, address: str) -> bool:
    """Whether that address leads to a page of this person's role: asked of the page itself."""
    allowed = _roles_of(address.partition("?")[0]) if address else ()
    return allowed is None or user.role in allowed


@lru_cache(maxsize=1024)
def _roles_of(path: str) -> frozenset[str] | None:
    """Every page asks for the same twenty doors of its frame; None where anybody may come in."""
    return getattr(resolve(path).func, "allowed_roles", None)


READS_NAMES = (User.Role.FRONTLINE, User.Role.LEAD, User.Role.OFFICE, User.Role.ADMINISTRATOR)


def sees_names(user: User) -> bool:
    """Those who get back to customers know who they are; executives, analysts and partners read words and figures."""
    return user.role in READS_NAMES


def words_for(words: str, user: User) -> str:
    """What a customer wrote; without personal data for those who read no names."""
    return words if sees_names(user) else redacted(words).text


STEERS = (User.Role.OFFICE, User.Role.EXECUTIVE, User.Role.ADMINISTRATOR)
LEADS = (User.Role.LEAD, *STEERS)
CERTIFIES = (User.Role.OFFICE,)
"""Whose word makes a figure certified: the customer advocacy office."""


KEEPS_COLLEAGUES = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
"""Who adds units and colleagues."""
GIVES_ROLES = {
    User.Role.ADMINISTRATOR: tuple(User.Role.values),
    User.Role.OFFICE: tuple(role for role in User.Role.values if role != User.Role.ADMINISTRATOR),
}


def roles_given_by(user: User) -> tuple[str, ...]:
    """Which roles this person gives: the office every one but the administrator's, and that too while nobody has it."""
    usual = GIVES_ROLES.get(user.role, ()) if user.is_active else ()
    if not usual or User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True).exists():
        return usual
    return GIVES_ROLES[User.Role.ADMINISTRATOR]


def may_keep(user: User, other: User) -> bool:
    """Whether this person changes that sign-in: never their own, and never one of a role that they do not give."""
    return user.is_active and user.pk != other.pk and other.role in GIVES_ROLES.get(user.role, ())
