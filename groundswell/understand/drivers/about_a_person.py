"""What goes along with the scores was reckoned with everybody: without somebody it is reckoned anew."""

from datetime import datetime

from .actions import read_drivers
from .models import DriverReading


def count_again(at: datetime) -> None:
    """What was reckoned with them goes; what stands is reckoned without them."""
    if DriverReading.objects.all().delete()[0]:
        read_drivers(at=at)


COUNT_AGAIN = count_again
