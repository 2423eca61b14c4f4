"""How numbers are written on a page: British, with a true minus, and never a nought for what is absent."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol
from django.conf import settings

MINUS = "\u2212"
ABSENT = "\u2013"


def plain(value: float | None, decimals: int = 0) -> str:
    """1204.6 -> "1,205"; -3 -> a true minus; None -> an en dash."""
    if value is None:
        return ABSENT
    rounded = round(float(value), decimals)
    written = f"{abs(rounded):,.{decimals}f}"
    return MINUS + written if rounded < 0 else written


def signed(value: float | None, decimals: int = 0) -> str:
    """A change: "+4", a true minus before 4, or "0"."""
    if value is None:
        return ABSENT
    return ("+" if round(float(value), decimals) > 0 else "") + plain(value, decimals)


def share(value: float | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent: 0.314 -> "31%"."""
    return ABSENT if value is None else plain(float(value) * 100, decimals) + "%"


def between(low: float | None, high: float | None, decimals: int = 0) -> str:
    """An interval in words: "28 to 36"; empty while either end is absent."""
    if low is None or high is None:
        return ""
    return f"{plain(low, decimals)} to {plain(high, decimals)}"


def shortened(value: float | None) -> str:
    """A number that must be short on an axis: 1200 -> "1.2k", 3400000 -> "3.4m"."""
    if value is None:
        return ABSENT
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(value) >= size:
            return (
                plain(value / size, 0 if abs(value) % size == 0 or abs(value) >= 100 * size else 1) + letter
            )
    return plain(value, 0 if float(value).is_integer() else 1)


@cache
def currency_symbol(code: str) -> str:
    """The sign of a currency: "GBP" -> "£"."""
    return get_currency_symbol(code, locale="en_GB")


def whole_sum(value: Decimal) -> str:
    """An amount to the penny where it has pennies, never shortened: where it is refused beside one that may be near.

    Decimal("1200400") -> "£1,200,400"; Decimal("4999.5") -> "£4,999.50".
    """
    sign, size = MINUS if value < 0 else "", abs(Decimal(value))
    pennies = 0 if size == size.to_integral_value() else 2
    return f"{sign}{currency_symbol(settings.CURRENCY)}{size:,.{pennies}f}"


def money(value: float | None, currency: str = "") -> str:
    """An amount without pennies, as reports write it: "£1,204"; three figures and a letter from a million up.

    In the organisation's own currency unless a sign is given.
    """
    if value is None:
        return ABSENT
    currency = currency or currency_symbol(settings.CURRENCY)
    sign = MINUS if round(value) < 0 else ""
    size = abs(float(value))
    return f"{sign}{currency}{plain(size / 1e6, 2) + 'm' if size >= 1e6 else plain(size)}"
