"""What the customer sees of a complaint: each step in their language, no name of a colleague, no internal note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from groundswell.act.cases.models import Case
from groundswell.listen.complaints.letters import day_for, rights_of
from groundswell.listen.complaints.models import Complaint, ComplaintAnswer, LastWord
from groundswell.listen.complaints.wording import words_in


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: what, and when or that it is next."""

    title: str
    when: str
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of ours: who is right, our words, what the customer gets."""

    heading: str
    outcome: str
    words: str
    gets: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far a complaint is: one sentence, what is promised, the steps, and what the customer may do now."""

    words: Mapping[str, str]
    headline: str
    promises: list[str]
    steps: list[Step]
    added: list[str]
    answers: list[Said]
    why_again: str
    may_judge: bool
    is_content: bool | None
    rights: list[str]

    @property
    def reference(self) -> tuple[str, str]:
        """The sentence before and after the reference, which stands out."""
        before, _, after = self.words["reference"].partition("{0}")
        return before, after


def status_of(complaint: Complaint) -> Status:
    """Compose the page of one complaint."""
    words = words_in(complaint.language)
    answer = getattr(complaint, "answer", None)
    verdict = getattr(answer, "verdict", None)
    review = getattr(complaint, "review", None)
    last = getattr(review, "last_word", None)
    is_content = verdict.is_content if verdict else None
    said = [_said(words["our_answer"], answer, words)] if answer else []
    said += [_said(words["last_word"], last, words)] if last else []
    return Status(
        words,
        words[_headline(answer, is_content, last)],
        _promises(complaint, words),
        steps_of(complaint),
        [one.signal.comment for one in complaint.additions.select_related("signal")],
        said[::-1],
        review.why if review else "",
        answer is not None and verdict is None,
        is_content,
        [] if answer is None or is_content else rights_of(complaint.clock, complaint.language),
    )


def _headline(answer: ComplaintAnswer | None, is_content: bool | None, last: LastWord | None) -> str:
    if answer is None:
        return "open"
    if is_content is None or last:
        return "step_last" if last else "answered"
    return "content" if is_content else "again"


def _said(heading: str, answer: ComplaintAnswer | LastWord, words: Mapping[str, str]) -> Said:
    gets = words["you_get"].format(answer.remedy) if answer.remedy else ""
    return Said(heading, words[answer.outcome], answer.words, gets)


def _promises(complaint: Complaint, words: Mapping[str, str]) -> list[str]:
    """What happens next and by when, in the customer's words and on their calendar."""
    review = getattr(complaint, "review", None)
    if review:
        done = hasattr(review, "last_word")
        return [] if done else [words["reviewed_by"].format(day_for(complaint, review.due_at))]
    if hasattr(complaint, "answer") or complaint.answer_due_at is None:
        return []
    pause = complaint.pauses.filter(ended_at=None).first()
    if pause:
        return [words["waiting"].format(pause.why)]
    by = words["answer_by"].format(day_for(complaint, complaint.answer_due_at))
    extension = getattr(complaint, "extension", None)
    return [by, words["later"].format(extension.why)] if extension else [by]


def steps_of(complaint: Complaint) -> list[Step]:
    """Received, with somebody, contacted, answered, looked at again."""
    words = words_in(complaint.language)
    case = Case.objects.filter(signal=complaint.signal).first()
    reached = case and case.attempts.filter(reached=True).order_by("at").first()
    answer, review = getattr(complaint, "answer", None), getattr(complaint, "review", None)
    held = complaint.ownerships.first()
    done: list[tuple[str, datetime | None]] = [
        ("step_received", complaint.received_at),
        ("step_owned", held.at if held else case and case.opened_at),
        ("step_spoke", reached.at if reached else None),
        ("step_answered", answer.at if answer else None),
    ]
    if review:
        last = getattr(review, "last_word", None)
        done += [("step_again", review.at), ("step_last", last.at if last else None)]
    shown = [(name, at) for name, at in done if at or name != "step_spoke"]
    waiting = next((name for name, at in shown if at is None), None)
    return [_step(complaint, words, name, at, name == waiting) for name, at in shown]


def _step(
    complaint: Complaint, words: Mapping[str, str], name: str, at: datetime | None, is_next: bool
) -> Step:
    if at:
        return Step(words[name], day_for(complaint, at))
    return Step(words[name], words["next" if is_next else "not_yet"], is_next)
