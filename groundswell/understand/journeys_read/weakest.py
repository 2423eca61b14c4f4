"""The one reading of the weakest link: homes, pages and downloads all ask here and say the same."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.look.numbers import between, plain
from groundswell.understand.scores.question import Question

from .evidence import Evidence, evidence_for
from .queries import Journey, journey_of


@dataclass(frozen=True, slots=True)
class JourneyRead:
    """The journey with what came after its bad moments; the weakest link is named by that alone, never by a low score."""

    journey: Journey
    evidence: Evidence | None
    question: Question

    @property
    def weakest(self) -> Touchpoint | None:
        """The touchpoint with the most at stake, where that is sure."""
        found = self.evidence and self.evidence.weakest
        return found.counts.touchpoint if found else None

    @property
    def headline(self) -> str:
        if self.weakest:
            return f"{self.weakest} is the weakest link"
        if self.journey.lowest is None:
            return "The customer's journey"
        if self.evidence and self.evidence.tells:
            return "No link is surely the weakest"
        return f"{self.journey.lowest.touchpoint} scores lowest"

    @property
    def in_words(self) -> str:
        """What the weakest link rests on; else why none is named, and what scores lowest."""
        if self.evidence and self.weakest:
            return " ".join(self.evidence.in_words)
        return " ".join(filter(None, [self._why_not, self._lowest]))

    @property
    def _why_not(self) -> str:
        if self.journey.lowest is None:
            return "No weakest link can be named yet."
        if self.evidence and self.evidence.tells:
            return "After no touchpoint's bad moments is the relationship score surely lower, nor do surely fewer stay."
        if self.question.unit:
            return f"Seen in {self.question.unit}. The weakest link is told for the whole organisation."
        return (
            "What customers say and do after bad moments tells the weakest link; nobody knows that here yet."
        )

    @property
    def _lowest(self) -> str:
        low = self.journey.lowest
        if low is None:
            return "Five answers about a touchpoint are needed for its score."
        figure = low.figure
        range_ = between(figure.low, figure.high)
        others = sum(one.figure.is_known for one in self.journey.touchpoints) - 1
        scores = f"{low.touchpoint} scores {plain(figure.score)} ({range_}; {plain(figure.n)} answers)"
        return f"{scores}{', the lowest' if others else ''}."


def read_the_journey(question: Question, user: User) -> JourneyRead:
    """The journey within a person's sight. What came after is about everybody, for those who see everything."""
    return JourneyRead(journey_of(question.slice_for(user)), evidence_for(user, question), question)
