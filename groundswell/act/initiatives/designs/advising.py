"""Which way to choose, for somebody who has never chosen one: what is possible first, then what tells most."""

from dataclasses import dataclass

from groundswell.act.initiatives.models import Design

from .history import History
from .sizing import ENOUGH_FOR_A_BLEND

Kind = Design.Kind
ENOUGH_MONTHS = 12

MAY = {
    "lot": "Some units: it may be dealt by lot, and some go without for a while",
    "customers": "Some customers, in every unit",
    "all": "Everybody gets it, but not all on one day",
    "chosen": "The units are chosen already",
    "whole": "Everybody gets it on one day",
}
ABOUT = {
    Kind.RANDOMISED: (
        "A lot decides which units begin. Nothing but chance makes the two sides differ, so the difference is the effect."
    ),
    Kind.CUSTOMERS: (
        "A lot decides which customers get it, in every unit. What they say after the start is held against what the others say; what "
        "the same customers said before is taken out. It needs answers that name their customer."
    ),
    Kind.STAGGERED: (
        "Everybody gets it; a lot decides who first. Who has it is compared with who has it not yet."
    ),
    Kind.MATCHED: (
        "Each chosen unit is compared with one that was like it in score, trend and answers. What made you choose them may still differ."
    ),
    Kind.SYNTHETIC: (
        "One unit is compared with the blend of others that moved like it before. It tells only when it stands out among all of them."
    ),
    Kind.INTERRUPTED: (
        "The one line is drawn on as it ran before, and compared with what came. What else happened in that month counts as effect, so "
        "the verdict stays “cannot tell”, whatever the line does. Let two units begin later, and it can be told."
    ),
    Kind.BEFORE_AFTER: (
        "What came after is held against the line before. It cannot tell the change from the season, the market or chance: belief, not proof."
    ),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One way and why it is the one to take."""

    kind: str
    because: str


def advise(history: History, may: str, chosen: int = 0) -> Advice:
    """Customers dealt by lot where they may be, else the first of randomised, waves, matched, synthetic, interrupted and before-after that is possible here."""
    units, others = len(history.units), len(history.unbroken) - 1
    if may == "customers":
        return Advice(
            Kind.CUSTOMERS,
            "Customers are many and a lot makes both sides alike in every unit: nothing finds a change of a letter, a page or a call so soon.",
        )
    if may == "lot" and units >= 4:
        return Advice(
            Kind.RANDOMISED,
            f"{units} units may be dealt by lot: nothing tells more surely whether it worked.",
        )
    if may in {"lot", "all"} and units >= 4:
        return Advice(
            Kind.STAGGERED,
            "Everybody gets it in the end, and the order is dealt by lot: those who wait are the comparison.",
        )
    if may == "chosen" and chosen == 1 and others >= ENOUGH_FOR_A_BLEND:
        return Advice(
            Kind.SYNTHETIC,
            f"One unit does it, and {others} others can be blended into one that was like it.",
        )
    if may == "chosen" and 2 <= (chosen or 2) <= units // 2:
        return Advice(
            Kind.MATCHED, "The units are chosen, and there are enough others to find one like each of them."
        )
    if len(history.months) >= ENOUGH_MONTHS:
        if may == "chosen" and chosen == 1 and units > 2:
            return Advice(
                Kind.INTERRUPTED,
                f"One unit does it, and too few others have answers in every month to blend: {max(0, others)} of {ENOUGH_FOR_A_BLEND}. Let "
                "a second unit begin: then each can be compared with one like it.",
            )
        return Advice(
            Kind.INTERRUPTED,
            f"Nobody is left to compare with, but {len(history.months)} months before show how the line would have run on.",
        )
    return Advice(
        Kind.BEFORE_AFTER,
        "There is nobody to compare with and too little before. Wait, or let a few units begin first: then it can be told.",
    )
