"""How the complaints of the demonstration were answered, and what their customers say about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from demo.chance import stream
from demo.organisation import BUILDER
from groundswell.act.cases.models import Closure
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint, note_special_care
from groundswell.listen.complaints.clock import FIRST, begin_clocks, edit_clock
from groundswell.listen.complaints.models import Complaint, Outcome
from groundswell.listen.complaints.reviewing import give_last_word, give_verdict
from groundswell.listen.signals.models import Signal

ANSWERS = (
    (
        Outcome.UPHELD,
        "You are right, and we are sorry. The money is back with you within two days.",
        "The whole price back",
        "64",
    ),
    (
        Outcome.UPHELD,
        "We are sorry. What you were told was wrong; we have put it right and told the team.",
        "",
        "",
    ),
    (
        Outcome.PARTLY,
        "Thank you for your patience. A new one is on its way, and you keep the old one.",
        "A new piece",
        "48",
    ),
    (
        Outcome.NOT_UPHELD,
        "We have looked at it closely. The piece was worn, so we cannot take it back. We mend it for you.",
        "A repair",
        "15",
    ),
)
LAST_WORD = (
    Outcome.PARTLY,
    "We looked at it again, with somebody who had not decided before. You get a voucher as well.",
    "A voucher",
    "20",
)
STILL_MISSING = "You answer a question that I did not ask. Who pays for the second parcel?"
EXTERNAL_BODY = (
    "The Fashion Arbiter (made up for this demonstration)\n1 Market Square, Lindenby\n"
    "Telephone 020 7946 0000, arbiter.example"
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
    answer = ANSWERS[int(rng.integers(len(ANSWERS)))]
    channel = str(rng.choice(["email", "phone", "email", "letter"]))
    answer_complaint(complaint, _worded(answer, channel), by=complaint.owner, at=at)
    said_at = at + timedelta(hours=float(rng.uniform(2, 60)))
    last_at = said_at + timedelta(days=float(rng.uniform(1, 9)))
    if rng.random() < SAYS and (before is None or last_at < before):
        is_content = bool(rng.random() < CONTENT)
        give_verdict(complaint, is_content=is_content, at=said_at)
        if not is_content:
            complaint.refresh_from_db()
            give_last_word(complaint, _worded(LAST_WORD, channel), by=complaint.owner, at=last_at)


def _worded(answer: tuple[str, str, str, str], channel: str) -> NewAnswer:
    outcome, words, remedy, amount = answer
    return NewAnswer(words, channel, outcome, remedy, Decimal(amount) if amount else None)


def name_external_body(at: datetime) -> None:
    """Customers who are not content read where they may go."""
    begin_clocks(by=BUILDER, at=at)
    edit_clock(FIRST, by=BUILDER, at=at, external_body=EXTERNAL_BODY)


def ask_for_a_second_look(at: datetime) -> None:
    """One customer was answered lately and is not content: somebody has to look at it anew."""
    answered = Complaint.objects.filter(answer__verdict=None, answer__isnull=False, is_history=False)
    complaint = answered.filter(signal__customer__isnull=False).order_by("-answer__at").first()
    if complaint:
        give_verdict(complaint, is_content=False, why=STILL_MISSING, at=at - timedelta(hours=5))


def note_care(seed: int, at: datetime) -> None:
    """Two customers who wait for an answer need more care than others."""
    waiting = Complaint.objects.filter(answer=None).select_related("owner").order_by("-received_at")
    for complaint, why in zip(waiting, CARE, strict=False):
        note_special_care(complaint, why=why, by=complaint.owner, at=at)
