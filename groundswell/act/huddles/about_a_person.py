"""What teams raised because of somebody's voice stays theirs; the voice leaves it."""

from groundswell.foundation.held import Held

from .models import Elevation, Huddle, Promise, PromiseReview

HELD = [
    Held(
        "Voices behind what a team raised",
        Elevation.signals.through,
        signal=["signal"],
        becomes="what was raised stays",
    )
]
WORDS = {
    Huddle: ("called_off_because",),
    Promise: ("text",),
    PromiseReview: ("note",),
    Elevation: ("title", "problem"),
}
