"""The evidence store of this installation."""

from django.conf import settings

from groundswell.engine.store import EvidenceStore


def evidence_store() -> EvidenceStore:
    """Where the engine keeps this installation's evidence."""
    return EvidenceStore(settings.EVIDENCE_HOME)
