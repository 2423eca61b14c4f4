"""What can go wrong with partners. All are ``PartnerRefused``: a sentence that says what to do next.

PartnerRefused
    InvitationOver     it was used, taken back or is too old
    SignsInAlready     somebody signs in with this address
    PartnershipEnded   the agency works with us no more
    SharedAlready      the agency is on this board, or the words are
    NotShared          only what stands behind the initiative may be shared
    SettledBefore      somebody was first
    BoardClosed        its initiative has ended
    WordsMissing       it wants words
    NotLookedAt        whoever says that nobody is in it has to have it
    DayOver            the day has passed, or comes after the agency's last one
    FileRefused        it is of no kind that may stand here, or too large
"""


class PartnerRefused(Exception):
    """It cannot be done; the message says what would make it possible."""


class InvitationOver(PartnerRefused):
    """It was used, taken back or is too old."""


class SignsInAlready(PartnerRefused):
    """Somebody signs in with this address."""


class PartnershipEnded(PartnerRefused):
    """The agency works with us no more."""


class SharedAlready(PartnerRefused):
    """Once is enough."""


class NotShared(PartnerRefused):
    """Only what stands behind the initiative may be shared."""


class SettledBefore(PartnerRefused):
    """Somebody was first."""


class BoardClosed(PartnerRefused):
    """Its initiative has ended."""


class WordsMissing(PartnerRefused):
    """It wants words."""


class NotLookedAt(PartnerRefused):
    """Whoever says that nobody is in it has to have it."""


class DayOver(PartnerRefused):
    """The day has passed, or comes after the agency's last one."""


class FileRefused(PartnerRefused):
    """It is of no kind that may stand here, or too large."""
