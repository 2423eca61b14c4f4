"""What an organisation settled for itself when it began, kept in its home: the environment goes before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from babel.core import get_global
from babel.numbers import get_territory_currencies

FILE = "settings.env"


class NeedsSaying(ValueError):
    """The country alone does not tell it; the sentence says what to write."""


def kept_settings(home: Path) -> dict[str, str]:
    """By name, from lines such as ``CURRENCY=EUR``; empty where nothing was settled."""
    try:
        lines = (home / FILE).read_text().splitlines()
    except OSError:
        return {}
    parts = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in parts}


def keep_settings(home: Path, settled: Mapping[str, str]) -> None:
    """Beside what is kept already; a new word takes the place of an old one."""
    every = kept_settings(home) | dict(settled)
    (home / FILE).write_text("".join(f"{name}={value}\n" for name, value in every.items()))


def currency_of(country: str) -> str:
    """What people pay with there today. Raises NeedsSaying."""
    found = get_territory_currencies(country)
    if not found:
        raise NeedsSaying(f"{country} is no country with money of its own. Give --currency, such as EUR.")
    return str(found[0])


def time_zone_of(country: str) -> str:
    """The zone that all of the country shares. Raises NeedsSaying where there are several."""
    zones: list[str] = get_global("territory_zones").get(country, [])
    clocks = get_global("meta_zones")
    if not zones:
        raise NeedsSaying(f"No time zone of {country} is known. Give --time-zone, such as Europe/London.")
    if len({clocks.get(zone, zone) for zone in zones}) > 1:
        raise NeedsSaying(
            f"{country} has several time zones. Give yours with --time-zone: {', '.join(sorted(zones))}."
        )
    return zones[0]
