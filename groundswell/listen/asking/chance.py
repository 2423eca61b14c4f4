"""Chance that can be repeated: the same names give the same lot, on every machine and after every restart."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from math import ceil
from zoneinfo import ZoneInfo

from groundswell.science.statistics.sample_size import answers_for_margin


def lot(seed: int, *names: object) -> float:
    """A number from 0 to 1, 1 excluded, that depends on nothing but its names."""
    digest = sha256(":".join(map(str, (seed, *names))).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def day_by_lot(first: date, days: int, drawn: float) -> date:
    """One of so many days, each as likely as the other."""
    return first + timedelta(days=int(drawn * max(1, days)))


def moment_on(day: date, hour: int, zone: str) -> datetime:
    """That hour of the day on the person's clock; an hour that the clock skips becomes the next one."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def chance_in_unit(population: int, share: float, margin: int | None, expected_response: float) -> float:
    """The chance of each customer of a unit to be drawn: the share, or as many as the margin needs (never above 1)."""
    if margin is None:
        return share
    needed = ceil(answers_for_margin(margin) / expected_response)
    return min(1.0, needed / max(1, population))
