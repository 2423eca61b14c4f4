"""The journey holds counts of everybody: without somebody it is read anew."""

from datetime import datetime

from groundswell.foundation.held import Held

from .actions import read_journey
from .models import JourneyReading, StoryVoice


def count_again(at: datetime) -> None:
    """What was counted with them goes; what stands is counted without them."""
    if JourneyReading.objects.all().delete()[0]:
        read_journey(at=at)


HELD = [Held("Their place in stories of the journey", StoryVoice, signal=["signal"])]
COUNT_AGAIN = count_again
