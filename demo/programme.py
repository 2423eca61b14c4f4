"""The roll-out of the programme itself, and what those who were told say about whether it is better."""

import random

from django.db.models import QuerySet

from demo.stage import Stage
from groundswell.act.programme.actions import begin_stage, end_stage, plan_stage
from groundswell.act.programme.models import StageEnd
from groundswell.act.replies.asking import answer_better, ask_whether_better
from groundswell.act.replies.framing import allow_site
from groundswell.act.replies.models import BetterAsk
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.outbox.models import Delivery, Message

FIRST = "Two shops, returns"
SECOND = "Eight shops, returns and shop visits"
WORDS = {
    "better": ("Got my money back at the counter. Finally.", "", "", "Two days. I was surprised."),
    "same": ("", "I have not returned anything since."),
    "worse": ("The young man did not know about it.",),
}


def roll_out_programme(stage: Stage, first: list[str], wider: list[str]) -> None:
    """The first stage was called reached when an effect was proven; the second is under way."""
    shops, touchpoints = stage.organisation.units, stage.touchpoints
    goal = "Every low score is called back within two days, and one effect is proven."
    two = plan_stage(
        name=FIRST, goal=goal, touchpoints=[touchpoints["returns"]], units=[shops[code] for code in first],
        weeks=20, by=stage.office, at=stage.ago(285),
    )  # fmt: skip
    begin_stage(two, by=stage.office, at=stage.ago(280))
    end_stage(
        two, outcome=StageEnd.Outcome.REACHED, by=stage.office, at=stage.ago(37),
        why="Refunds at the door are proven, and both shops call back within two days.",
    )  # fmt: skip
    eight: list[Unit] = [shops[code] for code in wider[:8]]
    more = plan_stage(
        name=SECOND, goal="The same in eight shops, with huddles held every week.",
        parts=[touchpoints["returns"].stage], touchpoints=[touchpoints["shop-visit"]], units=eight, weeks=16, by=stage.office,
        at=stage.ago(36),
    )  # fmt: skip
    begin_stage(more, by=stage.office, at=stage.ago(35))


def ask_those_told(stage: Stage, seed: int) -> None:
    """A month after they were told, customers say whether it is better."""
    allow_site("https://www.example.org", by=stage.office, at=stage.ago(37))
    rng = random.Random(f"{seed}:better")
    _leave(Message.objects.filter(reply__isnull=False, due_at__isnull=False))
    ask_whether_better(at=stage.ago(6), most=120)
    _leave(Message.objects.filter(better_ask__isnull=False))
    for ask in BetterAsk.objects.order_by("pk"):
        if rng.random() < 0.42:
            (answer,) = rng.choices(["better", "same", "worse"], [6, 3, 1])
            answer_better(ask.token, answer, rng.choice(WORDS[answer]), at=stage.ago(rng.randint(1, 5)))


def _leave(letters: QuerySet[Message]) -> None:
    """They were handed over as soon as they were written."""
    Delivery.objects.bulk_create(
        Delivery(message=letter, outcome=Delivery.Outcome.SENT, at=letter.written_at) for letter in letters
    )
    letters.update(due_at=None)
