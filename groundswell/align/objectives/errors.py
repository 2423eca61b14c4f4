"""What can be wrong with an objective or a metric."""


class ObjectiveRefused(Exception):
    """Something was asked that an objective or its tree cannot hold. The words say what to do next."""


class ParentOfAnotherObjective(ObjectiveRefused):
    """A metric hangs below a metric of the same objective."""


class MeasureIsMissing(ObjectiveRefused):
    """An operational metric names the measure that it reads."""


class PeriodIsBackwards(ObjectiveRefused):
    """An objective ends after it starts."""
