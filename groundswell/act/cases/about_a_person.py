"""How we got back to somebody: cases with all that was noted in them.

A case stands or falls with its signal: it goes with it, also from the figures of cases.
"""

from groundswell.foundation.held import Held

from .models import Case, Closure, ContactAttempt, Handover, Pause, SecondAsk

HELD = [
    Held("Second asks", SecondAsk, signal=["case__signal"], customer=["invitation__customer"]),
    Held("Attempts to reach them", ContactAttempt, signal=["case__signal"]),
    Held("Handovers of their cases", Handover, signal=["case__signal"]),
    Held("Times their cases waited for them", Pause, signal=["case__signal"]),
    Held("Closures of their cases", Closure, signal=["case__signal"]),
    Held("Cases", Case, signal=["signal"]),
]
WORDS = {ContactAttempt: ("note",), Closure: ("note",), Handover: ("why",), Pause: ("why",)}
