"""Everybody is told in their own language: every sentence, with its numbers, its plural forms and its days."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

import groundswell
from groundswell.act.telling.kinds import every_kind
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.words import letter_for, line_of
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.saying import (
    FIRST,
    FORMS,
    FROM_THE_RIGHT,
    LANGUAGES,
    USUAL_FORMS,
    Said,
    every_sentence,
    listed,
    moment_in,
    say,
)
from groundswell.understand.watching.models import Alert
from groundswell.understand.watching.words import what_happened
from tests.canary import CARLA
from tests.world import NOW

from .news import something_of_every_kind
from .telling_world import DAY, HOUR, tell
from .test_no_customer_in_a_message import NEEDLES

OTHERS = LANGUAGES[1:]
LONDON = ZoneInfo("Europe/London")
PACKAGE = Path(groundswell.__file__).parent
TOLD = [
    PACKAGE / "act/cases/offers/news.py",
    *(one for one in PACKAGE.rglob("*tidings.py") if one.parent.name != "foundation"),
]
"""Where sentences stand as they are; elsewhere they are given to ``say`` or ``words_in``."""


def fields_of(words: str) -> set[tuple[str | None, str | None]]:
    return {(name, form) for _, name, form, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_in_a_language_and_each_has_all_its_parts_and_forms(language):
    wrong = []
    for english, said in every_sentence().items():
        given = said.get(language, "")
        forms = given if isinstance(given, tuple) else (given,)
        is_counted = ("n", "") in fields_of(english) and english.startswith(("{n}", "and {n}", ", and {n}"))
        if not all(forms) or (is_counted and len(forms) != len(FORMS.get(language, USUAL_FORMS))):
            wrong.append((english, "missing"))
        wrong += [(english, one) for one in forms[-1:] if fields_of(one) != fields_of(english)]
        wrong += [(english, one) for one in forms if not fields_of(one) <= fields_of(english)]
    assert wrong == []


def test_every_sentence_that_the_rooms_say_is_in_the_lists():
    kinds = every_kind().values()
    needed = {words for kind in kinds for words in (kind.title, kind.many, kind.moment_words)}
    apart = {kind.one for kind in kinds} | {kind.at_least for kind in kinds}
    for path in PACKAGE.rglob("*.py"):
        if "tests" not in path.parts:
            needed |= said_in(ast.parse(path.read_text()), path in TOLD) - apart
    assert sorted(needed - set(every_sentence())) == []
    assert sorted(set(every_sentence()) - needed - NOT_LITERAL) == []


NOT_LITERAL = {
    "Prepare", "Pilot", "Widen", "Keep", "at once", "once a day", "once a week", "only in the list",
    "Response rate", "Answers received", "Complaints", "Relationship score", "Competitive benchmark score",
    "{figure} points", "{figure} per cent", "E-mail survey", "Web", "File", "In the shop", "Hotline", "Chat",
    "Another system", "Text message", "Public review", "Social media", "Help desk", "Customer system",
    "Open in Groundswell", "Groundswell can reach this chat. Here you will be told what waits.",
    "{series}: the moving mean stood at {figure} in the week of {week:date}, {side} its range {usual}",
    "{name}, you raised something that your team could not settle alone. This is what became of it.",
}  # fmt: skip
"""What stands under another name before it is said: stages, paces, channels and what is watched."""


def said_in(tree: ast.AST, stands_as_it_is: bool) -> set[str]:
    """The sentences of a file: what is given to ``say``, or everything with a blank that is no docstring."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    called = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    given = [node.args[0] for node in called if node.func.id in {"say", "words_in"} and node.args]
    found = {one.value for one in given if isinstance(one, ast.Constant) and " " in str(one.value) + " "}
    if stands_as_it_is:
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value
            and id(node) not in notes
        }
    return {words for words in found if words != "{all}"}


@pytest.fixture
def planted(world) -> list[Tiding]:
    """Something new of every kind."""
    something_of_every_kind(world, CARLA)
    for at in (NOW + 2 * HOUR, NOW + DAY):
        tell(at)
    rows = list(Tiding.objects.select_related("person").order_by("pk"))
    assert {one.kind for one in rows} == set(every_kind())
    return rows


def typed_in(parts: object) -> list[str]:
    """What somebody typed, or a date in ISO form."""
    if isinstance(parts, str):
        return [parts]
    if isinstance(parts, dict):
        return [text for name, one in parts.items() if name != "words" for text in typed_in(one)]
    return [text for one in parts for text in typed_in(one)] if isinstance(parts, list) else []


def pieces_of(words: str) -> set[str]:
    """The English pieces of a sentence between its parts, of two words at least."""
    literal = (text.strip(" :,.") for text, *_ in Formatter().parse(words))
    return {text for text in literal if " " in text}


@pytest.mark.once
def test_each_kind_of_news_is_told_in_each_language_without_a_word_of_english_and_with_all_its_numbers(
    planted,
):
    english = {piece for words in every_sentence() for piece in pieces_of(words)}
    wrong = []
    for one in planted:
        kind = every_kind()[one.kind]
        first = line_of(one, kind, LONDON)
        for language in OTHERS:
            line = line_of(one, kind, LONDON, language)
            bare = line
            for text in sorted(typed_in(one.said["parts"]), key=len, reverse=True):
                bare = bare.replace(text, "")
            if [piece for piece in english if piece in bare]:
                wrong.append((language, one.kind, line))
            if language in FROM_THE_RIGHT and re.search("[A-Za-z]", bare):
                wrong.append((language, one.kind, line))
            if sorted(re.findall(r"\d+", line)) != sorted(re.findall(r"\d+", first)):
                wrong.append((language, one.kind, line, first))
    assert wrong == []


@pytest.mark.once
def test_a_digest_of_everything_holds_no_english_and_no_customer(planted, world):
    person = world.lead.person
    mine = [one for one in planted if one.person_id == person.pk]
    english = {piece for words in every_sentence() for piece in pieces_of(words)}
    english |= {kind.one for kind in every_kind().values()}
    for language in OTHERS:
        choose_language(person, language, by=world.lead, at=NOW)
        letter = letter_for(world.lead, mine, 3, LONDON)
        for text in (letter.subject, letter.body, letter.html):
            found = [piece for piece in english if re.search(rf"\b{re.escape(piece)}\b", text)]
            assert found + [needle for needle in NEEDLES if needle.casefold() in text.casefold()] == [], (
                language
            )
        assert letter.body.count("/new/") == len(mine) + 2, language
        direction = "rtl" if language in FROM_THE_RIGHT else "ltr"
        assert letter.html.startswith(f'<div lang="{language}" dir="{direction}">')


def test_numbers_days_and_money_are_written_as_in_the_language():
    cases = {n: Said("{n} new cases wait", {"n": n}).in_language("ar") for n in (1, 2, 3, 11, 100, 1204)}
    assert cases == {
        1: "حالة جديدة واحدة بالانتظار",
        2: "حالتان جديدتان بالانتظار",
        3: "3 حالات جديدة بالانتظار",
        11: "11 حالة جديدة بالانتظار",
        100: "100 حالة جديدة بالانتظار",
        1204: "1,204 حالات جديدة بالانتظار",
    }
    assert Said("{n} new cases wait", {"n": 1204}).in_language("de") == "1.204 neue Fälle warten"
    moment = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)
    assert {language: moment_in(moment, LONDON, language) for language in LANGUAGES} == {
        "en": "Thu 12 March, 14:05",
        "de": "Donnerstag, 12. März, 14:05 Uhr",
        "fr": "jeudi 12 mars à 14h05",
        "es": "jueves 12 de marzo a las 14:05",
        "it": "giovedì 12 marzo alle 14:05",
        "nl": "donderdag 12 maart om 14:05",
        "ar": "الخميس، 12 مارس الساعة 14:05",
        "he": "יום חמישי, 12 במרץ בשעה 14:05",
    }
    asked = say(
        "{who} asks for your word: {amount:money} in case {case}", who="Ann", amount=1250, case="1204"
    )
    assert asked.in_language(FIRST) == "Ann asks for your word: £1,250 in case 1204"
    assert asked.in_language("de") == "Ann bittet um Ihre Zustimmung: 1.250\u00a0£ in Fall 1204"
    assert asked.in_language("nl") == "Ann vraagt uw akkoord: £\u00a01.250 in zaak 1204"


def test_names_in_another_script_stand_apart_so_that_numbers_keep_their_place():
    said = listed("Delivery", say("{score} of 10", score=2))
    assert said.in_language("ar") == "\u2068Delivery\u2069، 2 من 10"
    assert said.in_language("de") == "Delivery, 2 von 10"


def test_braces_that_somebody_typed_are_words():
    assert say("The huddle of {unit}", unit="Team {n} {}").in_language("de") == "Teamrunde Team {n} {}"
    assert Said("Team {n}").in_language("de") == "Team {n}"


@pytest.mark.once
def test_a_watched_figure_is_named_as_on_its_page(planted):
    (alert,) = Alert.objects.select_related("series")
    for change in ({}, {"limits": "slow"}, {"kind_of_score": "relationship"}, {"what": "answers"}):
        for name, value in change.items():
            setattr(alert.series, name, value)
        assert str(what_happened(alert)).startswith(f"{alert.series}: −20")
