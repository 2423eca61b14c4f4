"""Who may do what, as plain predicates. Views ask them; templates never decide."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import User

View = Callable[..., HttpResponse]
EVERYBODY_INSIDE = frozenset(set(User.Role.values) - {User.Role.PARTNER})


def for_roles(*roles: str) -> Callable[[View], View]:
    """Let only these roles open a page; others get a refusal that says whom to ask."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.role not in (roles or EVERYBODY_INSIDE):
                raise PermissionDenied(
                    "This page belongs to another role. Ask your administrator if you need it."
                )
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(roles or EVERYBODY_INSIDE)  # type: ignore[attr-defined]
        return guarded

    return decorate


STEERS = (User.Role.OFFICE, User.Role.EXECUTIVE, User.Role.ADMINISTRATOR)
LEADS = (User.Role.LEAD, *STEERS)
