"""What decisions do to customers: said before, looked at afterwards; also of decisions that look unrelated."""

from datetime import date, timedelta
from decimal import Decimal

from demo.stage import Stage
from groundswell.act.council.actions import ask_for_impact
from groundswell.act.council.models import Proposal
from groundswell.act.decisions.actions import Impact, assess, learn, name_the_day, register
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.foundation.organisation.models import Person


def assess_proposal(
    stage: Stage,
    proposal: Proposal,
    by: Person,
    *,
    who: str,
    points: tuple[int, int],
    days: int,
    begins: date | None = None,
) -> None:
    """The office says what a proposal does to customers before it is decided."""
    touchpoint, at = proposal.opportunity.touchpoint, stage.ago(days)
    low, high = map(Decimal, points)
    impact = Impact(who, low, high, touchpoints=[touchpoint], watch=[touchpoint])
    registered = ask_for_impact(proposal, by=by, at=at)
    assess(registered, impact, by=by, at=at)
    if begins is not None:
        name_the_day(registered, on=begins, by=by, at=at)


def file_decisions(stage: Stage) -> None:
    """Finance raised the delivery fee, and looked at it afterwards; a new depot waits for its assessment."""
    delivery, finance = stage.touchpoints["delivery"], stage.organisation.posts["chief financial officer"]
    effect = stage.months.today - timedelta(days=150)
    fee = _filed(
        stage, finance, "FIN-17", "A delivery fee for small orders", amount=140_000, effect=effect, days=185,
        what="Orders below 30 pay 3.90 for delivery, to cover what couriers charge.",
    )  # fmt: skip
    impact = Impact(
        "Everybody who orders for less than 30 from the web shop",
        Decimal(-6),
        Decimal(-1),
        touchpoints=[delivery],
        watch=[delivery],
        vulnerable="Customers who live far from a shop and order little at a time.",
        mitigations="Collecting in a shop stays free, and so does the first order of every month.",
    )
    assess(fee, impact, by=finance, at=stage.ago(183))
    learn(
        fee,
        words="At delivery we see no change that stands out from chance, three months on. Small orders became fewer; whether "
        "the fee did that we cannot say without a comparison. The free first order stays.",
        by=finance,
        at=stage.ago(55),
    )
    _filed(
        stage, finance, "FIN-23", "One depot instead of two in the north",
        amount=310_000, effect=stage.months.today + timedelta(days=60), days=9,
        what="The depots of Leeds and Newcastle become one. Saves rent and one night shift.",
    )  # fmt: skip


def _filed(
    stage: Stage, owner: Person, key: str, title: str, *, what: str, amount: int, effect: date, days: int
) -> RegisteredDecision:
    made, _ = register(
        title,
        what=what,
        door=RegisteredDecision.Door.API,
        area="Finance",
        amount=Decimal(amount),
        takes_effect_on=effect,
        owner=owner,
        source="api:finance",
        key=key,
        by="api:finance",
        at=stage.ago(days),
    )
    return made
