"""What can go wrong with the roll-out. All are ``ProgrammeRefused``: a sentence that says what to do next.

ProgrammeRefused
    StageRuns        a stage is under way already
    StageOver        it began or ended before, or is under way
    ReasonMissing    an end says why
"""


class ProgrammeRefused(Exception):
    """The programme cannot do this; the message says what would make it possible."""


class StageRuns(ProgrammeRefused):
    """One stage at a time."""


class StageOver(ProgrammeRefused):
    """The first start and the first end stand."""


class ReasonMissing(ProgrammeRefused):
    """An end says why."""
