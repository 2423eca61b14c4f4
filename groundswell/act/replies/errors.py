"""What can go wrong with a reply."""


class ReplyRefused(Exception):
    """The message says what would make the reply possible."""


class NothingToTell(ReplyRefused):
    """An announcement says both what customers said and what was done."""


class AnsweredAlready(ReplyRefused):
    """The first answer stands."""


class NoSite(ReplyRefused):
    """A site that may frame our words is named by its origin, such as https://www.example.org."""


class ToldAlready(ReplyRefused):
    """A letter that has left is not called back."""


class TakenBackAlready(ReplyRefused):
    """The first taking back stands."""


class NoReason(ReplyRefused):
    """Nobody is left out, and nothing taken back, without a reason."""
