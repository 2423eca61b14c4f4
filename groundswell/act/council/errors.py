"""What can go wrong in the council. All are ``CouncilRefused``: a sentence that says what to do next.

CouncilRefused
    AboveTheLimit           the body may not decide on so much money
    NoQuorum                too few seats have voted
    NotYourSeat             the person has no seat here, or is not the chair
    ConflictOfInterest      a seat that keeps out neither votes nor decides
    NotAssessed             a large proposal says first what it does to customers
    NotAgreed               somebody who must agree did not
    NotYourTurn             minutes before the end, or the remark of somebody else
    MovedMeanwhile          what somebody wrote or read is not what stands any more
    AlreadySettled          the first tick, answer or approval of minutes stands
    AlreadyDecided          the first decision stands
    AlreadyAsked            more money for the same work is before a body already
    TooMuchAtOnce           the work-in-progress limit is reached and no reason is given for more
    NowhereToEscalate       no body above has the right
    WordsMissing            dissent, decisions and escalations give reasons
    NoEnvelope              no money is set aside for this body, kind and day
    AboveTheEnvelope        the money of the period does not cover it
    PeriodsOverlap          two envelopes of one kind on the same day
    NothingApproved         money is released only for what was approved
    AlreadyConcluded        the work has ended: its money went back into the envelope
    MoreThanApproved        a release above what was approved
    MoreThanReleased        a spend above what is released
    MoreThanSpent           a refund above the spend
"""


class CouncilRefused(Exception):
    """The council's rules do not allow this; the message says what would."""


class AboveTheLimit(CouncilRefused):
    """The amount is above what this body decides for this kind of money."""


class NoQuorum(CouncilRefused):
    """Fewer seats have voted than the body's quorum."""


class NotYourSeat(CouncilRefused):
    """Only seats vote, and only the chair decides."""


class ConflictOfInterest(CouncilRefused):
    """A seat keeps out of what touches an interest of its own."""


class NotAssessed(CouncilRefused):
    """Above the limits a proposal says what it does to customers before it is approved."""


class NotAgreed(CouncilRefused):
    """Somebody who must agree to this kind of decision did not."""


class NotYourTurn(CouncilRefused):
    """Too early, or somebody else's to do."""


class AlreadyAsked(CouncilRefused):
    """One asking for more at a time."""


class MovedMeanwhile(CouncilRefused):
    """Somebody changed it since this person had it before them; what stands now is shown."""


class AlreadySettled(CouncilRefused):
    """Somebody was a moment earlier; the first stands."""


class AlreadyDecided(CouncilRefused):
    """The proposal is closed: decided, or passed on to the body above."""


class TooMuchAtOnce(CouncilRefused):
    """The body has as much running as it allows itself."""


class NowhereToEscalate(CouncilRefused):
    """There is no body above that may decide this."""


class KindMissing(CouncilRefused):
    """A body that wrote kinds of decision takes and approves nothing of which nobody says which kind it is."""


class WordsMissing(CouncilRefused):
    """A no, a decision and an escalation are never without words."""


class NoEnvelope(CouncilRefused):
    """No money of this kind is set aside for this day."""


class AboveTheEnvelope(CouncilRefused):
    """What is left of the period's money does not cover it."""


class PeriodsOverlap(CouncilRefused):
    """One day has one envelope of a kind."""


class NothingApproved(CouncilRefused):
    """A no releases nothing."""


class AlreadyConcluded(CouncilRefused):
    """The work has ended, and what was left of its money is free again."""


class MoreThanApproved(CouncilRefused):
    """No release above what was approved."""


class MoreThanReleased(CouncilRefused):
    """No spend above what is released."""


class MoreThanSpent(CouncilRefused):
    """No more comes back than was spent."""
