"""Who drafts and who certifies."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import CERTIFIES


def may_certify(user: User) -> bool:
    """The customer advocacy office stands for figures; nobody else."""
    return user.is_active and user.role in CERTIFIES


def may_draft(user: User) -> bool:
    """Those who see everything: a draft binds nobody."""
    return user.is_active and user.sees_everything
