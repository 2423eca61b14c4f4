"""Colleagues were told that there was something to do, never who the customer is; even so it goes with the voice.

What a colleague chose and was told goes with the colleague.
"""

from groundswell.foundation.held import Held

from .models import Tiding

HELD = [Held("What colleagues were told there is to do", Tiding, signal=["signal"])]
