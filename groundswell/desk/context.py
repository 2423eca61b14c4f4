"""What surrounds every page: the rail, the rooms of the floor, the viewer, the search box."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from groundswell.act.telling.queries import unread_of
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import may_open
from groundswell.foundation.organisation.queries import organisation_name


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of a list of places: where it leads and what is asked there at first."""

    label: str
    name: str
    icon: str = "current"
    asks: str = ""


VOICES = Door("Voices", "desk:voices", "voice", "?every=1&words=1&period=90")
FLOORS: dict[str, tuple[Door, ...]] = {
    "/": (Door("Today", "desk:home", "today"),),
    "/new/": (
        Door("New for you", "telling:list", "note"),
        Door("What you hear", "telling:choices"),
        Door("Team chats", "telling:chats"),
        Door("Sent", "telling:sent"),
    ),
    "/voices/": (VOICES,),
    "/listen/": (
        Door("Overview", "desk:listening", "listen"),
        Door("Surveys", "channels:surveys"),
        Door("Asking", "asking:plans"),
        Door("Complaints", "complaints:register"),
        Door("Files", "channels:files"),
        Door("Channels", "channels:connections"),
        Door("Outbox", "channels:outbox"),
    ),
    "/customers/": (
        VOICES,
        Door("Same customer?", "desk:duplicates"),
        Door("Data requests", "desk:requests"),
        Door("Consents", "desk:agreed"),
        Door("Revenue", "desk:revenue"),
    ),
    "/understand/": (
        Door("Scores", "scores:explorer", "understand"),
        Door("Journey", "journeys_read:journey"),
        Door("Themes", "scores:themes"),
        Door("Certified", "certified:list"),
        Door("Drivers", "drivers:drivers"),
        Door("Watching", "watching:list"),
        Door("Benchmarks", "benchmarks:list"),
    ),
    "/act/": (
        Door("Cases", "cases:list", "act"),
        Door("Huddles", "huddles:list"),
        Door("Coaching", "coaching:list"),
        Door("Praise", "praise:list"),
        Door("Practices", "practices:list"),
        Door("Advocates", "advocates:list"),
        Door("Opportunities", "opportunities:register"),
        Door("Council", "council:council"),
        Door("Decisions", "decisions:list"),
        Door("Initiatives", "initiatives:board"),
        Door("Partners", "partners:boards"),
        Door("You said, we did", "replies:list"),
        Door("Programme", "programme:programme"),
    ),
    "/align/": (Door("Scorecards", "scorecards:list", "align"), Door("Objectives", "objectives:list")),
    "/prove/": (Door("Economics", "economics:economics", "prove"), Door("Benefits", "benefits:list")),
    "/colleagues/": (
        Door("Colleagues", "desk:colleagues", "team"),
        Door("Parts of the organisation", "desk:units"),
    ),
}
OF_THE_ORGANISATION = {
    "opportunities:register", "council:council", "decisions:list", "initiatives:board", "partners:boards", "replies:list",
    "programme:programme",
}  # fmt: skip
MOST_SAID = 99
TAKE_A_CALL = Door("Take a complaint by phone", "complaints:phone")
NEW = "/new/"
BOARDS = Door("Boards", "partners:boards", "team")
"""How a partner calls the one room of ours that they enter."""
PHONE = (
    Door("Today", "desk:home", "today"),
    FLOORS[NEW][0],
    VOICES,
    Door("Cases", "cases:list", "case"),
    Door("Huddle", "huddles:list", "huddle"),
)


@cache
def _address(name: str) -> str:
    """Every page asks for the same doors some seventy times; they never move."""
    return reverse(name)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page for the person who looks at it; the public sees the organisation's name only."""
    user = getattr(request, "user", None)
    named = {"organisation_name": SimpleLazyObject(_organisation_name), **_complaint_door(user, request.path)}
    if user is None or not user.is_authenticated:
        return named
    new, first = _new_door(user), _first_doors(user)
    floor = max((start for start in FLOORS if request.path.startswith(start)), key=len)
    rooms = [door for door in FLOORS[floor] if may_open(user, _address(door.name))]
    return named | {
        "viewer": {
            "name": str(user),
            "role": user.get_role_display(),
            "unit": user.person and user.person.unit,
        },
        "navigation": [
            _link(door, label if start != NEW else new, start == _rail_of(floor))
            for start, label, door in first
        ],
        "phone_navigation": [
            _link(door, door.label if door != PHONE[1] else new, _is_here(door, request.path))
            for door in (*PHONE, *((BOARDS,) if user.role == User.Role.PARTNER else ()))
            if may_open(user, _address(door.name))
        ],
        "viewer_links": [_link(door, label, False) for _, label, door in first],
        "section_groups": _groups(floor, rooms, request.path) if len(rooms) > 1 else [],
        "home_url": _address("desk:home"),
        "search_url": _address("desk:voices") if may_open(user, _address("desk:voices")) else "",
        "search_words": request.GET.get("q", ""),
        "sign_out_url": _address("account_logout"),
    }


def _groups(floor: str, rooms: list[Door], path: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rooms of a floor; those of the whole organisation stand in a row of their own."""
    label = floor.strip("/").capitalize()
    near = [door for door in rooms if door.name not in OF_THE_ORGANISATION]
    wide = [door for door in rooms if door.name in OF_THE_ORGANISATION]
    groups = ((label, near), (f"{label}, the organisation", wide))
    return [
        (name, [_link(door, door.label, _is_here(door, path)) for door in doors])
        for name, doors in groups
        if doors
    ]


def _new_door(user: User) -> str:
    """How much is new for this person: the one question that the rail costs."""
    number = unread_of(user).count()
    return f"{min(number, MOST_SAID)}{'+' * (number > MOST_SAID)} new" if number else "New"


def _complaint_door(user: Any, path: str) -> dict[str, str]:
    """The easiest door, from any page: colleagues who take calls write down what a caller says."""
    if user is not None and user.is_authenticated and may_open(user, _address(TAKE_A_CALL.name)):
        return {"complain_url": _address(TAKE_A_CALL.name), "complain_label": TAKE_A_CALL.label}
    door = _address("complaints:complain")
    return {} if path == door else {"complain_url": door, "complain_label": "Complain"}


def _rail_of(floor: str) -> str:
    """Customers are found by what they said: their pages stand under the voices."""
    return "/voices/" if floor == "/customers/" else floor


def _first_doors(user: User) -> list[tuple[str, str, Door]]:
    """Each floor by its first door that this person may open, in the order of the loop."""
    found = []
    for start, doors in FLOORS.items():
        if start == "/customers/":
            continue
        first = next((door for door in doors if may_open(user, _address(door.name))), None)
        if first:
            found.append((start, _floor_label(user, start, doors, first), first))
    return found


def _floor_label(user: User, start: str, doors: tuple[Door, ...], first: Door) -> str:
    """A floor is named by what stands there; for a partner it is their boards."""
    if user.role == User.Role.PARTNER and first.name == BOARDS.name:
        return BOARDS.label
    return first.label if len(doors) == 1 else start.strip("/").capitalize()


def _link(door: Door, label: str, is_current: bool) -> dict[str, Any]:
    address = _address(door.name) + door.asks
    return {"label": label, "url": address, "icon": _icon(door), "is_current": is_current}


@cache
def _icon(door: Door) -> str:
    """That of its floor."""
    return next((doors[0].icon for doors in FLOORS.values() if door in doors), door.icon)


def _is_here(door: Door, path: str) -> bool:
    """The page itself, or one below it; the first room of a floor stands at the floor's own address."""
    own = _address(door.name)
    if own in FLOORS:
        return path == own
    return path.startswith(own)


def _organisation_name() -> str:
    return organisation_name() or "Groundswell"
