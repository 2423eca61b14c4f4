"""What surrounds every page: the rail, the viewer, the search box."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS
from groundswell.foundation.organisation.models import Unit

SECTIONS = (
    ("Today", "desk:home", "today", "/"),
    ("Voices", "desk:voices", "voice", "/voices/"),
    ("Listen", "channels:surveys", "listen", "/listen/"),
    ("Understand", "scores:explorer", "understand", "/understand/"),
    ("Act", "cases:list", "act", "/act/"),
    ("Align", "scorecards:list", "align", "/align/"),
    ("Prove", "economics:economics", "prove", "/prove/"),
)
LEADERS_ONLY = {"Listen", "Understand", "Prove"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page for the person who looks at it; the public sees the organisation's name only."""
    user = getattr(request, "user", None)
    named = {"organisation_name": SimpleLazyObject(_organisation_name)}
    if user is None or not user.is_authenticated:
        return named
    return named | {
        "viewer": {
            "name": str(user),
            "role": user.get_role_display(),
            "unit": user.person and user.person.unit,
        },
        "navigation": _navigation(user, request.path),
        "home_url": reverse("desk:home"),
        "search_url": reverse("desk:voices"),
        "search_words": request.GET.get("q", ""),
        "sign_out_url": reverse("account_logout"),
    }


def _navigation(user: User, path: str) -> list[dict[str, Any]]:
    """The loop in its order, as far as this role walks it."""
    leads = user.role in {*LEADS, User.Role.ANALYST}
    shown = [section for section in SECTIONS if leads or section[0] not in LEADERS_ONLY]
    if user.role == User.Role.PARTNER:
        shown = list(SECTIONS[:1])
    return [
        {
            "label": label,
            "url": reverse(name),
            "icon": icon,
            "is_current": path == start if start == "/" else path.startswith(start),
        }
        for label, name, icon, start in shown
    ]


def _organisation_name() -> str:
    return (
        Unit.objects.filter(parent=None).order_by("id").values_list("name", flat=True).first()
        or "Groundswell"
    )
