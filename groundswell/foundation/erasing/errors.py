"""What may speak against an erasure or an answer."""


class ErasingRefused(Exception):
    """It cannot be done; says why and what to do."""
