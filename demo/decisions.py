"""What decisions do to customers: said before, looked at afterwards; also of decisions that look unrelated."""

from datetime import date, timedelta
from decimal import Decimal

from demo.stage import Stage
from groundswell.act.council.assessing import ask_for_impact
from groundswell.act.council.models import Proposal
from groundswell.act.decisions.actions import Impact, assess, learn, name_the_day, register
from groundswell.act.decisions.by_letter import read_one
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.connections.actions import connect, pause_connection
from groundswell.listen.channels.connections.models import FiledLetter

LETTER = """\
Title: Hemming costs 12 instead of 8
What: Hemming of trousers and skirts costs 12 from next month on, as the tailors ask more.
Area: Finance
Amount: 55000
Who is touched: everybody who has something hemmed
Touchpoints: fitting-room
Expected change: -4 to 0
Vulnerable groups: customers who need every garment altered
Mitigations: the first hem of a year stays at 8
Watch: fitting-room
"""


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
    _stop_printing_receipts(stage, finance)
    _write_a_letter(stage, finance)
    _filed(
        stage, finance, "FIN-23", "One depot instead of two in the north",
        amount=310_000, effect=stage.months.today + timedelta(days=60), days=9,
        what="The depots of Leeds and Newcastle become one. Saves rent and one night shift.",
    )  # fmt: skip


def _stop_printing_receipts(stage: Stage, finance: Person) -> None:
    """Said before and in force for three months: one can look now what came of it."""
    returns, effect = stage.touchpoints["returns"], stage.months.today - timedelta(days=94)
    receipts = _filed(
        stage, finance, "FIN-20", "Receipts by e-mail, on paper only when asked", amount=60_000, effect=effect, days=120,
        what="Tills print a receipt only when somebody asks for one. Saves paper and printers.",
    )  # fmt: skip
    impact = Impact(
        "Everybody who pays in a shop",
        Decimal(-3),
        Decimal(1),
        touchpoints=[returns],
        watch=[returns],
        vulnerable="Customers without an e-mail address.",
        mitigations="The till asks, and prints without a question on the second screen.",
    )
    assess(receipts, impact, by=finance, at=stage.ago(118))


def _write_a_letter(stage: Stage, finance: Person) -> None:
    """A letter about a decision that nobody proved to have sent waits for a click. The mailbox is paused: nobody answers there."""
    at = stage.ago(2, 8)
    settings = {
        "host": "imap.linden-lark.example",
        "user": "decisions",
        "decisions_to": "decisions@linden-lark.example",
    }
    mailbox = connect("mailbox", "Letters about decisions", by=stage.office, at=at, settings=settings)
    pause_connection(mailbox, by=stage.office, at=at)
    letter = FiledLetter.objects.create(
        connection=mailbox, key="spring-prices", sender=finance.email, words=LETTER, at=at
    )
    read_one(letter, at=at)


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
