"""Ask what was found out: the tree of causes with its evidence of today, and countermeasures in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q

from groundswell.act.cases.models import Closure
from groundswell.act.cases.root_causes.keeping import ids_below
from groundswell.foundation.access.models import User
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.science.money import ranking
from groundswell.science.money.ranges import Range
from groundswell.understand.themes.models import Mention

from ..estimates import Estimate, product
from ..evidence import OpportunityEvidence
from ..models import Cause, CauseEvidence, CauseVerdict, Choice, Countermeasure, Opportunity, Removal
from ..voices import moments, newest_behind

Verdict = CauseVerdict.Verdict


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One thing that speaks for or against a cause, and what its question counts today: ``hits`` of ``of``."""

    evidence: CauseEvidence
    hits: int | None = None
    of: int | None = None

    @property
    def address(self) -> str:
        """What asks for the voices that it counts."""
        return f"?speaks={self.evidence.pk}"


@dataclass(frozen=True, slots=True)
class Branch:
    """One cause in the tree: how deep it stands, what speaks for and against it, and how it was judged."""

    cause: Cause
    depth: int
    lines: Sequence[EvidenceLine]
    verdict: CauseVerdict | None
    countermeasures: int

    @property
    def is_root(self) -> bool:
        return self.verdict is not None and self.verdict.verdict == Verdict.ROOT

    @property
    def is_ruled_out(self) -> bool:
        return self.verdict is not None and self.verdict.verdict == Verdict.RULED_OUT

    @property
    def whys(self) -> str:
        """Which why it answers."""
        return f"Why {self.depth}"


@dataclass(frozen=True, slots=True)
class Saving:
    """What a removal saves in a year, in hours of customers and of ours."""

    customer_hours: Estimate
    our_hours: Estimate


@dataclass(frozen=True, slots=True)
class Option:
    """A countermeasure judged: what it would win back, and how often it is the best of those that were not dropped."""

    countermeasure: Countermeasure
    recommendations: Estimate | None
    share_best: float | None
    choice: Choice | None
    saving: Saving | None

    @property
    def is_dropped(self) -> bool:
        return self.choice is not None and not self.choice.is_taken

    @property
    def removal(self) -> Removal | None:
        return getattr(self.countermeasure, "removal", None)


def tree_of(opportunity: Opportunity) -> list[Branch]:
    """Each cause above those below it, with what speaks for it, not counted."""
    causes = list(
        opportunity.causes.prefetch_related(
            Prefetch("evidence", CauseEvidence.objects.select_related("theme", "root_cause")),
            Prefetch("verdicts", CauseVerdict.objects.select_related("by")),
            "countermeasures",
        )
    )
    below: dict[int | None, list[Cause]] = defaultdict(list)
    for cause in causes:
        below[cause.parent_id].append(cause)
    return list(_branches(None, 1, below))


def counted_tree_of(opportunity: Opportunity, user: User, since: date, until: date) -> list[Branch]:
    """The same; what speaks for a cause is counted among the voices behind it of these days that the reader may see."""
    branches = tree_of(opportunity)
    asked = [one.evidence for branch in branches for one in branch.lines if one.evidence.question]
    if not asked:
        return branches
    of = len(voices_that_say(None, opportunity, user, since, until))
    hits = {one.pk: len(voices_that_say(one, opportunity, user, since, until)) for one in asked}
    return [replace(branch, lines=[_counted(one, hits, of) for one in branch.lines]) for branch in branches]


def voices_that_say(
    evidence: CauseEvidence | None, opportunity: Opportunity, user: User, since: date, until: date
) -> list[int]:
    """The voices behind it of these days within sight, newest first; of evidence those with its theme or root cause."""
    first, after = moments(since, until)
    among = signals_visible_to(user).filter(submitted_at__gte=first, submitted_at__lt=after)
    return newest_behind(opportunity, among.filter(_said_by(evidence)) if evidence else among)


def root_causes_found(branches: Sequence[Branch]) -> list[Branch]:
    """Where somebody said: here we can act."""
    return [one for one in branches if one.is_root]


def options_of(opportunity: Opportunity, evidence: OpportunityEvidence) -> list[Option]:
    """What could be done: the best first, by draws from reach and effort; what was dropped stands last."""
    found = opportunity.countermeasures.select_related("removal", "cause").prefetch_related(
        Prefetch("choices", Choice.objects.select_related("by"))
    )
    measures = list(found)
    choices = {one.pk: next(iter(one.choices.all()), None) for one in measures}
    living = [one for one in measures if not (choices[one.pk] and not choices[one.pk].is_taken)]
    best = {int(one.code): one for one in ranking.ranked([_weighed(one) for one in living])}
    options = [
        Option(
            one,
            product(evidence.recommendations, _reach(one)),
            best[one.pk].share_first if one.pk in best else None,
            choices[one.pk],
            saving_of(one.removal) if hasattr(one, "removal") else None,
        )
        for one in measures
    ]
    rank = {pk: one.rank for pk, one in best.items()}
    return sorted(
        options, key=lambda one: (rank.get(one.countermeasure.pk, len(options) + 1), one.countermeasure.pk)
    )


def saving_of(removal: Removal) -> Saving:
    """Times a year x minutes each: the ends of the range are the ends of what was judged."""
    middle = (removal.times_low + removal.times_high) / 2
    hours = Estimate(middle / 60, removal.times_low / 60, removal.times_high / 60)
    return Saving(hours.times(float(removal.customer_minutes)), hours.times(float(removal.our_minutes)))


def _weighed(one: Countermeasure) -> ranking.Opportunity:
    """All else of the opportunity is the same for each of its countermeasures: only reach and effort tell them apart."""
    same = Range(1.0, 1.0)
    return ranking.Opportunity(
        str(one.pk),
        customers_touched=same,
        points_lost=same,
        money_each=same,
        effort=Range(float(one.effort_low), float(one.effort_high)),
        confidence=Range(one.reach_low / 100, one.reach_high / 100),
    )


def _reach(one: Countermeasure) -> Estimate:
    return Estimate((one.reach_low + one.reach_high) / 200, one.reach_low / 100, one.reach_high / 100)


def _counted(line: EvidenceLine, hits: Mapping[int, int], of: int) -> EvidenceLine:
    pk = line.evidence.pk
    return replace(line, hits=hits[pk], of=of) if pk in hits else line


def _said_by(one: CauseEvidence) -> Q:
    said = Q()
    if one.theme_id:
        said &= Q(pk__in=Mention.objects.filter(theme=one.theme_id).values("signal"))
    if one.root_cause:
        closed = Closure.objects.filter(root_cause__in=ids_below(one.root_cause))
        said &= Q(pk__in=closed.values("case__signal"))
    return said


def _branches(
    parent: int | None,
    depth: int,
    below: dict[int | None, list[Cause]],
) -> Iterator[Branch]:
    for cause in below.get(parent, []):
        yield Branch(
            cause,
            depth,
            [EvidenceLine(one) for one in cause.evidence.all()],
            next(iter(cause.verdicts.all()), None),
            len(cause.countermeasures.all()),
        )
        yield from _branches(cause.pk, depth + 1, below)
