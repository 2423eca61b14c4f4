"""The editor's buttons: they change the order, the questions and the languages."""

from collections.abc import Callable
from typing import Any

from .editing import MOST_IN_A_FORM, choices_of
from .kinds import KINDS_TO_ADD, LISTS
from .languages import CODE
from .translations import copied

Data = dict[str, Any]
Questions = list[Data]


def changed(data: Data, deed: str, word: str = "") -> Data:
    """The survey after a button: ``up:2``, ``down:2``, ``remove:2``, ``lift:2:choices:1``, ``add:text``, ``speak``, ``unspeak:de`` or ``copy:de``."""
    verb, _, rest = deed.partition(":")
    languages = list(data["languages"])
    if verb == "speak" and CODE.fullmatch(word) and word not in languages:
        return data | {"languages": [*languages, word]}
    if verb == "unspeak" and rest in languages[1:]:
        return without_language(data | {"languages": [one for one in languages if one != rest]}, rest)
    if verb == "copy" and rest in languages[1:]:
        return copied(data, rest)
    questions = list(data["questions"])
    if verb == "add" and rest in KINDS_TO_ADD and len(questions) < MOST_IN_A_FORM:
        questions.append(_fresh(rest, {str(one.get("key")) for one in questions}))
    place, _, further = rest.partition(":")
    if verb in MOVES and place.isdecimal() and 0 < int(place) < len(questions):
        MOVES[verb](questions, int(place), further)
    return data | {"questions": questions}


def place_after(deed: str, count: int) -> int | None:
    """Which question the button was about, where it stands afterwards."""
    verb, _, rest = deed.partition(":")
    place = rest.partition(":")[0]
    if verb == "add":
        return count - 1
    if not place.isdecimal():
        return None
    return min(max(int(place) + {"up": -1, "down": 1}.get(verb, 0), 0), count - 1)


def _remove(questions: Questions, place: int, _: str) -> None:
    del questions[place]


def _up(questions: Questions, place: int, _: str) -> None:
    if place > 1:
        questions[place - 1 : place + 1] = questions[place], questions[place - 1]


def _down(questions: Questions, place: int, _: str) -> None:
    if place + 1 < len(questions):
        questions[place : place + 2] = questions[place + 1], questions[place]


def _lift(questions: Questions, place: int, which: str) -> None:
    """Move one choice, row or column up."""
    part, _, row = which.partition(":")
    choices = choices_of(questions[place], part)
    if (
        part in LISTS.get(str(questions[place].get("kind")), ())
        and row.isdecimal()
        and 0 < int(row) < len(choices)
    ):
        choices[int(row) - 1 : int(row) + 1] = choices[int(row)], choices[int(row) - 1]
        questions[place] = questions[place] | {part: choices}


MOVES: dict[str, Callable[[Questions, int, str], None]] = {
    "remove": _remove,
    "up": _up,
    "down": _down,
    "lift": _lift,
}


def _fresh(kind: str, taken: set[str]) -> Data:
    key = next(f"q{number}" for number in range(2, 1000) if f"q{number}" not in taken)
    return {"key": key, "kind": kind, "text": {}} | ({"least": 1, "most": 5} if kind == "rating" else {})


def without_language(thing: Any, language: str) -> Any:
    """The survey without the words of a language."""
    if isinstance(thing, list):
        return [one if isinstance(one, str) else without_language(one, language) for one in thing]
    if isinstance(thing, dict):
        return {name: without_language(one, language) for name, one in thing.items() if name != language or not isinstance(one, str)}  # fmt: skip
    return thing
