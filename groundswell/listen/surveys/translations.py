"""Every word of a survey by its place, so that a language is written beside the first one, on the page or in a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from .editing import TOP_TEXTS, choices_of, languages_of, texts_by_language
from .kinds import LIST_NAMES, LISTS, has_scale
from .languages import CODE, WORDS, is_spoken_here, usual_word
from .reading import LONGEST_TEXT

Data = dict[str, Any]
Texts = Mapping[str, str]
LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r]")
MOST_ROWS = 5000
ENDS = {"low": "the lowest number", "high": "the highest number"}
SURVEY_WORDS = {"title": "Title", "consent": "Consent", "thanks": "Thanks"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: its name in files, its name for people, the field in the editor, and the words by language."""

    name: str
    where: str
    field: str
    texts: Texts
    put: Callable[[dict[str, str]], None]


@dataclass(slots=True)
class Taken:
    """What came in from a spreadsheet, by language, and what could not be used."""

    words: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def places_of(data: Data) -> list[Place]:
    """Every place with words in the first language, in the order of the survey; then the words of the buttons."""
    first = languages_of(data)[0]
    return [one for one in (*_asked(data), *_around(data)) if one.texts.get(first)] + list(_buttons(data))


def missing_in(data: Data, language: str) -> list[Place]:
    """The places that are still said in another language."""
    return [one for one in own_places(data, language) if not one.texts.get(language)]


def own_places(data: Data, language: str) -> list[Place]:
    """The places that a language has to fill: our own words only where we do not speak it."""
    is_ours = is_spoken_here(language)
    return [one for one in places_of(data) if not (is_ours and one.name.startswith("words."))]


def copied(data: Data, language: str) -> Data:
    """The survey with the words of the first language wherever a language has none: to be written over."""
    fresh = _fresh(data)
    for place in missing_in(fresh, language):
        if not place.name.startswith("words."):
            place.put({language: place.texts[languages_of(fresh)[0]]})
    return fresh


def translation_file(data: Data) -> str:
    """A table for a spreadsheet: one place a row, one language a column. No cell is taken for a formula."""
    languages, table = languages_of(data), StringIO()
    writer = csv.writer(table)
    writer.writerow(["place", *languages])
    for place in places_of(data):
        writer.writerow([place.name, *(_safe(place.texts.get(one, "")) for one in languages)])
    return "\ufeff" + table.getvalue()


def take_translations(data: Data, content: bytes) -> tuple[Data, Taken]:
    """The survey with the words of a spreadsheet in every language but the first. An empty cell changes nothing."""
    fresh, taken = _fresh(data), Taken()
    rows = _rows(content, taken)
    heads = [one.strip() for one in rows[0]] if rows else []
    if "place" not in heads:
        taken.problems.append("The first row names the columns: place, then a language each, such as en, de.")
        return data, taken
    first, known = languages_of(fresh)[0], {one.name: one for one in places_of(fresh)}
    languages = [one for one in heads if one not in {"place", first, ""}]
    for head in [one for one in languages if not CODE.fullmatch(one)]:
        taken.problems.append(f"“{head[:40]}” is no language code such as de or pt-BR. Its column was left.")
        languages.remove(head)
    for number, row in enumerate(rows[1 : MOST_ROWS + 1], start=2):
        cells = dict(zip(heads, row, strict=False))
        _take(fresh, known, cells, languages, number, taken)
    spoken = languages_of(fresh)
    fresh["languages"] = [*spoken, *(one for one in taken.words if one not in spoken)]
    return fresh, taken


def _take(
    data: Data, known: Mapping[str, Place], cells: Texts, languages: list[str], number: int, taken: Taken
) -> None:
    name = cells.get("place", "").strip()
    place = known.get(name)
    if place is None:
        if name:
            taken.problems.append(f"Row {number}: nothing is called “{name[:80]}” in this survey.")
        return
    for language in languages:
        words = _plain(cells.get(language, "")).strip()
        if len(words) > LONGEST_TEXT:
            taken.problems.append(f"Row {number}, {language}: shorten it to {LONGEST_TEXT} characters.")
        elif words and words != place.texts.get(language):
            place.put({language: words})
            taken.words[language] = taken.words.get(language, 0) + 1


def _rows(content: bytes, taken: Taken) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        return [row for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except (UnicodeDecodeError, csv.Error):
        taken.problems.append("This is no table of text. Save it as CSV in UTF-8.")
        return []


def _safe(words: str) -> str:
    return f"'{words}" if LIKE_A_FORMULA.match(words) else words


def _plain(words: str) -> str:
    return words[1:] if words.startswith("'") and LIKE_A_FORMULA.match(words) else words


def _fresh(data: Data) -> Data:
    """A copy as deep as its words go; a place of it can be written to."""
    words = data.get("words")
    return {name: _copied(value) for name, value in data.items()} | {
        "words": _copied(words) if isinstance(words, dict) else {}
    }


def _copied(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _copied(one) for name, one in thing.items()}
    return [_copied(one) for one in thing] if isinstance(thing, list) else thing


def _place(data: Data, owner: Data, name: str, told: tuple[str, str, str]) -> Place:
    texts = texts_by_language(owner.get(name), languages_of(data))

    def put(words: dict[str, str]) -> None:
        owner[name] = texts_by_language(owner.get(name), languages_of(data)) | words

    return Place(*told, texts, put)


def _asked(data: Data) -> Iterator[Place]:
    questions = [one for one in data.get("questions") or [] if isinstance(one, dict)]
    for number, question in enumerate(questions, start=1):
        key, kind, at = str(question.get("key", "")), str(question.get("kind")), f"q{number - 1}"
        yield _place(data, question, "text", (f"{key}.text", f"Question {number}", f"{at}-text"))
        for end, what in ENDS.items() if has_scale(kind) else ():
            told = (f"{key}.{end}", f"Question {number}, {what}", f"{at}-{end}")
            yield _place(data, question, end, told)
        for part in LISTS.get(kind, ()):
            what = LIST_NAMES[part][:-1].lower()
            for row, choice in enumerate(choices_of(question, part)):
                told = (f"{key}.{part}.{choice.get('value')}", f"Question {number}, {what} {row + 1}", f"{at}-{part}-{row}")  # fmt: skip
                yield _place(data, choice, "text", told)


def _around(data: Data) -> Iterator[Place]:
    for name in TOP_TEXTS:
        yield _place(data, data, name, (name, SURVEY_WORDS[name], name))


def _buttons(data: Data) -> Iterator[Place]:
    first = languages_of(data)[0]
    for name in WORDS:
        own = data.get("words") if isinstance(data.get("words"), dict) else {}
        told = (f"words.{name}", f"Button “{usual_word(name, 'en')}”", f"words-{name}")
        place = _place(data, {} if own is None else own, name, told)
        yield Place(
            place.name, place.where, place.field, {first: usual_word(name, first)} | place.texts, place.put
        )
