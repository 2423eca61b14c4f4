"""The whole trace of one voice, forward: from what was said to the reply."""

from django.urls import reverse

from groundswell.act.cases.queries import cases_visible_to, history_of
from groundswell.act.coaching.queries import corrections_of
from groundswell.act.replies.trace import Step, trace_of_signal_outer
from groundswell.foundation.access.models import User
from groundswell.listen.complaints.queries import complaints_visible_to
from groundswell.listen.signals.models import Signal
from groundswell.look.components import TraceStep

ICONS = {"answer": "reply", "elevation": "up"}
STATES = {"done": "done", "current": "current", "not_yet": "todo"}


def trace_of(signal: Signal, viewer: User) -> list[TraceStep]:
    """Every step that happened, is happening, or is still to come."""
    return [
        _heard(signal),
        *_corrected(signal),
        *_understood(signal),
        *_inner(signal, viewer),
        *_outer(signal, viewer),
    ]


def _heard(signal: Signal) -> TraceStep:
    how = f"{signal.get_channel_display()}, received {signal.received_at:%d %B %Y}"
    return TraceStep("Heard", "done", "listen", at=signal.submitted_at, detail=how)


def _corrected(signal: Signal) -> list[TraceStep]:
    """Each time somebody decided that it is about somebody else, with what stood there before."""
    return [
        TraceStep(
            "Whom it is about was corrected", "done", "person", one.by, one.at,
            f"{one.employee_before or 'Nobody'} in {one.unit_before or 'no unit'} before. {one.get_reason_display()}",
        )
        for one in corrections_of(signal)
    ]  # fmt: skip


def _understood(signal: Signal) -> list[TraceStep]:
    reading = getattr(signal, "reading", None)
    if reading is None:
        return [TraceStep("Read and understood", "current", "understand")]
    if not signal.comment:
        return [TraceStep("Counted in the score; there are no words to read", "done", "understand")]
    themes = ", ".join(mention.theme.name for mention in signal.mentions.all()) or "no known theme"
    return [
        TraceStep(
            f"Understood: {reading.sentiment or 'no feeling found'}, {themes}",
            "done",
            "theme",
        )
    ]


def _complained(signal: Signal, viewer: User) -> list[TraceStep]:
    added = getattr(signal, "complaint_addition", None)
    complaint = added.complaint if added else getattr(signal, "complaint", None)
    if complaint is None or not complaints_visible_to(viewer).filter(pk=complaint.pk).exists():
        return []
    title = (
        f"Joined the complaint {complaint.reference}" if added else f"In the register: {complaint.reference}"
    )
    url = reverse("complaints:entry", args=[complaint.pk])
    return [TraceStep(title, "done", "overdue", at=signal.received_at, url=url)]


def _inner(signal: Signal, viewer: User) -> list[TraceStep]:
    steps = []
    thanks = getattr(signal, "thanks", None)
    if thanks:
        steps.append(TraceStep("Thanked", "done", "thank", str(thanks.by or ""), thanks.at))
    steps += _complained(signal, viewer)
    case = getattr(signal, "case", None)
    if case is None:
        return steps
    case = case.merged_into or case
    url = (
        reverse("cases:card", args=[case.pk]) if cases_visible_to(viewer).filter(pk=case.pk).exists() else ""
    )
    history = history_of(case, viewer)
    steps += [
        TraceStep(_case_title(step.title), "done", step.icon, step.who, step.at, step.detail, url)
        for step in history
    ]
    if not hasattr(case, "closure"):
        steps.append(
            TraceStep(
                "Somebody gets back to the customer",
                "current",
                "call",
                str(case.owner or ""),
                case.due_at,
                "Due",
                url,
            )
        )
    return steps


def _case_title(title: str) -> str:
    return {"Opened": "A case was opened", "Closed": "The case was closed"}.get(title, title)


def _outer(signal: Signal, viewer: User) -> list[TraceStep]:
    steps = [step for step in trace_of_signal_outer(signal, viewer) if step.kind != "theme"]
    return [shown_step(step) for step in steps]


def shown_step(step: Step) -> TraceStep:
    """A step of the outer loop as a page shows it."""
    icon = ICONS.get(step.kind, step.kind)
    state = STATES[step.state]
    return TraceStep(step.title, state, icon, step.who, step.when, step.detail, step.url, step.notes)
