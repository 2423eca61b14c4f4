"""How often a hook may be called: much more than any provider needs, and less than a guesser wants.

Counted in each web process on its own, by the minute; the address is that of the socket, never one that a header claims.
"""

from time import time

from django.core.cache import cache

WINDOW = 60
CALLS = 600
"""Calls of one hook a minute."""
GUESSES = 60
"""Wrong addresses and wrong signatures from one sender a minute."""


def count(name: str) -> None:
    """One more."""
    cache.add(_key(name), 0, timeout=2 * WINDOW)
    try:
        cache.incr(_key(name))
    except ValueError:  # it was forgotten between the two
        cache.set(_key(name), 1, timeout=2 * WINDOW)


def is_over(name: str, most: int) -> bool:
    """Whether there were more than so many in this minute."""
    return bool(cache.get(_key(name), 0) > most)


def _key(name: str) -> str:
    return f"hook-{name}-{int(time()) // WINDOW}"
