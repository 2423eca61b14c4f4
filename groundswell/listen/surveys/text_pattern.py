"""The form that a text answer must have, as a regular expression for the whole answer.

RE2 works through them: its time grows with the answer and never explodes, whatever the pattern. It knows no
look-around and no back-references, so such a pattern is refused when it is saved.
"""

from functools import lru_cache

from .errors import PatternUnusable

LONGEST = 500


@lru_cache(maxsize=500)
def read_pattern(pattern: str) -> str:
    """The pattern, ready for ``fits``. Raises PatternUnusable, and nothing else, for whatever text."""
    if len(pattern) > LONGEST:
        raise PatternUnusable(f"The pattern is longer than {LONGEST} characters. Shorten it.")
    whole = rf"\A(?:{pattern})\z"
    for tried in (pattern, whole):
        _search(tried, "")
    return whole


def fits(pattern: str, words: str) -> bool:
    """Whether the whole of the words, line ends included, has the form of the pattern."""
    return _search(read_pattern(pattern), words)


def _search(pattern: str, words: str) -> bool:
    import pyarrow
    import pyarrow.compute

    try:
        found = pyarrow.compute.match_substring_regex(pyarrow.scalar(words), pattern=pattern)
    except (pyarrow.ArrowException, UnicodeError) as problem:
        reason = str(problem).removeprefix("Invalid regular expression: ").splitlines()[0][:160]
        raise PatternUnusable(f"The pattern cannot be read: {reason}.") from problem
    return bool(found.as_py())
