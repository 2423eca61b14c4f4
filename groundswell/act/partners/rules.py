"""Who may do what with partners."""

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.rules import may_run
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import EVERYBODY_INSIDE, STEERS

from .errors import WordsMissing

EVERYBODY_AND_PARTNERS = tuple(sorted({*EVERYBODY_INSIDE, User.Role.PARTNER}))


def may_open_doors(user: User) -> bool:
    """Who makes agencies, invites their people and ends a partnership."""
    return user.role in STEERS


def may_share(user: User, initiative: Initiative) -> bool:
    """Who decides what leaves the house about an initiative: those who run it."""
    return user.role != User.Role.PARTNER and may_run(user, initiative)


def may_write(user: User) -> bool:
    """Who writes on a board that they see. Analysts look on."""
    return user.role != User.Role.ANALYST


def must_say(words: str, otherwise: str) -> str:
    """Raises WordsMissing."""
    if not words.strip():
        raise WordsMissing(otherwise)
    return words.strip()
