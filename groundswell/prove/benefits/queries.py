"""Ask what initiatives promised and what they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.queries import BoardLine, board
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit

from .models import Benefit


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One initiative: what was promised, what was measured, what it brought, what it cost."""

    board: BoardLine
    benefit: Benefit | None
    touched: tuple[tuple[str, int, int], ...] = ()

    @property
    def initiative(self) -> Initiative:
        """The initiative itself."""
        return self.board.initiative

    @property
    def effect(self) -> EffectReading | None:
        """The effect on the score as last measured."""
        return self.board.reading

    @property
    def is_known(self) -> bool:
        """Whether an amount may be named."""
        return self.benefit is not None and self.benefit.amount is not None

    @property
    def is_sure(self) -> bool:
        """Whether even the cautious end of the range is a gain."""
        return self.is_known and self.benefit.low > 0

    @property
    def reason(self) -> str:
        """Why there is no amount."""
        return "Not reckoned yet: the job runs every night." if self.benefit is None else self.benefit.reason


@dataclass(frozen=True, slots=True)
class Total:
    """Several benefits together. Customers of a month behind several of them count once: each has its share of them. Where one
    touches more customers of a unit than another, those of the other are taken to be among them.

    The range goes from all low ends to all high ends: it holds however much the same customers, months and comparison units
    make the single ranges move together.
    """

    amount: float
    low: float
    high: float
    count: int
    spent: float
    shared: int | None = 0
    """Customer-months that stand behind more than one of them; None where one was reckoned before they were kept."""


def benefit_lines(user: User, at: datetime) -> list[BenefitLine]:
    """What a person may see, one line an initiative, in a fixed number of queries."""
    lines = board(user, at)
    latest = _latest().filter(initiative__in=[line.initiative for line in lines])
    found = {benefit.initiative_id: benefit for benefit in latest}
    names = dict(Unit.objects.values_list("pk", "name"))
    return [_line(line, found.get(line.initiative.pk), names) for line in lines]


def _line(line: BoardLine, benefit: Benefit | None, names: Mapping[int, str]) -> BenefitLine:
    """With each unit that it touched: its name, customers times months, and in how many months."""
    by_unit = benefit.touched.items() if benefit else ()
    touched = [
        (names.get(int(unit), "A former unit"), sum(months.values()), len(months)) for unit, months in by_unit
    ]
    return BenefitLine(line, benefit, tuple(sorted(touched)))


def total_of(lines: Sequence[BenefitLine]) -> Total | None:
    """The sum over lines with an amount; None without any. The cost is that of the same initiatives."""
    known = [line for line in lines if line.is_known]
    if not known:
        return None
    behind: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in known:
        for place, n in _places(line.benefit).items():
            behind[place].append(n)
    shares = [_own_share(line.benefit, behind) for line in known]
    ends = [
        sum(float(getattr(line.benefit, end)) * share for line, share in zip(known, shares, strict=True))
        for end in ("amount", "low", "high")
    ]
    is_kept = all(line.benefit.touched for line in known)
    shared = sum(sorted(touched)[-2] for touched in behind.values() if len(touched) > 1) if is_kept else None
    return Total(*ends, len(known), sum(float(line.board.money.spent) for line in known), shared)


def _places(benefit: Benefit) -> dict[tuple[str, str], int]:
    """How many customers it touches, by unit and month."""
    return {(unit, month): n for unit, months in benefit.touched.items() for month, n in months.items()}


def _own_share(benefit: Benefit, behind: Mapping[tuple[str, str], Sequence[int]]) -> float:
    """Which share of its customer-months counts here, where those behind several are divided among them."""
    customers = _places(benefit)
    whole = sum(customers.values())
    return sum(_counted(n, behind[place]) for place, n in customers.items()) / whole if whole else 1.0


def _counted(own: int, behind: Sequence[int]) -> float:
    """How many of ``own`` customers count for one of those ``behind`` them, whose fewer are among the more."""
    steps = pairwise(sorted({0, *(n for n in behind if n <= own)}))
    return sum((upper - lower) / sum(n >= upper for n in behind) for lower, upper in steps)


def reckonable(at: datetime) -> QuerySet[Initiative]:
    """Initiatives with a unit that works with the change."""
    return Initiative.objects.filter(rollouts__from_on__lt=localdate(at)).distinct().order_by("pk")


def _latest() -> QuerySet[Benefit]:
    newest = Benefit.objects.filter(initiative=OuterRef("initiative")).order_by("-reckoned_at", "-pk")
    return Benefit.objects.filter(pk=Subquery(newest.values("pk")[:1]))
