"""What can be refused when figures are watched."""


class WatchingRefused(Exception):
    """The deed is not possible; says why, and what would be."""


class AlreadyWatched(WatchingRefused):
    """The same question is watched by a living series."""


class AlertAlreadySettled(WatchingRefused):
    """The first settlement stands."""
