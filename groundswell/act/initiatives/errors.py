"""What can go wrong with initiatives. All are ``InitiativeRefused``: a sentence that says what to do next.

InitiativeRefused
    NotApproved           only an approved decision starts work, and only once
    InitiativeEnded       nothing is spent or rolled out any more
    MoreThanApproved      the money that is left does not cover it
    AlreadyReached        the milestone was reached before
    NothingToMeasure      no touchpoint, or nobody works with the change yet
"""


class InitiativeRefused(Exception):
    """The initiative cannot do this; the message says what would make it possible."""


class NotApproved(InitiativeRefused):
    """Only an approved decision starts work, and only once."""


class InitiativeEnded(InitiativeRefused):
    """The initiative has ended."""


class MoreThanApproved(InitiativeRefused):
    """The money that is left does not cover it."""


class AlreadyReached(InitiativeRefused):
    """The first time stands."""


class NothingToMeasure(InitiativeRefused):
    """An effect needs a touchpoint and at least one unit that works with the change."""
