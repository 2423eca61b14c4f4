"""What can go wrong with evidence. Each says what happened and what to do next."""


class NoSuchAttribute(Exception):
    """A name that no attribute can have."""
