"""What can be wrong with a survey or an answer, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which question, in which field, with which value, and what to do.

    ``reason`` is its class in one word, where other programs tell problems apart.
    ``place`` counts questions from 1; 0 where it is about the whole survey.
    """

    question: str
    field: str
    value: str
    remedy: str
    reason: str = ""
    place: int = 0

    @property
    def sentence(self) -> str:
        where = f"Question {self.question}, {self.field}" if self.question else f"Survey, {self.field}"
        return f"{where}: {self.value!r}. {self.remedy}" if self.value else f"{where}: {self.remedy}"


class DefinitionUnusable(Exception):
    """A survey that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class ExpressionUnusable(Exception):
    """A branching expression that cannot be read; the message says where and what to do."""


class AnswerUnusable(Exception):
    """An answer that does not fit its question; the name says which word of the page tells the customer."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class SurveyRefusal(Exception):
    """A change of a survey that would break a promise; the message says what would make it possible."""


class CoreQuestionChanged(SurveyRefusal):
    """New scores would not compare with earlier ones, and nobody said that a new edition begins."""


class PatternUnusable(Exception):
    """A pattern for text answers that cannot be used; the message says why."""


class AlreadyAnswered(Exception):
    """The answer behind this link was sent before; the first one stands."""
