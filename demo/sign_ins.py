"""One sign-in per role, with a password that is made for this installation only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from demo.organisation import DEMO_SHOP, Organisation
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

FILE = "demo_sign_ins.json"
WORDS = (
    "acorn amber anchor apple apron arrow aspen autumn badge bakery balcony bamboo banjo barley basil basket beacon beetle "
    "bell berry birch biscuit blanket blossom bobbin bonnet border bottle bracken bramble breeze brick bridge bronze brook "
    "brush bucket button cabin cactus candle canvas canyon carpet castle cedar cello chalk cherry chestnut cider cinder "
    "clay cliff cloak clover coat cobalt comet copper coral corner cotton cradle crane crayon cricket crown cuckoo curtain "
    "daisy damson dawn denim desert dolphin domino donkey dove drawer drum dune eagle ebony elbow elder ember emerald engine "
    "fable falcon feather fennel fern fiddle finch flannel flask flint flute forest fossil fountain fox galley garden garlic "
    "gazelle ginger glacier glove goblet granite grape gravel gull hamlet hammer harbour harvest hazel heather hedge heron "
    "hickory honey hopper horizon hornet icicle indigo iris island ivory ivy jacket jasmine jersey jigsaw juniper kettle "
    "kitten ladder lagoon lantern larch laurel lavender leather lemon lentil lilac linen lizard lobster locket lotus lupin "
    "magnet magpie mallow mango maple marble marigold meadow melon mirror mitten moss mulberry mustard needle nettle nickel "
    "nutmeg oak oasis ocean olive onyx orchard orchid otter oyster paddle panther paper parsley peach pebble pepper petal "
    "pewter pillow pine plum pocket pollen poppy porch potter prairie puffin quarry quartz quill quilt rabbit radish raven "
    "reed ribbon river robin rocket rose ruby rudder saddle saffron sage sail salmon sandal satin scarf sesame shell shore "
    "silk silver slate sparrow spruce squirrel star stone storm sugar summit swallow tailor tartan teapot thimble thistle "
    "thunder tiger timber toffee tulip tunnel turnip valley velvet violet walnut water whistle willow window winter wool yarrow"
).split()
LOOK_FIRST = {
    User.Role.FRONTLINE: "Your home: what customers said about you, two cases to ring, a promise due today.",
    User.Role.LEAD: "Your home: open cases of the shop, one of them late, and today's huddle.",
    User.Role.OFFICE: "Elevations to answer, the ranked opportunities, and who was told what we did.",
    User.Role.EXECUTIVE: "The journey with its weakest link, the proposal before the council, what an initiative brought.",
    User.Role.ANALYST: "Scores by unit with their margins. One shop deserves a second look.",
    User.Role.PARTNER: "What a partner sees: little, by design. Public answers to customers stay open.",
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
    sign_ins, users = [], []
    for role, person in people_of(organisation).items():
        password = "-".join(secrets.choice(WORDS) for _ in range(4))
        user = User.objects.create_user(
            username=person.email, email=person.email, password=password, role=role, person=person
        )
        users.append(user)
        sign_ins.append(SignIn(str(role), person.name, person.email, password, LOOK_FIRST[role]))
    _keep(sign_ins)
    return users


def people_of(organisation: Organisation) -> dict[User.Role, Person]:
    """Who stands for each role; the frontline person and the lead work in the same shop."""
    posts = organisation.posts
    return {
        User.Role.FRONTLINE: organisation.frontline(DEMO_SHOP)[0],
        User.Role.LEAD: organisation.lead(DEMO_SHOP),
        User.Role.OFFICE: posts["head of customer advocacy"],
        User.Role.EXECUTIVE: posts["chief customer officer"],
        User.Role.ANALYST: posts["analyst"],
        User.Role.PARTNER: posts["partner agency"],
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
