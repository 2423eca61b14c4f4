"""An amount of money as people write it, in forms, letters and files: never read in two ways."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from .numbers import MINUS, currency_symbol

SPACES = re.compile(r"[\s'’]")
PLAIN = re.compile(r"-?\d+([.,]\d+)?", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}((,\d{3})+\.|(\.\d{3})+,)\d+|-?\d{1,3}((,\d{3}){2,}|(\.\d{3}){2,})", re.ASCII)
ONE_GROUP = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
"""A thousand and more, or three places behind the point."""
WHOLE = re.compile(r"-?\d+(\.0)?|-?[1-9]\d{0,2}((,\d{3})+|(\.\d{3}){2,})", re.ASCII)
"""A program writes 1200.0 where it counts with fractions."""
COMMA_CENTS = re.compile(r"-?\d{1,3},\d{1,2}", re.ASCII)
"""Cents behind a comma, or a thousand that lost a digit, where commas part thousands."""

OTHER_CURRENCY = re.compile(r"-?([A-Za-z]{3}|[$£€¥])-?\d[\d.,]*|-?\d[\d.,]*([A-Za-z]{3}|[$£€¥])$")


class NotAnAmount(ValueError):
    """Nobody can tell which amount is meant; the sentence says what stands there and how to write it."""


def read_amount(text: str, *, as_here: bool = True) -> Decimal:
    """An amount with or without the organisation's currency, with a point or a comma before its cents.

    ``as_here``: "1,234" is what our own pages write, a thousand and more, and "12,34" is refused. In a file from
    elsewhere it is the other way round. Raises NotAnAmount.
    """
    bare = _without_currency(SPACES.sub("", text).replace(MINUS, "-"))
    group = ONE_GROUP.fullmatch(bare)
    if (group and not (as_here and group[1] == ",")) or (as_here and COMMA_CENTS.fullmatch(bare)):
        raise NotAnAmount(f"“{text[:30]}” could be read in two ways. Write it as 1234.50.")
    if group or GROUPED.fullmatch(bare):
        *groups, last = re.split("[.,]", bare)
        is_whole = len(set(re.findall("[.,]", bare))) == 1
        return Decimal("".join([*groups, last]) if is_whole else f"{''.join(groups)}.{last}")
    if OTHER_CURRENCY.match(bare):
        raise NotAnAmount(
            f"“{text[:30]}” is in another currency. Write it in {settings.CURRENCY}, as 1234.50."
        )
    if not PLAIN.fullmatch(bare):
        raise NotAnAmount(f"“{text[:30]}” is not an amount. Write it as 1234.50.")
    return Decimal(bare.replace(",", "."))


def read_count(text: str) -> int:
    """How many, as people write it: 1200, 1,200 or 1 200. Raises NotAnAmount, also for 1.200: more than one, or a thousand."""
    bare = SPACES.sub("", text)
    if not WHOLE.fullmatch(bare):
        raise NotAnAmount(
            f"“{text[:30]}” is not a whole number, or could be read in two ways. Write it as 1200."
        )
    return int(bare.removesuffix(".0").replace(",", "").replace(".", ""))


def _without_currency(bare: str) -> str:
    """Without the sign or the letters of the organisation's own currency; another one is no amount here."""
    sign = currency_symbol(settings.CURRENCY)
    for known in (settings.CURRENCY, settings.CURRENCY.lower(), sign, sign[-1]):
        for ours, put in ((f"-{known}", "-"), (known, "")):
            if bare.startswith(ours):
                return put + bare.removeprefix(ours)
        if bare.endswith(known):
            return bare.removesuffix(known)
    return bare


def _in_currency(label: str) -> str:
    return f"{label} ({currency_symbol(settings.CURRENCY)})"


class AmountField(forms.DecimalField):
    """Money in the organisation's currency, which stands behind its label; up to two places behind the point."""

    def __init__(self, *, label: str, **given: Any) -> None:
        usual = {
            "max_digits": 12,
            "decimal_places": 2,
            "widget": forms.TextInput(attrs={"inputmode": "decimal"}),
        }
        super().__init__(label=lazy(_in_currency, str)(label), **usual | given)

    def to_python(self, value: Any) -> Decimal | None:
        """Raises ValidationError where it could be read in two ways, saying how to write it."""
        said = "" if value is None else str(value).strip()
        if said in self.empty_values:
            return None
        try:
            return read_amount(said)
        except NotAnAmount as refused:
            raise ValidationError(str(refused)) from refused

    def prepare_value(self, value: Any) -> Any:
        """What is known already stands there as the pages write it: 38,000 or 38,000.50."""
        return f"{value:,.2f}".removesuffix(".00") if isinstance(value, Decimal) else value


class CountField(forms.IntegerField):
    """How many: "1.200", which browsers send as it was typed, is never read as one."""

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError where it could be read in two ways, saying how to write it."""
        said = "" if value is None else str(value).strip()
        if said in self.empty_values:
            return None
        try:
            return read_count(said)
        except NotAnAmount as refused:
            raise ValidationError(str(refused)) from refused
