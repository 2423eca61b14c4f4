"""The evidence store of this installation."""

from pathlib import Path

from django.conf import settings

from groundswell.engine.store import EvidenceStore

_open: dict[Path, EvidenceStore] = {}


def evidence_store() -> EvidenceStore:
    """Where the engine keeps this installation's evidence; one for a process, so that cubes stay in its memory."""
    home = Path(settings.EVIDENCE_HOME)
    if home not in _open or not home.exists():
        for other in _open.values():
            other.close()
        _open.clear()
        _open[home] = EvidenceStore(home)
    return _open[home]
