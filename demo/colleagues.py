"""What the people of Linden & Lark say about their work: asked three times in a year, by an open link for each team."""

from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from demo.chance import stream
from demo.organisation import BUILDER, Organisation
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.models import KindOfScore, SurveyVersion
from groundswell.listen.surveys.patterns import PATTERN

CODE, TITLE = "working-here", "Working at Linden & Lark"
WAVES = (320, 190, 40)
"""Days ago."""
OPEN_FOR, ANSWER = 14, 0.8
LIKED = {"shops": 7.9, "web-shop": 7.2, "service-centre": 6.1}
BETTER = (
    "The rota comes two days before the week begins.",
    "We tell the same customer three different things.",
    "More say in what goes into the window.",
    "A quiet room for calls that went badly.",
)


def ask_colleagues(seed: int, organisation: Organisation, at: datetime) -> int:
    """Some of each team answer each time. A small team's answers wait until five are together. Returns how many."""
    rng, began = stream(seed, "colleagues"), at - timedelta(days=WAVES[0] + 1)
    definition = PATTERN["employee"].definition
    version = begin_survey(CODE, TITLE, KindOfScore.RELATIONSHIP, definition, by=BUILDER, at=began)
    told = []
    for days in WAVES:
        opened = at - timedelta(days=days)
        for code, people in organisation.teams.items():
            for _ in range(int(rng.binomial(len(people), ANSWER))):
                on = opened + timedelta(days=int(rng.integers(0, OPEN_FOR)))
                told.append(_answer(rng, organisation.units[code], version, on, len(told)))
    signals = Signal.objects.bulk_create([signal for signal, _ in told])
    for signal, (_, answers) in zip(signals, told, strict=True):
        for answer in answers:
            answer.signal = signal
    Answer.objects.bulk_create([answer for _, answers in told for answer in answers])
    return len(told)


def _answer(
    rng: np.random.Generator, unit: Unit, version: SurveyVersion, on: datetime, number: int
) -> tuple[Signal, list[Answer]]:
    day = timezone.localtime(on).replace(hour=0, minute=0, second=0, microsecond=0)
    line = "shops" if unit.parent and unit.parent.code not in LIKED else unit.parent.code
    score = int(np.clip(round(rng.normal(LIKED[line], 1.9)), 0, 10))
    signal = Signal(
        source=f"open link {CODE}", key=f"colleague-{number}", digest=f"{number:064}", kind=Signal.Kind.EMPLOYEE,
        channel=Signal.Channel.WEB, unit=unit, version=version, submitted_at=day, episode_at=day, received_at=day,
    )  # fmt: skip
    inspired = int(np.clip(round(score / 2), 1, 5))
    answers = [
        Answer(key="work", kind="employee", number=score),
        Answer(key="inspired", kind="rating", number=inspired),
    ]
    if rng.random() < 0.4:
        answers.append(Answer(key="better", kind="text", words=str(rng.choice(BETTER))))
    return signal, answers
