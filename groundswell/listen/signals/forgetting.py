"""What an answer that could not become a signal says is kept for a month, to be mended, and then goes."""

from datetime import datetime, timedelta

from .models import ReturnedLetter

RETURNED_KEPT_FOR = timedelta(days=30)


def forget_returned_words(*, at: datetime) -> int:
    """Remove what answers said that were returned a month ago. That they came, when, and why they could not, stays known."""
    old = ReturnedLetter.objects.filter(at__lt=at - RETURNED_KEPT_FOR)
    return old.exclude(content="").update(content="")
