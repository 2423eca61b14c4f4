"""Linden & Lark: three business lines, four regions, thirty teams, about 150 people and the hours they work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from demo.chance import stream
from demo.names import address_of, names
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit, WorkingCalendar

BUILDER = "Demonstration"
ROOT = "linden-lark"
DOMAIN = "linden-lark.example"
REGIONS = {
    "North": ("Leeds", "York", "Harrogate", "Durham", "Carlisle"),
    "Midlands": ("Nottingham", "Leicester", "Lincoln", "Shrewsbury", "Worcester"),
    "South": ("Guildford", "Winchester", "Brighton", "Canterbury", "Salisbury"),
    "Wales and West": ("Bath", "Exeter", "Truro", "Cardiff", "Chester"),
}
SHOPS = tuple(town.lower() for towns in REGIONS.values() for town in towns)
WEB_TEAMS = {
    "catalogue": "Catalogue",
    "checkout-team": "Checkout",
    "delivery-desk": "Delivery desk",
    "web-returns": "Web returns",
    "club-team": "Club and newsletter",
}
SERVICE_TEAMS = {
    "hotline-early": "Hotline, early shift",
    "hotline-late": "Hotline, late shift",
    "chat-team": "Chat",
    "mail-desk": "E-mail desk",
    "complaints-desk": "Complaints desk",
}
EXECUTIVES = (
    "chief executive",
    "chief financial officer",
    "chief customer officer",
    "chief operating officer",
)
OFFICE = ("head of customer advocacy", "analyst", "administrator")
FRONTLINE_IN = {"shops": 3, "web-shop": 4, "service-centre": 5}
DEMO_SHOP = "leeds"


@dataclass(frozen=True)
class Organisation:
    """Units by code; the people of each unit, its lead first; special posts by name; who of an agency signs in."""

    units: dict[str, Unit]
    teams: dict[str, list[Person]]
    posts: dict[str, Person]
    partner: str

    @property
    def shops(self) -> list[Unit]:
        return [self.units[code] for code in SHOPS]

    def lead(self, code: str) -> Person:
        """Who leads a team."""
        return self.teams[code][0]

    def frontline(self, code: str) -> list[Person]:
        """Who meets customers in a team."""
        return self.teams[code][1:]


def make_organisation(seed: int, at: datetime) -> Organisation:
    """Units, people, owners and calendars, in a few bulk steps."""
    units = _units()
    names_left = iter(names(stream(seed, "people"), 200, all_different=True))
    teams, posts = _people(names_left, units)
    _give_owners(units, teams, posts)
    record("set up the organisation", units[ROOT], by=BUILDER, at=at, units=len(units))
    return Organisation(units, teams, posts, next(names_left))


def _units() -> dict[str, Unit]:
    office, shop = _calendars()
    root = Unit.objects.create(code=ROOT, name="Linden & Lark", kind=Unit.Kind.ORGANISATION, calendar=office)
    lines = _made(
        [
            Unit(code="shops", name="Shops", kind=Unit.Kind.BUSINESS_LINE, parent=root, calendar=shop),
            Unit(code="web-shop", name="Web shop", kind=Unit.Kind.BUSINESS_LINE, parent=root),
            Unit(code="service-centre", name="Service centre", kind=Unit.Kind.BUSINESS_LINE, parent=root),
        ]
    )
    kind, shops = Unit.Kind.REGION, lines["shops"]
    regions = _made([Unit(code=_code(name), name=name, kind=kind, parent=shops) for name in REGIONS])
    towns = [(town, regions[_code(region)]) for region, found in REGIONS.items() for town in found]
    teams = [Unit(code=town.lower(), name=town, parent=region) for town, region in towns]
    teams += [Unit(code=code, name=name, parent=lines["web-shop"]) for code, name in WEB_TEAMS.items()]
    teams += [
        Unit(code=code, name=name, parent=lines["service-centre"]) for code, name in SERVICE_TEAMS.items()
    ]
    return {ROOT: root} | lines | regions | _made(teams)


def _calendars() -> tuple[WorkingCalendar, WorkingCalendar]:
    week = {"time_zone": "Europe/London", "country": "GB", "subdivision": "ENG"}
    office = WorkingCalendar(
        name="Office hours", opens_at=time(9), closes_at=time(17, 30), weekdays=[0, 1, 2, 3, 4], **week
    )
    shop = WorkingCalendar(
        name="Shop hours", opens_at=time(9), closes_at=time(18), weekdays=[0, 1, 2, 3, 4, 5], **week
    )
    office.save()
    shop.save()
    return office, shop


def _made(units: list[Unit]) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.bulk_create(units)}


def _people(
    names_left: Iterator[str], units: dict[str, Unit]
) -> tuple[dict[str, list[Person]], dict[str, Person]]:
    teams: dict[str, list[Person]] = {}
    posts: dict[str, Person] = {}

    def person(unit: Unit, post: str) -> Person:
        name = next(names_left)
        return Person(unit=unit, name=name, email=address_of(name, DOMAIN), post=post)

    for code, unit in units.items():
        if unit.kind == Unit.Kind.TEAM:
            line = "shops" if code in SHOPS else unit.parent.code
            several = [person(unit, Person.Post.FRONTLINE) for _ in range(FRONTLINE_IN[line])]
            teams[code] = [person(unit, Person.Post.LEAD), *several]
        elif code != ROOT:
            posts[code] = person(unit, Person.Post.HEAD)
    root = units[ROOT]
    posts |= {title: person(root, Person.Post.EXECUTIVE) for title in EXECUTIVES}
    posts |= {title: person(root, Person.Post.OFFICE) for title in OFFICE}
    Person.objects.bulk_create([*(one for team in teams.values() for one in team), *posts.values()])
    return teams, posts


def _give_owners(units: dict[str, Unit], teams: dict[str, list[Person]], posts: dict[str, Person]) -> None:
    for code, unit in units.items():
        unit.owner = teams[code][0] if code in teams else posts.get(code, posts["chief customer officer"])
    Unit.objects.bulk_update(units.values(), ["owner"])


def _code(name: str) -> str:
    return name.lower().replace(" ", "-")
