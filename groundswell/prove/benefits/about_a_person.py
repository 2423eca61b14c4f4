"""Benefits are of many; what was written beside them names nobody."""

from .models import Benefit

WORDS = {Benefit: ("reason", "assumptions", "touched")}
