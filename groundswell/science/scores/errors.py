"""What can be wrong with an answer before it is counted."""

from __future__ import annotations


class AnswerOffTheScale(ValueError):
    """An answer is not a whole number on the scale of its question."""


class NotAHistogram(ValueError):
    """The counts per answer are too few, too many or negative."""
