"""A certified figure keeps its counts, as it was certified; counted again it says that it moved. A draft that moved is gone."""

from datetime import datetime

from .actions import discard_moved_drafts, recount_standing
from .models import Certification, Withdrawal

WORDS = {Certification: ("note",), Withdrawal: ("reason",)}


def count_again(at: datetime) -> None:
    """Every standing figure, by its own definition."""
    recount_standing(at=at)
    discard_moved_drafts(at=at)


COUNT_AGAIN = count_again
