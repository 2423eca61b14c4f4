"""What speaks against a plan before it is put on record, each with what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from .choosing import nothing_heard
from .history import History, history_of
from .overlapping import Overlap
from .sizing import Asked, Size, size_of


@dataclass(frozen=True, slots=True)
class Warned:
    """What speaks against it, and what would help, each by itself."""

    words: str
    helps: tuple[str, ...] = ()


def warnings_of(
    touchpoint: Touchpoint | None,
    part: Unit | None,
    history: History,
    asked: Asked,
    size: Size,
    mixed: Sequence[Overlap],
    today: date,
) -> list[Warned]:
    """Of the way that is advised: nobody answers, too few of them, or another initiative begins in the same units."""
    if not history.is_heard_of(size.kind):
        return [Warned(nothing_heard(touchpoint))]
    every = len(history.units)
    return [
        *_too_small(touchpoint, part, asked, size, today),
        *(Warned(one.in_words(every)) for one in mixed),
    ]


def _too_small(
    touchpoint: Touchpoint | None, part: Unit | None, asked: Asked, size: Size, today: date
) -> list[Warned]:
    if size.reason:
        return [Warned(size.reason)]
    if size.is_enough or size.power is None or size.needed.finds_points is None:
        return []
    missed = (
        f"Were the effect really {asked.smallest:g} points, this would find it in about {max(1, round(10 * size.power))} of 10 such "
        "tests. Most likely it ends with “cannot tell”. What helps, each by itself:"
    )
    helps = [f"Seek {size.needed.finds_points:.0f} points or more."]
    if size.months_needed:
        helps.append(f"Measure {size.months_needed} months.")
    if size.needed.units_per_arm:
        helps.append(
            f"Let {size.needed.units_per_arm:,} units begin and as many go without, or ask so many more customers that "
            f"{size.needed.answers_per_arm or 0:,} answers come in on each side."
        )
    if touchpoint is not None:
        wider = size_of(size.kind, history_of(None, part, today), asked).needed.finds_points
        if wider is not None and wider < size.needed.finds_points:
            helps.append(
                f"Measure at every touchpoint, where it finds {wider:.0f} points. A change that shows at one alone weighs less there."
            )
    return [Warned(missed, tuple(helps))]
