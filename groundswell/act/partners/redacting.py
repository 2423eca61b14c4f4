"""A customer's words as they may leave the house."""

import re
from collections.abc import Iterable

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.science.text.redaction import redacted

NAME = "[name]"
SHORTEST = 3
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def for_partners(signal: Signal, struck: Iterable[str] = ()) -> str:
    """The words without addresses and numbers, without every part of the customer's and the attributed colleague's name,
    without the whole name of any colleague, and without what was ``struck`` by hand.

    Somebody else's first name is not found: whoever shares reads the words first.
    """
    text = redacted(signal.comment).text
    parts = {
        part
        for name in (*_of_customer(signal), signal.employee.name if signal.employee else "")
        for part in WORD.findall(name)
        if len(part) >= SHORTEST
    }
    wholes = [name for name in Person.objects.values_list("name", flat=True) if " " in name]
    ours = [part for name in wholes for part in WORD.findall(name)[1:] if len(part) > SHORTEST]
    text = _without(text, wholes, NAME)
    text = _without(text, {*parts, *ours}, NAME)
    return _without(text, (one.strip() for one in struck), "[…]")


def _of_customer(signal: Signal) -> list[str]:
    if signal.customer is None:
        return []
    return list(Customer.objects.filter(pk__in=person_ids(signal.customer)).values_list("name", flat=True))


def _without(text: str, words: Iterable[str], instead: str) -> str:
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return text
    found = "|".join(re.escape(word) for word in wanted)
    return re.sub(rf"(?<!\w)(?:{found})(?:['’]s)?(?!\w)", instead, text, flags=re.IGNORECASE)
