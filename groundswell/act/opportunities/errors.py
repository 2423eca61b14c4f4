"""What can go wrong with opportunities. All are ``OpportunityRefused``: a sentence for the person who tried."""


class OpportunityRefused(Exception):
    """The register does not take this; the message says what would make it possible."""


class ElevationAlreadyAnswered(OpportunityRefused):
    """The elevation belongs to an opportunity or was set aside; the first answer stands."""


class ElevationNotJoined(OpportunityRefused):
    """The elevation belongs to no opportunity, so it cannot be split off."""


class OpportunityAlreadySettled(OpportunityRefused):
    """The opportunity has left the ranking."""


class NothingBehindIt(OpportunityRefused):
    """An opportunity needs a theme, a touchpoint, a root cause or an elevation: else no voice stands behind it."""


class ReasonMissing(OpportunityRefused):
    """Whoever raised it reads why."""


class AlreadyInTheRegister(OpportunityRefused):
    """Somebody entered this candidate before."""


class CauseRefused(OpportunityRefused):
    """The tree of causes does not take this."""


class MergerRefused(OpportunityRefused):
    """These two cannot become one, or cannot come apart."""


class MergedAway(OpportunityRefused):
    """The opportunity is one with another: people act there."""
