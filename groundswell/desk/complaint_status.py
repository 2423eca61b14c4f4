"""What the customer sees of a complaint: each step in plain words, no name of a colleague, no internal note."""

from dataclasses import dataclass
from datetime import datetime

from groundswell.act.cases.models import Case
from groundswell.listen.complaints.models import Complaint
from groundswell.look.components import TraceStep


@dataclass(frozen=True, slots=True)
class Status:
    """How far a complaint is: one sentence, the steps, and what the customer may do now."""

    headline: str
    steps: list[TraceStep]
    added: list[str]
    may_judge: bool
    is_content: bool | None


def status_of(complaint: Complaint) -> Status:
    """Compose the page of one complaint."""
    answer = getattr(complaint, "answer", None)
    verdict = getattr(answer, "verdict", None)
    headline = "You have our answer" if answer else "We take care of your complaint"
    if verdict:
        headline = "Settled, as you say" if verdict.is_content else "You are not content with our answer"
    return Status(
        headline,
        steps_of(complaint),
        [one.signal.comment for one in complaint.additions.select_related("signal")],
        answer is not None and verdict is None,
        verdict.is_content if verdict else None,
    )


def steps_of(complaint: Complaint) -> list[TraceStep]:
    """Received, with somebody, contacted, answered."""
    case = Case.objects.filter(signal=complaint.signal).first()
    reached = case and case.attempts.filter(reached=True).order_by("at").first()
    answer = getattr(complaint, "answer", None)
    held = complaint.ownerships.first()
    done = [
        ("We have your complaint", complaint.received_at),
        ("Somebody takes care of it", held.at if held else case and case.opened_at),
        ("We spoke with you", reached.at if reached else None),
        ("You have our answer", answer.at if answer else None),
    ]
    steps = [_step(words, at) for words, at in done if at or words != "We spoke with you"]
    waiting = next((number for number, step in enumerate(steps) if step.at is None), None)
    if waiting is not None:
        steps[waiting] = TraceStep(steps[waiting].title, "current")
    return steps


def _step(words: str, at: datetime | None) -> TraceStep:
    return TraceStep(words, "done" if at else "todo", "kept" if at else "current", at=at)
