"""A decision as another system tells it, over HTTP or in a letter: the same fields, read the same strict way."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.look.amounts import NotAnAmount, read_amount, read_count

from .actions import Impact, assess, register
from .errors import DecisionRefused
from .models import RegisteredDecision

LONGEST = {"key": 200, "title": 160, "what": 6000, "area": 60, "owner": 254, "who": 300, "segment": 60, "vulnerable": 2000, "mitigations": 2000}  # fmt: skip
NEEDED = ("title", "what")
NUMBERS = ("amount", "expected_low", "expected_high", "customers_touched")
LISTS = ("touchpoints", "parts", "watch")
OF_IMPACT = (
    "who",
    "segment",
    "vulnerable",
    "mitigations",
    "expected_low",
    "expected_high",
    "customers_touched",
    *LISTS,
)
KNOWN = (*LONGEST, "takes_effect_on", *NUMBERS, *LISTS)
MOST_MONEY, MOST_POINTS, MOST_CUSTOMERS, MOST_LISTED = Decimal(10) ** 11, Decimal(200), 10**9, 30
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Told:
    """What could be read: the decision, and its impact where it was said."""

    decision: dict[str, Any]
    impact: Impact | None


def read_told(said: Mapping[str, Any]) -> Told:
    """Read what was told. Raises DecisionRefused with the field that is wrong."""
    for name in said:
        if name not in KNOWN:
            raise DecisionRefused(f"“{str(name)[:40]}” is none of {', '.join(KNOWN)}.", str(name)[:40])
    words = {name: _words(said, name) for name in LONGEST}
    for name in NEEDED:
        if not words[name]:
            raise DecisionRefused("This is needed. Say it in a few words.", name)
    decision = {
        "title": words["title"],
        "what": words["what"],
        "area": words["area"],
        "key": words["key"],
        "amount": _number(said, "amount", Decimal(0), MOST_MONEY, "0.01", read_amount),
        "takes_effect_on": _day(said, "takes_effect_on"),
        "owner": _owner(words["owner"]),
    }
    return Told(decision, _impact(said, words))


def take_told(
    told: Told, *, door: str, source: str, by: object, at: datetime
) -> tuple[RegisteredDecision, bool]:
    """Register and assess what was told; what is known already is not assessed twice."""
    decision, is_new = register(**told.decision, door=door, source=source, by=by, at=at)
    if is_new and told.impact is not None:
        assess(decision, told.impact, by=by, at=at)
    return decision, is_new


def _impact(said: Mapping[str, Any], words: Mapping[str, str]) -> Impact | None:
    if not any(said.get(name) not in (None, "", []) for name in OF_IMPACT):
        return None
    if not words["who"]:
        raise DecisionRefused("An assessment says who is touched, also when it is nobody.", "who")
    if words["vulnerable"] and not words["mitigations"]:
        raise DecisionRefused("Say what you do for those whom it may harm.", "mitigations")
    low, high = (
        _number(said, name, -MOST_POINTS, MOST_POINTS, "0.1") for name in ("expected_low", "expected_high")
    )
    for name, value in (("expected_low", low), ("expected_high", high)):
        if value is None:
            raise DecisionRefused("Say the range that you expect, in points of the score.", name)
    assert low is not None  # noqa: S101 said above
    assert high is not None  # noqa: S101
    if high < low:
        raise DecisionRefused("The best is not below the worst.", "expected_high")
    customers = _number(said, "customers_touched", Decimal(0), Decimal(MOST_CUSTOMERS), "1", _count)
    return Impact(
        who=words["who"],
        expected_low=low,
        expected_high=high,
        segment=words["segment"],
        vulnerable=words["vulnerable"],
        mitigations=words["mitigations"],
        customers_touched=None if customers is None else int(customers),
        units=_named(said, "parts", Unit),
        touchpoints=_named(said, "touchpoints", Touchpoint),
        watch=_named(said, "watch", Touchpoint),
    )


def _words(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DecisionRefused("This is text. Write it between quotation marks.", name)
    if len(value) > LONGEST[name]:
        raise DecisionRefused(f"{len(value)} characters are too many. Write at most {LONGEST[name]}.", name)
    if CONTROL.search(value):
        raise DecisionRefused("It holds a character that cannot be read. Take out control characters.", name)
    return value.strip()


def _number(
    said: Mapping[str, Any],
    name: str,
    least: Decimal,
    most: Decimal,
    step: str,
    read: Callable[[str], Decimal] = Decimal,
) -> Decimal | None:
    value = said.get(name)
    if value is None or value == "":
        return None
    if len(str(value)) > 30:
        raise DecisionRefused(f"“{str(value)[:30]}” is not a number. Write it as 1200.", name)
    try:
        number = read(str(value).strip())
    except NotAnAmount as trouble:
        raise DecisionRefused(str(trouble), name) from trouble
    except InvalidOperation as trouble:
        raise DecisionRefused(f"“{value}” is not a number. Write it as 1200.", name) from trouble
    if not number.is_finite() or not least <= number <= most:
        raise DecisionRefused(f"“{value}” lies outside. Write a number from {least:f} to {most:f}.", name)
    if number != number.quantize(Decimal(step)):
        raise DecisionRefused(f"“{value}” is too fine. Write it in steps of {step}.", name)
    return number.quantize(Decimal(step))


def _count(text: str) -> Decimal:
    return Decimal(read_count(text))


def _day(said: Mapping[str, Any], name: str) -> date | None:
    value = said.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        raise DecisionRefused(f"“{str(value)[:30]}” is no day. Write it as 2026-03-11.", name)
    try:
        return date.fromisoformat(value.strip())
    except ValueError as trouble:
        raise DecisionRefused(f"There is no {value.strip()}. Look at the calendar.", name) from trouble


def _owner(email: str) -> Person | None:
    if not email:
        return None
    owner = Person.objects.filter(email__iexact=email, left_on=None).first()
    if owner is None:
        raise DecisionRefused(
            f"Nobody who works here has the address “{email[:80]}”. Write a colleague's, or leave it out.",
            "owner",
        )
    return owner


def _named(said: Mapping[str, Any], name: str, model: Any) -> list[Any]:
    value = said.get(name)
    if value is None or value == "":
        return []
    if not isinstance(value, list) or len(value) > MOST_LISTED:
        raise DecisionRefused(f"A list of at most {MOST_LISTED} codes.", name)
    for code in value:
        if not isinstance(code, str) or len(code) > 120 or CONTROL.search(code):
            raise DecisionRefused("A list of codes.", name)
    rows = list(model.objects.order_by("name", "code"))
    names = Counter(one.name.casefold() for one in rows)
    known = {one.name.casefold(): one for one in rows if names[one.name.casefold()] == 1}
    known |= {one.code.casefold(): one for one in rows}
    for said_one in value:
        if said_one.strip().casefold() not in known:
            some = ", ".join(f"{one.name} ({one.code})" for one in rows[:MOST_LISTED])
            raise DecisionRefused(
                f"“{said_one[:40]}” is not known here. Write a name or its code: {some}.", name
            )
    return list(dict.fromkeys(known[one.strip().casefold()] for one in value))
