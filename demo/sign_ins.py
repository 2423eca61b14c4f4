"""One sign-in per role, with a password that is made for this installation only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from demo.names import address_of, words_of
from demo.organisation import DEMO_SHOP, Organisation
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

FILE = "demo_sign_ins.json"
AGENCY_DOMAIN = "bold-tailors.example"
LOOK_FIRST = {
    User.Role.FRONTLINE: "Your home: what customers said about you, cases to ring, a promise due today.",
    User.Role.LEAD: "Your home: the open cases of the shop with their clocks, and today's huddle.",
    User.Role.OFFICE: "Elevations to answer, the ranked opportunities, and who was told what we did.",
    User.Role.EXECUTIVE: "The journey with its weakest link, the proposal before the council, what an initiative brought.",
    User.Role.ANALYST: "Scores by unit with their margins. One shop deserves a second look.",
    User.Role.PARTNER: "What a partner sees: the board that is shared with their agency, and nothing else.",
    User.Role.ADMINISTRATOR: "Rules, units and the history of everything that was done.",
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody looks at the demonstration in one role."""

    role: str
    name: str
    email: str
    password: str
    look_first: str


def make_sign_ins(organisation: Organisation) -> list[User]:
    """A user per role, and the file that tells how to sign in, readable by its owner only."""
    words = words_of("password_words")
    sign_ins, users = [], []
    people = people_of(organisation)
    for role, look_first in LOOK_FIRST.items():
        person, password = people.get(role), "-".join(secrets.choice(words) for _ in range(4))
        name = person.name if person else organisation.partner
        email = person.email if person else address_of(name, AGENCY_DOMAIN)
        user = User.objects.create_user(
            username=email, email=email, password=password, role=role, person=person,
            first_name="" if person else name,
        )  # fmt: skip
        users.append(user)
        sign_ins.append(SignIn(str(role), name, email, password, look_first))
    _keep(sign_ins)
    return users


def people_of(organisation: Organisation) -> dict[User.Role, Person]:
    """Which colleague stands for each role; the frontline person and the lead work in the same shop. A partner is none."""
    posts = organisation.posts
    return {
        User.Role.FRONTLINE: organisation.frontline(DEMO_SHOP)[0],
        User.Role.LEAD: organisation.lead(DEMO_SHOP),
        User.Role.OFFICE: posts["head of customer advocacy"],
        User.Role.EXECUTIVE: posts["chief customer officer"],
        User.Role.ANALYST: posts["analyst"],
        User.Role.ADMINISTRATOR: posts["administrator"],
    }


def sign_ins() -> list[SignIn]:
    """The sign-ins of this installation; empty where there is no demonstration."""
    path = _path()
    return [SignIn(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def _keep(found: list[SignIn]) -> None:
    """Write beside and rename, so that nobody ever reads half a file; never readable by others."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in found], file, indent=1)
    fresh.rename(path)


def _path() -> Path:
    return Path(settings.GROUNDSWELL_HOME) / FILE
