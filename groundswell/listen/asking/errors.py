"""What can go wrong with asking. Each says what happened and what to do next."""


class AskingRefused(Exception):
    """Something could not be done; the words are for the person who tried."""


class AmountNotSensible(AskingRefused):
    """A rule with an amount that cannot be meant."""


class SurveyNotForCustomers(AskingRefused):
    """A survey for colleagues, or one that is closed, was to go to a customer."""


class EpisodeUnusable(AskingRefused):
    """An episode named a customer, touchpoint or unit that is not known."""


class PlanHasEnded(AskingRefused):
    """A plan that has ended was to be changed or paused."""


class FieldIsDrawn(AskingRefused):
    """Something was to be changed that a draw keeps for good."""
