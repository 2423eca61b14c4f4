"""Who may ask which scores."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS

READS_SCORES = (*LEADS, User.Role.ANALYST)
"""Those who open the pages of scores; what they see there is cut to their part."""

COMPARES_PEOPLE = (User.Role.LEAD, User.Role.OFFICE, User.Role.EXECUTIVE)


NAMES_CATEGORIES = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
"""Those who say what is a category: a name or a number of an order would be none."""


def may_compare_people(user: User) -> bool:
    """Scores of single colleagues are for their lead, the office and executives; never for analysts or administrators."""
    return user.is_active and user.role in COMPARES_PEOPLE
