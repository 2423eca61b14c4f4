"""The register seen as a system: why customers complain, and the register as plain rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from groundswell.listen.complaints.models import Complaint

COLUMNS = (
    "reference", "received_at", "channel", "unit", "touchpoint", "clock", "acknowledge_due_at", "acknowledged_at",
    "answer_due_at", "extended", "answered_at", "upheld", "answered_by_way_of", "remedy", "amount",
    "customer_content", "second_look_due_at", "last_word_at", "last_word_upheld", "last_remedy", "last_amount",
    "outcome", "root_cause", "history",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """One root cause and how many complaints it stands behind."""

    pk: int
    name: str
    n: int


def causes_of(seen: QuerySet[Complaint]) -> list[Cause]:
    """Root causes of the closed complaints, the most frequent first."""
    rows = (
        seen.filter(signal__case__closure__isnull=False)
        .order_by()
        .values(
            cause=F("signal__case__closure__root_cause"), name=F("signal__case__closure__root_cause__name")
        )
        .annotate(n=Count("pk"))
        .order_by("-n", "name")
    )
    return [Cause(row["cause"], row["name"], row["n"]) for row in rows]


def complaints_with_cause(seen: QuerySet[Complaint], cause: int) -> QuerySet[Complaint]:
    """The complaints behind one root cause, newest first."""
    return seen.filter(signal__case__closure__root_cause=cause).order_by("-received_at")


def register_rows(seen: QuerySet[Complaint]) -> Iterator[list[object]]:
    """One row per entry in the order of receipt."""
    every = seen.select_related("clock", "extension", "signal__case__closure__root_cause")
    for one in every.order_by("received_at", "id").iterator(chunk_size=500):
        answer = getattr(one, "answer", None)
        verdict = getattr(answer, "verdict", None)
        review = getattr(one, "review", None)
        last = getattr(review, "last_word", None)
        closure = getattr(getattr(one.signal, "case", None), "closure", None)
        yield [
            one.reference, one.received_at, one.signal.channel, str(one.signal.unit or ""),
            str(one.signal.touchpoint or ""), str(one.clock), one.acknowledge_due_at, one.acknowledged_at,
            one.answer_due_at, "yes" if getattr(one, "extension", None) else "no", answer and answer.at,
            answer and answer.outcome, answer and answer.channel, answer and answer.remedy, answer and answer.amount,
            verdict and ("yes" if verdict.is_content else "no"), review and review.due_at, last and last.at,
            last and last.outcome, last and last.remedy, last and last.amount, closure and closure.outcome,
            closure and closure.root_cause.name, "yes" if one.is_history else "no",
        ]  # fmt: skip
