"""The tabs that stand on every page of the advocates: what this person may open."""

from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.look.components import Tab

from .rules import may_ask, may_steer

LISTS = {
    "to-thank": "To thank",
    "to-ask": "To ask",
    "advocates": "Advocates",
    "asks": "Asks",
    "referrals": "Referrals",
}
PAGES = (
    ("words", "Wall", may_steer),
    ("reviews", "Reviews", may_steer),
    ("needs", "Calls", may_ask),
    ("gatherings", "Together", may_ask),
    ("how_often", "How often", may_ask),
    ("health", "Health", lambda user: True),
)


def tabs_of(user: User, current: str) -> list[Tab]:
    """Every list and page, the current one marked."""
    start = reverse("advocates:list")
    lists = [Tab(label, f"{start}?show={name}", name == current) for name, label in LISTS.items()]
    pages = [
        Tab(label, reverse(f"advocates:{name}"), name == current) for name, label, may in PAGES if may(user)
    ]
    return lists + pages
