"""The steps of a huddle, by its kind, and how long each takes. Pure: no database."""

from dataclasses import dataclass
from typing import Final

FEEDBACK, COORDINATION, FIGURES = "feedback", "coordination", "figures"

TITLES: Final = {
    "promises": "Promises from last time",
    "praise": "Read this aloud",
    "pain": "What would we do differently?",
    "number": "Our number",
    "help": "Who needs help?",
    "parts": "What our teams bring",
    "today": "Who does what today?",
    "handed": "Handed over",
    "figures": "Our figures",
    "moved": "What moved beyond chance?",
    "raise": "What can we not settle alone?",
    "promise": "What do we promise?",
    "pulse": "How was this huddle?",
}
WEIGHTS: Final = {
    FEEDBACK: {"promises": 2, "praise": 1, "pain": 3, "number": 1, "help": 2, "raise": 2, "promise": 3, "pulse": 1},
    COORDINATION: {"promises": 2, "today": 4, "handed": 2, "help": 2, "raise": 1, "promise": 3, "pulse": 1},
    FIGURES: {"promises": 2, "figures": 3, "moved": 4, "raise": 2, "promise": 3, "pulse": 1},
}  # fmt: skip
"""How many of fifteen minutes each step takes; a longer huddle gives each its share."""
FOR_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its place from 1, what it is called, and how many seconds it is planned to take."""

    number: int
    key: str
    title: str
    seconds: int

    @property
    def template(self) -> str:
        """What shows it: on the page, on the wall and on paper alike."""
        return f"huddles/steps/{self.key}.html"

    @property
    def minutes_words(self) -> str:
        """ "2 minutes", "1½ minutes"."""
        whole, half = divmod(self.seconds // 30, 2)
        words = f"{whole or ''}{'½' if half else ''}"
        return f"{words} minute{'' if self.seconds <= 60 else 's'}"


def steps_of(kind: str, minutes: int, *, has_parts: bool) -> list[Step]:
    """The steps in their order; together they take exactly the minutes of the huddle. Where a unit has parts, what these
    bring comes before what goes up."""
    weights = dict(WEIGHTS[kind])
    if has_parts:
        order = list(weights)
        order.insert(order.index("raise"), "parts")
        weights = {key: weights.get(key, FOR_PARTS) for key in order}
    whole, gone, steps, before = sum(weights.values()), 0, [], 0
    for number, (key, weight) in enumerate(weights.items(), start=1):
        gone += weight
        until = round(minutes * 2 * gone / whole) * 30
        steps.append(Step(number, key, TITLES[key], until - before))
        before = until
    return steps
