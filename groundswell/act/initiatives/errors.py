"""What can go wrong with initiatives. All are ``InitiativeRefused``: a sentence that says what to do next.

InitiativeRefused
    NotApproved           only an approved decision starts work, and only once
    InitiativeEnded       nothing is spent or rolled out any more
    AlreadyReached        the milestone was reached before
    BegunAlready          a unit works with the change: too late for a first design
    DesignStands          a design is on record; another takes its place with a reason
    ReasonMissing         it wants words
    MoreThanApproved      the gates together would release more than was approved
    AlreadyPassed         a gate is passed once
    GateClosed            what it asks for, or the gate before it, is open
    DesignMissing         the pilot begins when it is on record how it will be measured
    NotYourGate           those who steer and the sponsor let work through, never its owner
    AlreadyMet            somebody was first
    AlreadyInTheTeam      somebody is in a team once
    RiskClosed            it is closed
    DealtOtherwise        the lot, or the match, gave this unit something else
    NobodyToCompare       this way needs more units than there are
    NothingToMeasure      nobody works with the change yet
    NothingHeard          hardly anybody answers where it would be measured
    OverlapsAnother       another initiative begins in the same units, measured at the same place
    AtRest                it rests: nothing is spent, rolled out or let through until it goes on
    NotYours              only some may hand this over
    StartStands           a unit began on the day named first
    NotSpentYet           money is noted when it is spent, not before
    OwnsAndSponsors       whoever owns the work cannot let it through its gates
    EndsTheComparison     rolled out there, nobody is left to compare with before the planned end
    NeitherDealtNorBegun  nothing was said of this unit that could have gone otherwise
    NotHadYet             what happened is noted when it has happened
"""


class InitiativeRefused(Exception):
    """The initiative cannot do this; the message says what would make it possible. ``field``: which answer of a form it is about."""

    field: str | None = None


class NotApproved(InitiativeRefused):
    """Only an approved decision starts work, and only once."""


class InitiativeEnded(InitiativeRefused):
    """The initiative has ended."""


class AlreadyReached(InitiativeRefused):
    """The first time stands."""


class NothingToMeasure(InitiativeRefused):
    """An effect needs a touchpoint and at least one unit that works with the change."""


class BegunAlready(InitiativeRefused):
    """A design is chosen before anybody can see an effect."""

    field = "starts_on"


class DesignStands(InitiativeRefused):
    """A design is on record."""


class ReasonMissing(InitiativeRefused):
    """It wants words."""

    field = "why"


class MoreThanApproved(InitiativeRefused):
    """The gates together would release more than was approved."""

    field = "release"


class AlreadyPassed(InitiativeRefused):
    """A gate is passed once."""


class GateClosed(InitiativeRefused):
    """What it asks for, or the gate before it, is open."""


class DesignMissing(InitiativeRefused):
    """The pilot begins when it is on record how it will be measured."""


class NotYourGate(InitiativeRefused):
    """Those who steer and the sponsor let work through, never its owner."""


class AlreadyMet(InitiativeRefused):
    """Somebody was first."""


class AlreadyInTheTeam(InitiativeRefused):
    """Somebody is in a team once."""


class RiskClosed(InitiativeRefused):
    """It is closed."""


class DealtOtherwise(InitiativeRefused):
    """The lot, or the match, gave this unit something else."""


class NobodyToCompare(InitiativeRefused):
    """This way needs more units than there are."""

    field = "kind"


class NothingHeard(InitiativeRefused):
    """Hardly anybody answers where it would be measured."""

    field = "why"


class OverlapsAnother(InitiativeRefused):
    """Another initiative begins in the same units, measured at the same place."""

    field = "why"


class AtRest(InitiativeRefused):
    """It rests: nothing is spent, rolled out or let through until it goes on."""


class NotSpentYet(InitiativeRefused):
    """Money is noted when it is spent, not before."""

    field = "on"


class NotYours(InitiativeRefused):
    """Only some may hand this over."""


class StartStands(InitiativeRefused):
    """A unit began on the day named first."""

    field = "from_on"


class OwnsAndSponsors(InitiativeRefused):
    """Whoever owns the work cannot let it through its gates."""

    field = "sponsor"


class EndsTheComparison(InitiativeRefused):
    """Rolled out there, nobody is left to compare with before the planned end."""

    field = "ends_comparison"


class NeitherDealtNorBegun(InitiativeRefused):
    """Nothing was said of this unit that could have gone otherwise."""

    field = "unit"


class NotHadYet(InitiativeRefused):
    """What happened is noted when it has happened."""

    field = "had_it_from"
