"""What somebody talked about."""

from groundswell.foundation.held import Held

from .models import Mention

HELD = [Held("Themes they mentioned", Mention, signal=["signal"])]
