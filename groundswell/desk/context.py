"""What surrounds every page: the rail, the viewer, the search box."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page for the person who looks at it; nothing for the public."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"viewer": {"name": str(user), "role": user.get_role_display(), "unit": user.person.unit if user.person else None}}
