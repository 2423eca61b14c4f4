"""Invented people: first and last names from small lists of many cultures, put together by chance."""

from pathlib import Path

import numpy as np

WORDS = Path(__file__).parent / "words"


def words_of(file: str) -> list[str]:
    """A list of words that ships beside the code."""
    return (WORDS / f"{file}.txt").read_text(encoding="utf-8").split()


FIRST, LAST = words_of("first_names"), words_of("last_names")


def names(rng: np.random.Generator, count: int, *, all_different: bool = False) -> list[str]:
    """So many names. ``all_different`` gives no name twice."""
    room = len(FIRST) * len(LAST)
    picked = rng.choice(room, count, replace=False) if all_different else rng.integers(0, room, count)
    return [f"{FIRST[one // len(LAST)]} {LAST[one % len(LAST)]}" for one in picked]


def address_of(name: str, domain: str, number: int | None = None) -> str:
    """An address at an example domain, which reaches nobody."""
    local = name.lower().replace(" ", ".")
    return f"{local}@{domain}" if number is None else f"{local}.{number}@{domain}"
