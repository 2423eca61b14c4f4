"""Choose who gets a case, and say why: pure, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

OF_THE_PLACE = 1
"""Up to here somebody works at the place or answers for it; further away are those who answer for the places above."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may get a case.

    ``nearness`` is 0 for those whom it concerns first and rises with the distance; None for who only stands in for others.
    ``away_until`` is the last day of an absence that runs today.
    """

    person_id: int
    name: str
    nearness: int | None = 0
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    open_cases: int = 0
    away_until: date | None = None
    stand_in: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What helps with this case; empty means anything. ``language_name`` is how people call the language."""

    language: str = ""
    language_name: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets it; None where nobody is here. ``why`` is a sentence for the case."""

    person_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class _Here:
    candidate: Candidate
    nearness: int
    stands_in_for: tuple[Candidate, ...] = field(default=())


def choose(candidates: Sequence[Candidate], wish: Wish) -> Choice:
    """Who gets the case: of those who are here or stand in, whoever has the skill, belongs to the place, speaks the
    language, is nearest, has the fewest open cases. The same candidates in any order give the same choice.
    """
    by_id = {one.person_id: one for one in candidates}
    here = _who_is_here(by_id)
    if not here:
        return Choice(None, _nobody(candidates))
    ranked = sorted(here.values(), key=lambda one: _rank(one.candidate, one.nearness, wish))
    return Choice(ranked[0].candidate.person_id, _why(ranked, by_id, wish))


def _who_is_here(by_id: Mapping[int, Candidate]) -> dict[int, _Here]:
    """Those who are present, as near as they are themselves or as whoever they stand in for."""
    here: dict[int, _Here] = {}
    for one in sorted(by_id.values(), key=lambda one: one.person_id):
        present = _stands_for(one, by_id)
        if one.nearness is None or present is None:
            continue
        absent = () if present is one else (one,)
        held = here.get(present.person_id)
        if held is None or one.nearness < held.nearness:
            here[present.person_id] = _Here(present, one.nearness, absent)
        elif one.nearness == held.nearness and held.stands_in_for:
            here[present.person_id] = replace(
                held, stands_in_for=(*held.stands_in_for, *absent) if absent else ()
            )
    return here


def _stands_for(one: Candidate, by_id: Mapping[int, Candidate]) -> Candidate | None:
    seen: set[int] = set()
    while one.away_until is not None:
        if one.person_id in seen or one.stand_in not in by_id:
            return None
        seen.add(one.person_id)
        one = by_id[one.stand_in]
    return one


def _rank(one: Candidate, nearness: int, wish: Wish) -> tuple[bool, bool, bool, int, int, int]:
    return (
        bool(wish.skill) and wish.skill not in one.skills,
        nearness > OF_THE_PLACE,
        bool(wish.language) and wish.language not in one.languages,
        nearness,
        one.open_cases,
        one.person_id,
    )


def _why(ranked: Sequence[_Here], by_id: Mapping[int, Candidate], wish: Wish) -> str:
    first = ranked[0]
    chosen = first.candidate
    reasons = []
    if wish.skill and wish.skill in chosen.skills:
        reasons.append(f"knows about {wish.skill}")
    if wish.language and wish.language in chosen.languages:
        reasons.append(f"speaks {wish.language_name or wish.language}")
    if first.stands_in_for:
        reasons.append(f"stands in for {' and '.join(one.name for one in first.stands_in_for)}")
    elif not reasons and chosen.place:
        reasons.append(chosen.place)
    alike = [one for one in ranked[1:] if _rank_of(one, wish)[:4] == _rank_of(first, wish)[:4]]
    if alike and chosen.open_cases < max(one.candidate.open_cases for one in alike):
        reasons.append("has the fewest open cases")
    words = f"{', '.join(reasons) or 'is here'}{_away(first, by_id, wish)}{_lacking(chosen, wish)}"
    return f"Comes to {chosen.name}: {words}."


def _rank_of(one: _Here, wish: Wish) -> tuple[bool, bool, bool, int, int, int]:
    return _rank(one.candidate, one.nearness, wish)


def _away(first: _Here, by_id: Mapping[int, Candidate], wish: Wish) -> str:
    """Who would have come before, were they here."""
    before = [one for one in by_id.values() if _would_have_come(one, first, wish)]
    before.sort(key=lambda one: one.person_id)
    return "".join(f"; {_until(one)}" for one in before[:2])


def _would_have_come(one: Candidate, first: _Here, wish: Wish) -> bool:
    if one in first.stands_in_for:
        return True
    if one.away_until is None or one.nearness is None:
        return False
    return _rank(one, one.nearness, wish)[:4] <= _rank_of(first, wish)[:4]


def _until(one: Candidate) -> str:
    return f"{one.name} is away until {one.away_until:%-d %B}"


def _lacking(chosen: Candidate, wish: Wish) -> str:
    lacks = []
    if wish.skill and wish.skill not in chosen.skills:
        lacks.append(f"knows about {wish.skill}")
    if wish.language and wish.language not in chosen.languages:
        lacks.append(f"speaks {wish.language_name or wish.language}")
    return f"; nobody who is here {' or '.join(lacks)}" if lacks else ""


def _nobody(candidates: Sequence[Candidate]) -> str:
    away = sorted((one for one in candidates if one.away_until), key=lambda one: one.person_id)
    if not away:
        return "Nobody answers for this place. Hand it to somebody."
    return f"Nobody is here: {'; '.join(map(_until, away[:3]))}. Hand it to somebody."
