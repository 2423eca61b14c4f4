"""A study's file: one line per rating (respondent, brand, score), or one line per respondent with a column for each brand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.formats.opening import open_file

from .errors import StudyUnusable

MOST_PROBLEMS = 10
MOST_BRANDS = 30
LONGEST_BRAND = 80


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating: the respondent as a running number, the brand by name, 0 to 10."""

    respondent: int
    brand: str
    score: int


def read_study(content: bytes, file_name: str) -> list[Rated]:
    """Everything in the file. All or nothing: raises StudyUnusable with the first problems and their lines."""
    try:
        rows = list(open_file(content, file_name).rows())
    except FileUnusable as unusable:
        raise StudyUnusable([str(unusable)]) from unusable
    problems: list[str] = []
    found = list(_ratings(rows, problems)) if rows else []
    if not rows or (not found and not problems):
        problems.append("There is no rating in this file.")
    if problems:
        raise StudyUnusable(problems)
    return found


def _ratings(rows: Sequence[Sequence[str]], problems: list[str]) -> Iterator[Rated]:
    names = [name.strip() for name in rows[0]]
    places = {name.casefold(): place for place, name in enumerate(names)}
    if "respondent" not in places or len(places) != len(names):
        problems.append(
            "The first line names the columns, each once: “respondent” and the brands, or brand and score."
        )
        return
    is_long = {"brand", "score"} <= set(places)
    brands = [] if is_long else [place for place, name in enumerate(names) if name.casefold() != "respondent"]
    if len(brands) > MOST_BRANDS:
        problems.append(
            f"At most {MOST_BRANDS} brands: this file has {len(brands)} columns beside “respondent”."
        )
        return
    numbers: dict[str, int] = {}
    seen: set[tuple[int, str]] = set()
    for line, row in enumerate(rows[1:], start=2):
        cells = [*row, *[""] * (len(names) - len(row))]
        who = cells[places["respondent"]].strip()
        given = [(cells[places["brand"]], cells[places["score"]])] if is_long else []
        given = given or [(names[place], cells[place]) for place in brands if cells[place].strip()]
        for brand, score in given:
            rated = _rated(line, who, " ".join(brand.split()), score.strip(), numbers, seen, problems)
            if len(problems) == MOST_PROBLEMS:
                return
            if rated:
                yield rated


def _rated(
    line: int,
    who: str,
    brand: str,
    score: str,
    numbers: dict[str, int],
    seen: set[tuple[int, str]],
    problems: list[str],
) -> Rated | None:
    if not who or not brand or len(brand) > LONGEST_BRAND:
        problems.append(
            f"Line {line}: a rating has a respondent and a brand of at most {LONGEST_BRAND} letters."
        )
        return None
    if not (score.isascii() and score.isdecimal() and int(score[:4]) <= 10):
        problems.append(f"Line {line}: “{score[:20]}” for {brand} is no whole number from 0 to 10.")
        return None
    number = numbers.setdefault(who, len(numbers) + 1)
    if (number, brand.casefold()) in seen:
        problems.append(f"Line {line}: respondent “{who[:40]}” rates {brand} a second time.")
        return None
    seen.add((number, brand.casefold()))
    return Rated(number, brand, int(score))
