"""How an initiative does, in words: what is late, what is risky, what is lacking, and money ahead of the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.act.council.money import Money

from .models import Gate, Initiative, Milestone, Rest, Risk, RiskLook, Want

AHEAD = 0.25
"""From this share on, money used beyond steps done is worth a word."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What health is read from. Risks are the open ones."""

    milestones: Sequence[Milestone]
    gate: Gate | None
    risks: Sequence[Risk]
    wants: Sequence[Want]
    money: Money
    has_begun: bool = False
    has_design: bool = True
    should_begin: date | None = None
    """As the design says, while no unit works with it."""
    resting: Rest | None = None
    gone: Sequence[str] = ()
    """Sentences on an owner or a sponsor who has left."""
    worse: str = ""
    """What was not to get worse and did, as it was last measured."""


def health_of(standing: Standing, today: date) -> tuple[str, ...]:
    """Sentences on what wants a hand, the weightiest first; none when nothing does."""
    rests = standing.resting
    found = (
        *standing.gone,
        standing.worse,
        f"It rests since {date_format(localdate(rests.began_at), 'j F Y')}: {rests.because}" if rests else "",
        "" if rests else _late_start(standing.should_begin, today),
        "" if rests else _late_steps(standing.milestones, today),
        "" if rests else _late_gate(standing.gate, today),
        _high_risks(standing.risks),
        _unseen_risks(standing.risks, today),
        "" if rests else _money_ahead(standing),
        _wanted(standing.wants, today),
        "No design was chosen before it began: its effect is harder to believe."
        if standing.has_begun and not standing.has_design
        else "",
    )
    return tuple(words for words in found if words)


def should_begin(initiative: Initiative) -> date | None:
    """The day that the design says, of an initiative with its ``standing_parts`` that no unit works with."""
    designs = () if initiative.rollouts.all() else initiative.standing_designs
    return next((one.starts_on for one in designs), None)


def gone_from(initiative: Initiative) -> tuple[str, ...]:
    """Who has left and still has a part in it, with what to do."""
    parts = ((initiative.owner, "owns it"), (initiative.sponsor, "sponsors it"))
    return tuple(
        f"{person}, who {part}, has left: hand it over."
        for person, part in parts
        if person.left_on is not None
    )


def _late_start(begins: date | None, today: date) -> str:
    if begins is None or begins >= today:
        return ""
    return (
        f"By its design it began on {date_format(begins, 'j F Y')}, {_days((today - begins).days)} ago, and no unit is noted "
        "to work with it."
    )


def _late_steps(milestones: Sequence[Milestone], today: date) -> str:
    late = [one for one in milestones if one.reached_at is None and one.due_on < today]
    if not late:
        return ""
    oldest = min(late, key=lambda one: one.due_on)
    days = _days((today - oldest.due_on).days)
    if len(late) == 1:
        return f"“{oldest}” is {days} late."
    return f"{len(late)} steps are late, “{oldest}” by {days}."


def _late_gate(gate: Gate | None, today: date) -> str:
    if gate is None or gate.due_on >= today:
        return ""
    return f"The gate to “{gate.get_opens_display()}” was due {_days((today - gate.due_on).days)} ago."


def _high_risks(risks: Sequence[Risk]) -> str:
    high = [risk for risk in risks if (look := last_look(risk)) and look.is_high]
    if not high:
        return ""
    return f"1 high risk: {high[0]}." if len(high) == 1 else f"{len(high)} high risks, first: {high[0]}."


def _unseen_risks(risks: Sequence[Risk], today: date) -> str:
    unseen = sum(1 for risk in risks if (look := last_look(risk)) and look.again_on < today)
    if not unseen:
        return ""
    return f"{unseen} risk{' was' if unseen == 1 else 's were'} not looked at on the day that was agreed."


def _money_ahead(standing: Standing) -> str:
    steps, money = standing.milestones, standing.money
    if not steps or not money.approved:
        return ""
    done = sum(one.reached_at is not None for one in steps) / len(steps)
    used = float(money.spent / money.approved)
    if used - done <= AHEAD:
        return ""
    return f"Money runs ahead of the work: {used:.0%} of it is spent, {done:.0%} of the steps are done."


def _wanted(wants: Sequence[Want], today: date) -> str:
    open_ones = [want for want in wants if want.found_at is None]
    if not open_ones:
        return ""
    first = open_ones[0]
    late = f", {_days((today - first.by_on).days)} late" if first.by_on < today else ""
    more = f", and {len(open_ones) - 1} more" if len(open_ones) > 1 else ""
    return f"Still wanted: {first}{late}{more}."


def last_look(risk: Risk) -> RiskLook | None:
    """The look that counts; looks come newest first."""
    return next(iter(risk.looks.all()), None)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
