"""What can be wrong with a scorecard."""


class ScorecardRefused(Exception):
    """Something was asked that a scorecard cannot hold. The words say what to do next."""


class ScorecardExistsAlready(ScorecardRefused):
    """One scorecard per holder and period."""


class PeriodIsBackwards(ScorecardRefused):
    """A scorecard ends after it starts."""


class GoalGoesTheWrongWay(ScorecardRefused):
    """A goal lies on the better side of the baseline."""


class WeightIsNotPositive(ScorecardRefused):
    """A target counts for something."""


class FollowsFromElsewhere(ScorecardRefused):
    """A target follows from a target of the same metric further up."""


class CorrectionIsEmpty(ScorecardRefused):
    """A correction says what was seen and what changes."""


class ReviewLiesInThePast(ScorecardRefused):
    """A correction is looked at again on a day to come."""
