"""What can be refused of drivers."""


class NotAMeasure(ValueError):
    """Something that cannot be looked at as a measure; says why."""
