"""How somebody's words were read, and what of it lies in the engine."""

from typing import Any

from groundswell.engine.tidying import leave_no_trace
from groundswell.foundation.held import Held, Outside, Somebody

from .actions import forget_unused_values
from .models import Reading
from .queries import batches_to_load
from .store import evidence_store


def _signals(somebody: Somebody) -> dict[str, Any]:
    return {"signals": sorted(somebody.signals)} if somebody.signals else {}


def _out_of_every_figure(pending: dict[str, Any]) -> None:
    """Segments, cubes and every web process count without them from now on. It may run again."""
    evidence_store().remove(pending.get("signals", []))


def _off_the_disk(pending: dict[str, Any]) -> dict[str, Any]:
    """A batch that was read before and is loaded meanwhile brings them once more: nothing is over before it is loaded."""
    if not pending.get("signals"):
        return {}
    is_loaded = not batches_to_load().exists()
    _out_of_every_figure(pending)
    if not leave_no_trace(evidence_store()) or not is_loaded:
        return pending
    forget_unused_values()
    return {}


HELD = [Held("Readings of their words", Reading, signal=["signal"], hide=frozenset({"batch"}))]
OUTSIDE = Outside(_signals, _off_the_disk, _out_of_every_figure)
