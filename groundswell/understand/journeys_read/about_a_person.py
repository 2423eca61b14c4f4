"""The journey holds counts of everybody: without somebody it is read anew."""

from datetime import datetime

from .actions import read_journey
from .models import JourneyReading


def count_again(at: datetime) -> None:
    """What was counted with them goes; what stands is counted without them."""
    if JourneyReading.objects.all().delete()[0]:
        read_journey(at=at)


COUNT_AGAIN = count_again
