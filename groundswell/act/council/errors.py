"""What can go wrong in the council. All are ``CouncilRefused``: a sentence that says what to do next.

CouncilRefused
    AboveTheLimit           the body may not decide on so much money
    NoQuorum                too few seats have voted
    NotYourSeat             the person has no seat here, or is not the chair
    AlreadyDecided          the first decision stands
    TooMuchAtOnce           the work-in-progress limit is reached and no reason is given for more
    NowhereToEscalate       no body above has the right
    WordsMissing            dissent, decisions and escalations give reasons
"""


class CouncilRefused(Exception):
    """The council's rules do not allow this; the message says what would."""


class AboveTheLimit(CouncilRefused):
    """The amount is above what this body decides for this kind of money."""


class NoQuorum(CouncilRefused):
    """Fewer seats have voted than the body's quorum."""


class NotYourSeat(CouncilRefused):
    """Only seats vote, and only the chair decides."""


class AlreadyDecided(CouncilRefused):
    """The proposal is closed: decided, or passed on to the body above."""


class TooMuchAtOnce(CouncilRefused):
    """The body has as much running as it allows itself."""


class NowhereToEscalate(CouncilRefused):
    """There is no body above that may decide this."""


class WordsMissing(CouncilRefused):
    """A no, a decision and an escalation are never without words."""
