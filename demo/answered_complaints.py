"""How the complaints of the demonstration were answered, and what their customers say about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from demo.chance import stream
from groundswell.act.cases.models import Closure
from groundswell.listen.complaints.answering import (
    NewAnswer,
    answer_complaint,
    give_verdict,
    note_special_care,
)
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal

ANSWERS = (
    (
        "You are right, and we are sorry. The money is back with you within two days.",
        "The whole price back",
        "64",
    ),
    ("We are sorry. What you were told was wrong; we have put it right and told the team.", "", ""),
    ("Thank you for your patience. A new one is on its way, and you keep the old one.", "A new piece", "48"),
    (
        "We have looked at it closely. The piece was worn, so we cannot take it back. We mend it for you.",
        "A repair",
        "15",
    ),
)
CARE = ("Just lost her husband: ring, do not write.", "Hard of hearing: write, do not ring.")
CONTENT = 0.72
SAYS = 0.6


def answer_earlier(seed: int, rules_from: datetime) -> None:
    """Complaints from before the cases began: answered within the clock, one in ten late."""
    rng = stream(seed, "answered complaints")
    earlier = Complaint.objects.filter(received_at__lt=rules_from).select_related("owner")
    for number, complaint in enumerate(earlier):
        days = rng.uniform(31, 39) if number % 10 == 4 else rng.uniform(2, 26)
        _answer(rng, complaint, complaint.received_at + timedelta(days=float(days)))


def answer_complaints(seed: int, closures: Sequence[Closure], now: datetime) -> None:
    """Every case of a complaint that is about to close has its answer first."""
    of = {one.case.signal_id: one for one in closures if one.case.signal.kind == Signal.Kind.COMPLAINT}
    for complaint in Complaint.objects.filter(signal_id__in=of).select_related("owner"):
        closure = of[complaint.signal_id]
        rng = stream(seed, f"answer {complaint.signal_id}")
        _answer(rng, complaint, closure.at - timedelta(minutes=5), before=now)


def _answer(
    rng: np.random.Generator, complaint: Complaint, at: datetime, *, before: datetime | None = None
) -> None:
    words, remedy, amount = ANSWERS[int(rng.integers(len(ANSWERS)))]
    channel = str(rng.choice(["email", "phone", "email", "letter"]))
    new = NewAnswer(words, channel, remedy, Decimal(amount) if amount else None)
    answer_complaint(complaint, new, by=complaint.owner, at=at)
    said_at = at + timedelta(hours=float(rng.uniform(2, 60)))
    if rng.random() < SAYS and (before is None or said_at < before):
        give_verdict(complaint, is_content=bool(rng.random() < CONTENT), at=said_at)


def note_care(seed: int, at: datetime) -> None:
    """Two customers who wait for an answer need more care than others."""
    waiting = Complaint.objects.filter(answer=None).select_related("owner").order_by("-received_at")
    for complaint, why in zip(waiting, CARE, strict=False):
        note_special_care(complaint, why=why, by=complaint.owner, at=at)
