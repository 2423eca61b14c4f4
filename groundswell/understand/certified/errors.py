"""Why a figure cannot be put on record. All are ``CertificationRefused``: a sentence that says what to do next.

CertificationRefused
    TooFewToCertify     below the least number of answers there is no figure
    EvidenceIsBehind    voices arrived that the engine has not counted yet
    PeriodIsNotOver     answers still come in for these days
    FigureHasMoved      another count stands by now; draft the figure again
    NotInThisState      only a draft is certified, only a certified figure is withdrawn or followed
    ReasonMissing       who withdraws a figure says why
"""


class CertificationRefused(Exception):
    """The rules of certified figures do not allow this; the message says what would."""


class TooFewToCertify(CertificationRefused):
    """There is no figure of so few answers."""


class EvidenceIsBehind(CertificationRefused):
    """The signals and the engine do not count the same yet."""


class PeriodIsNotOver(CertificationRefused):
    """The last day has not passed."""


class FigureHasMoved(CertificationRefused):
    """Counted again, it is another figure."""


class NotInThisState(CertificationRefused):
    """The figure is past this step, or not there yet."""


class ReasonMissing(CertificationRefused):
    """A reason is needed."""
