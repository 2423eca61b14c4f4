"""Analyst: the questions, and the same answers for machines."""

from datetime import datetime
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.science.scores.definition import DEFINITIONS
from groundswell.understand.evidence.store import evidence_store


def home(user: User, at: datetime) -> dict[str, Any]:
    """What can be asked, and how it is defined."""
    return {"rows": evidence_store().rows(), "definitions": DEFINITIONS.values()}
