"""Who announces, and what an announcement may claim."""

from groundswell.act.initiatives.models import EffectReading
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

NOT_MEASURED = "We have not measured yet whether it helped. We tell you when we know."
OUTCOMES = {
    EffectReading.Verdict.WORKED: (
        "It helped. We compared places with the change to places without it over the same months, and customers rate "
        "the places with it better."
    ),
    EffectReading.Verdict.DID_NOT: (
        "It has not made the difference that we hoped for. You should know that, and we keep looking for what does."
    ),
    EffectReading.Verdict.CANNOT_TELL: "It is too early to say whether it helped. We keep measuring.",
}


def may_announce(user: User) -> bool:
    """Who speaks to customers for the organisation."""
    return user.role in STEERS


def what_may_be_claimed(reading: EffectReading | None) -> str:
    """The sentence about the result, in customers' words: never more than was measured."""
    return NOT_MEASURED if reading is None else OUTCOMES[EffectReading.Verdict(reading.verdict)]
