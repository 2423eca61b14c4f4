"""What a customer answered to further questions, in the words of the version that was given."""

from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.signals.queries import answers_of
from groundswell.listen.surveys.definition import Choice, Definition, Question
from groundswell.listen.surveys.piping import NAME
from groundswell.look.components import Fact
from groundswell.science.text.redaction import redacted


def further_answers(signal: Signal) -> list[Fact]:
    """One line a question; several choices stand on one line. Words appear without personal data."""
    if signal.version is None:
        return []
    wording = signal.version.wording
    lines: dict[str, list[str]] = {}
    for answer in answers_of(signal):
        question = wording.question(answer.key)
        if question:
            lines.setdefault(_label(wording, question, answer), []).append(_words(wording, question, answer))
    return [Fact(label, ", ".join(words)) for label, words in lines.items()]


def _label(wording: Definition, question: Question, answer: Answer) -> str:
    text = NAME.sub("…", wording.said(question.text, ""))
    return f"{text} {_chosen(wording, question.rows, answer.part)}".strip()


def _words(wording: Definition, question: Question, answer: Answer) -> str:
    if answer.number is not None:
        return f"{answer.number} of {question.least} to {question.most}"
    if answer.choice:
        return _chosen(wording, (*question.choices, *question.columns), answer.choice)
    return redacted(answer.words).text


def _chosen(wording: Definition, choices: tuple[Choice, ...], value: str) -> str:
    return next((wording.said(one.text, "") for one in choices if one.value == value), value)
