"""A study's file: one line per rating (respondent, brand, score), or one line per respondent with a column for each brand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from groundswell.listen.channels.files.cells import read_score
from groundswell.listen.channels.files.errors import CellRefused
from groundswell.listen.channels.files.tables import Problems, Table, Wanted, recognised

MOST_BRANDS = 30
LONGEST_BRAND = 80
COLUMNS = (
    Wanted(
        "respondent",
        "Who answered",
        (
            "respondent",
            "respondent id",
            "respid",
            "resp id",
            "id",
            "case",
            "person",
            "panel id",
            "participant",
            "participant id",
            "interview",
            "panelist",
            "panellist",
            "uuid",
        ),
    ),
    Wanted("brand", "Brand, where each line is one rating", ("brand", "company", "provider", "marke"), False),
    Wanted(
        "score", "Score, where each line is one rating", ("score", "rating", "nps", "recommend", "ltr"), False
    ),
)
LABELLED = re.compile(r"(10|[0-9])\s*(?:[-–=:.(]\s*\D.*|[A-Za-z].*)", re.DOTALL)
"""A number with its words, as survey tools export it: “10 - extremely likely”."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating: the respondent as a running number, the brand by name, 0 to 10."""

    respondent: int
    brand: str
    score: int


@dataclass(frozen=True, slots=True)
class StudyRead:
    """What a file would bring, and what of it cannot be used."""

    ratings: Sequence[Rated]
    problems: Problems
    rows: int

    @property
    def brands(self) -> Sequence[tuple[str, int]]:
        """Each brand, as it is written first, with its ratings; the most rated first."""
        names: dict[str, str] = {}
        for one in self.ratings:
            names.setdefault(one.brand.casefold(), one.brand)
        counts = Counter(one.brand.casefold() for one in self.ratings)
        return [(names[folded], n) for folded, n in counts.most_common()]

    @property
    def respondents(self) -> int:
        return len({one.respondent for one in self.ratings})


def likely_brands(table: Table) -> list[int]:
    """Columns whose cells are mostly scores: one for each brand, where a line is a respondent."""
    taken = set(recognised(table.heads, COLUMNS).values())
    return [place for place in range(len(table.heads)) if place not in taken and _is_scores(table, place)]


def _is_scores(table: Table, place: int) -> bool:
    given = [row[place] for row in table.rows[:500] if row[place].strip()]
    return bool(given) and sum(_score(cell) is not None for cell in given) >= 0.8 * len(given)


def read_study(table: Table, columns: Mapping[str, int], brands: Sequence[int] = ()) -> StudyRead:
    """Every rating that can be used; a cell that cannot is told with its row and left out. Raises ValueError in a sentence."""
    is_long = "brand" in columns and "score" in columns
    if "respondent" not in columns or not (is_long or brands):
        raise ValueError(
            "Say which column names who answered, and either brand and score or the columns of the brands."
        )
    if not is_long and len(brands) > MOST_BRANDS:
        raise ValueError(f"At most {MOST_BRANDS} brands: {len(brands)} columns are chosen.")
    problems, found = Problems(), _Ratings()
    for number, who, brand, score in _given(table, columns, [] if is_long else brands):
        try:
            found.add(who, " ".join(brand.split()), score)
        except ValueError as wrong:
            problems.add(number, str(wrong))
    return StudyRead(found.ratings, problems, len(table.rows))


def brand_names(heads: Sequence[str]) -> Sequence[str]:
    """The names of brands as columns bear them, without the question that they share: “Recommend: Hartwell” is Hartwell."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*heads, strict=False))
    shared = "".join(letters[0] for letters in alike) if len(heads) > 1 else ""
    end = max(
        (shared.rfind(mark) + len(mark) for mark in (": ", " - ", "_", ". ") if mark in shared), default=0
    )
    return [head[end:] for head in heads]


def _given(
    table: Table, columns: Mapping[str, int], brands: Sequence[int]
) -> Iterator[tuple[int, str, str, str]]:
    names = brand_names([table.heads[place] for place in brands])
    for number, row in enumerate(table.rows, start=2):
        who = row[columns["respondent"]].strip()
        if not brands:
            yield number, who, row[columns["brand"]], row[columns["score"]].strip()
        for place, name in zip(brands, names, strict=True):
            if row[place].strip():
                yield number, who, name, row[place].strip()


class _Ratings:
    """Ratings as they are found; each respondent rates a brand once."""

    def __init__(self) -> None:
        self.ratings: list[Rated] = []
        self._numbers: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()

    def add(self, who: str, brand: str, score: str) -> None:
        if not who or not brand or len(brand) > LONGEST_BRAND:
            raise ValueError(f"A rating has a respondent and a brand of at most {LONGEST_BRAND} letters.")
        value = _score(score)
        if value is None:
            raise ValueError(f"“{score[:20]}” for {brand} is no whole number from 0 to 10.")
        if (who, brand.casefold()) in self._seen:
            raise ValueError(f"Respondent “{who[:40]}” rates {brand} a second time.")
        self._seen.add((who, brand.casefold()))
        number = self._numbers.setdefault(who, len(self._numbers) + 1)
        self.ratings.append(Rated(number, brand, value))


def _score(text: str) -> int | None:
    text = text.strip()
    labelled = LABELLED.fullmatch(text)
    try:
        return read_score(labelled[1] if labelled else text)
    except CellRefused:
        return None
