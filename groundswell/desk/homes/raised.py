"""What became of what a person or a team raised."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.act.huddles.models import Elevation
from groundswell.act.replies.trace import Step, what_became_of
from groundswell.foundation.access.models import User


@dataclass(frozen=True, slots=True)
class Raised:
    """An elevation and the furthest step it has come to."""

    elevation: Elevation
    furthest: Step

    @property
    def is_waiting(self) -> bool:
        """Whether its author still waits for the first answer, which is due on a stated day."""
        return self.furthest.kind == "opportunity" and self.furthest.state == "current"


def raised_lines(elevations: Iterable[Elevation], viewer: User) -> list[Raised]:
    """Each elevation with the last thing that happened to it, or the thing it waits for."""
    lines = []
    for elevation in elevations:
        steps = what_became_of(elevation, viewer)
        reached = [step for step in steps if step.state != "not_yet"]
        lines.append(Raised(elevation, reached[-1]))
    return lines
