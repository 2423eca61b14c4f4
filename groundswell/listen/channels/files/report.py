"""What became of a file, in numbers that always add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from groundswell.listen.channels.models import FileImport

from .errors import FileUnusable
from .formats.shape import FIELDS
from .portions import Portion
from .rows import FeedbackRow, FileWarning, RowError, RowWarning
from .sentences import in_short

MANY = 20
MOST_TOLD = 10_000
"""So many rejected rows are told one by one; all of them are counted, and kept with a real import."""


class Outcome(NamedTuple):
    """What became of one portion: ``conflicts`` are rows whose id is held with other content."""

    accepted: int
    conflicts: list[RowError]
    refused: int = 0


class Reason(NamedTuple):
    """Why so many rows were rejected: which of our fields, and what is wrong with it."""

    title: str
    words: str
    count: int

    @classmethod
    def together(cls, counted: Iterable[tuple[str, str, int]]) -> list[Reason]:
        """From field, reason and number: what reads alike is one reason, the most frequent first."""
        found: Counter[tuple[str, str]] = Counter()
        for name, reason_class, count in counted:
            found[FIELDS.get(name, name or "Row"), in_short(reason_class)] += count
        return [cls(*why, count) for why, count in found.most_common()]


@dataclass(slots=True)
class ImportReport:
    """``read == accepted + duplicate + rejected + left out``, always. ``refusals`` are among the accepted."""

    file_name: str
    is_rehearsal: bool = False
    refusal: FileUnusable | None = None
    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    refusals: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    rejected_because: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowWarning | FileWarning] = field(default_factory=list)
    made_units: list[str] = field(default_factory=list)
    made_touchpoints: list[str] = field(default_factory=list)
    samples: list[FeedbackRow] = field(default_factory=list)
    scored: int = 0
    highest: int = 0
    is_partial: bool = False
    import_id: int | None = None

    @classmethod
    def of(cls, log: FileImport) -> ImportReport:
        """The report of an import that goes on from where it stands."""
        numbers = {name: getattr(log, name) for name in ("read", "accepted", "duplicate", "rejected")}
        made = {name: list(getattr(log, name)) for name in ("made_units", "made_touchpoints")}
        left_out = Counter(log.left_out_because)
        return cls(log.file_name, left_out=left_out, import_id=log.pk, **numbers, **made)

    def add(self, portion: Portion, outcome: Outcome) -> list[RowError]:
        """Count one portion more. Returns its rejected rows."""
        errors = portion.errors + outcome.conflicts
        rejected = [error for error in errors if error.reason_class != "duplicate"]
        left_out = portion.left_out.total()
        self.read += portion.records
        self.accepted += outcome.accepted + outcome.refused
        self.rejected += len(rejected)
        self.duplicate += portion.records - outcome.accepted - outcome.refused - len(rejected) - left_out
        self.refusals += outcome.refused
        self.left_out.update(portion.left_out)
        self.rejected_because.update((error.field, error.reason_class) for error in rejected)
        self.errors += rejected[: MOST_TOLD - len(self.errors)]
        self.warnings += portion.warnings[: max(0, MOST_TOLD - len(self.warnings))]
        return rejected

    def made(self, units: Iterable[str], touchpoints: Iterable[str]) -> None:
        """What had to be made for names that nobody knew."""
        self.made_units = list(dict.fromkeys([*self.made_units, *units]))
        self.made_touchpoints = list(dict.fromkeys([*self.made_touchpoints, *touchpoints]))

    @property
    def may_be_of_five(self) -> bool:
        """Whether no score of many is above 5: of answers from 0 to 10 that hardly happens."""
        return self.scored >= MANY and self.highest <= 5

    @property
    def exit_status(self) -> int:
        """0 when every row arrived, 1 when some were rejected, 2 when the file could not be used."""
        return 2 if self.refusal else 1 if self.rejected else 0

    @property
    def reasons_left_out(self) -> list[tuple[str, int]]:
        return self.left_out.most_common()

    @property
    def reasons_rejected(self) -> list[Reason]:
        """Why rows were rejected, the most frequent reason first."""
        return Reason.together((*why, count) for why, count in self.rejected_because.items())
