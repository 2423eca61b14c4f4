"""A customer's words as they may leave the house."""

import re
from collections.abc import Iterable

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.science.text.redaction import redacted

NAME = "[name]"
SHORTEST, SHORT = 3, 2
"""A part of a name of two letters is one only as it is written: Li, not li."""
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def for_partners(signal: Signal, struck: Iterable[str] = ()) -> str:
    """The words without addresses and numbers, without every part of the customer's and the attributed colleague's name,
    without the whole name of any colleague, and without what was ``struck`` by hand.

    Somebody else's first name is not found: whoever shares reads the words first.
    """
    text = redacted(signal.comment).text
    theirs = [*_of_customer(signal), signal.employee.name if signal.employee else ""]
    parts = {part for name in theirs for part in WORD.findall(name)}
    colleagues = [name for name in Person.objects.values_list("name", flat=True) if " " in name]
    ours = [part for name in colleagues for part in WORD.findall(name)[1:] if len(part) > SHORTEST]
    text = _without(text, [*colleagues, *theirs], NAME)
    text = _without(text, {*(part for part in parts if len(part) >= SHORTEST), *ours}, NAME)
    text = _without(text, {part for part in parts if len(part) == SHORT}, NAME, flags=re.NOFLAG)
    return _without(text, (one.strip() for one in struck), "[…]")


def _of_customer(signal: Signal) -> list[str]:
    if signal.customer is None:
        return []
    return list(Customer.objects.filter(pk__in=person_ids(signal.customer)).values_list("name", flat=True))


def _without(text: str, words: Iterable[str], instead: str, *, flags: re.RegexFlag = re.IGNORECASE) -> str:
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return text
    found = "|".join(re.escape(word) for word in wanted)
    return re.sub(rf"(?<!\w)(?:{found})(?:['’]s)?(?!\w)", instead, text, flags=flags)
