"""Everybody is told in their own language: every sentence, with its numbers, its plural forms and its days."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

import groundswell
from groundswell.act.telling.actions import choose_paces, connect_chat, set_habits
from groundswell.act.telling.chat import hand_note
from groundswell.act.telling.kinds import every_kind
from groundswell.act.telling.less import DIGEST, less_url
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.team import tell_teams
from groundswell.act.telling.words import letter_for, line_of
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.organisation.queries import language_of, language_of_unit
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
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import CHAT, Message
from groundswell.listen.channels.outbox.tests.post_office import post_office
from groundswell.understand.watching.models import Alert
from groundswell.understand.watching.words import what_happened
from tests.canary import CARLA
from tests.world import NOW

from .news import something_of_every_kind
from .telling_world import DAY, HOUR, MINUTE, letters_to, open_case, tell
from .test_no_customer_in_a_message import NEEDLES

OTHERS = LANGUAGES[1:]
LONDON = ZoneInfo("Europe/London")
PACKAGE = Path(groundswell.__file__).parent
TOLD = [PACKAGE / "act/cases/offers/news.py", *PACKAGE.glob("*/*/tidings.py")]
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


@pytest.mark.parametrize("language", OTHERS)
def test_a_digest_of_everything_holds_no_english_and_no_customer(planted, world, language):
    person = world.lead.person
    choose_language(person, language, by=world.lead, at=NOW)
    mine = [one for one in planted if one.person_id == person.pk]
    letter = letter_for(world.lead, mine, 3, LONDON)
    english = {piece for words in every_sentence() for piece in pieces_of(words)}
    english |= {kind.one for kind in every_kind().values()}
    for text in (letter.subject, letter.body, letter.html):
        assert [piece for piece in english if re.search(rf"\b{re.escape(piece)}\b", text)] == []
        assert [needle for needle in NEEDLES if needle.casefold() in text.casefold()] == []
    assert letter.body.count("/new/") == len(mine) + 2
    direction = "rtl" if language in FROM_THE_RIGHT else "ltr"
    assert letter.html.startswith(f'<div lang="{language}" dir="{direction}">')


def test_a_letter_in_german_from_the_job_to_the_mail_server(world, settings):
    set_habits(world.lead, {"language": "de"}, by=world.lead, at=NOW)
    with post_office(settings) as office:
        for _ in range(2):
            open_case(world)
        tell(NOW + MINUTE)
        tell(NOW + 7 * MINUTE)
        hand_over(NOW + 8 * MINUTE)
        (letter,) = office.letters
    plain, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
    assert str(make_header(decode_header(letter["Subject"]))) == "2 neue Fälle warten"
    assert plain.startswith("Guten Tag Lena, das ist neu für Sie.")
    assert plain.count("- Delivery, Leeds, 2 von 10, bis Donnerstag, 12. März, 10:00 Uhr") == 2
    assert f"Weniger davon: {settings.BASE_URL}/less/" in plain
    assert f"Wählen, was Sie wann hören: {settings.BASE_URL}/new/choices/" in plain
    assert '<div lang="de" dir="ltr">' in html


def test_another_language_chosen_before_the_letter_goes_is_the_language_of_the_letter(world):
    open_case(world)
    tell(NOW + MINUTE)
    set_habits(world.lead, {"language": "fr"}, by=world.lead, at=NOW + 2 * MINUTE)
    tell(NOW + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert letter.subject == "1 nouveau dossier attend"
    assert "Delivery, Leeds, 2 sur 10, avant le jeudi 12 mars à 10h00" in letter.body
    assert Tiding.objects.get().words == "Delivery, Leeds, 2 of 10", "the list stays English"


def test_a_person_is_told_in_their_own_language_else_in_that_of_the_nearest_part_above(world):
    person = world.lead.person
    assert (language_of(person), language_of_unit(None)) == ("en", "en")
    choose_language(world.root, "es", by=world.office, at=NOW)
    assert (language_of(person), language_of_unit(world.york)) == ("es", "es")
    choose_language(world.leeds, "nl", by=world.office, at=NOW)
    person.refresh_from_db()
    assert (language_of(person), language_of_unit(world.york)) == ("nl", "es")
    choose_language(person, "it", by=person, at=NOW)
    assert language_of(person) == "it"


def test_the_language_is_chosen_where_the_hours_are(world, signed_in):
    choose_language(world.root, "de", by=world.office, at=NOW)
    lead = signed_in(world.lead)
    assert "The language of my part: Deutsch" in lead.get("/new/choices/").content.decode()
    given = {"by_email": "on", "weekly_on": "0", "language": "ar"}
    assert lead.post("/new/choices/", given).status_code == 302
    world.lead.person.refresh_from_db()
    assert world.lead.person.language == "ar"
    assert '<option value="ar" selected>العربية' in lead.get("/new/choices/").content.decode()
    assert lead.post("/new/choices/", {**given, "language": "tlh"}).status_code == 422


def test_a_lead_chooses_the_language_of_their_own_part_only(world, signed_in):
    lead = signed_in(world.lead)
    lead.post("/new/chats/language/", {"part": world.leeds.pk, "language": "he"})
    lead.post("/new/chats/language/", {"part": world.york.pk, "language": "he"})
    world.leeds.refresh_from_db()
    world.york.refresh_from_db()
    assert (world.leeds.language, world.york.language) == ("he", "")
    assert "Leeds, עברית" in lead.get("/new/chats/").content.decode()
    assert signed_in(world.frontline).post("/new/chats/language/").status_code == 403


def test_less_of_it_is_asked_in_the_language_of_the_letter(world):
    person = world.lead.person
    choose_paces(world.lead, {"case.answered": Pace.DAILY}, by=world.lead, at=NOW)
    for language, words in (("de", "Kunden, die Ihnen antworten"), ("ar", "عملاء يجيبونك")):
        choose_language(person, language, by=world.lead, at=NOW)
        page = (
            Client()
            .get(less_url(world.lead, "case.answered").removeprefix(settings.BASE_URL))
            .content.decode()
        )
        assert words in page
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
        assert "Less" not in page
    done = Client().post(less_url(world.lead, DIGEST).removeprefix(settings.BASE_URL)).content.decode()
    assert "سيصلك أقل من هذا" in done
    assert "Choose" not in done


def test_a_teams_chat_hears_numbers_in_its_own_language_and_nobodys_name(world, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    choose_language(world.root, "nl", by=world.office, at=NOW)
    set_habits(world.lead, {"language": "it"}, by=world.lead, at=NOW)
    with playing(Recorded({})) as chat:
        connect_chat("#all", "slack", chat.address, unit=world.root, by="tests", at=NOW - DAY)
        connect_chat("#de", "teams", chat.address, unit=world.root, language="de", by="tests", at=NOW - DAY)
        connect_chat("Mine", "json", chat.address, person=world.lead.person, by="tests", at=NOW - DAY)
        something_of_every_kind(world, CARLA)
        for at in (NOW + 2 * HOUR, NOW + 2 * HOUR + HOUR / 4):
            tell(at)
            tell_teams(at=at)
            hand_over_due(CHAT, hand_note, at=at)
        sent = b"\n".join(body for _, _, body in chat.asked).decode()
    said = {note.address: note for note in Message.objects.filter(medium=CHAT).order_by("pk")}
    subjects = {name: note.subject for name, note in said.items() if name in {"#all", "#de", "Mine"}}
    assert subjects == {
        "#all": f"Wat nieuw is: {world.root}",
        "#de": f"Was neu ist: {world.root}",
        "Mine": "Le Sue novità",
    }
    for name, language in (("#all", "nl"), ("#de", "de"), ("Mine", "it")):
        *lines, link = said[name].body.split("\n")
        numbers = range(1, 30)
        assert set(lines) <= {kind.counted(n, language) for kind in every_kind().values() for n in numbers}
        assert link.startswith(settings.BASE_URL)
    assert "|Openen in Groundswell>" in sent
    assert '"title": "In Groundswell öffnen"' in sent
    assert [needle for needle in NEEDLES if needle.casefold() in sent.casefold()] == []


def test_what_has_no_words_in_a_language_is_said_in_english_and_the_letter_goes(world):
    assert say("{who} sings", who="Lena").in_language("de") == "Lena sings"
    set_habits(world.lead, {"language": "de"}, by=world.lead, at=NOW)
    open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    Tiding.objects.update(said={}, words="Noted by an earlier version")
    tell(NOW + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert "Noted by an earlier version, bis Donnerstag, 12. März" in letter.body


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


def test_a_watched_figure_is_named_as_on_its_page(planted):
    (alert,) = Alert.objects.select_related("series")
    for change in ({}, {"limits": "slow"}, {"kind_of_score": "relationship"}, {"what": "answers"}):
        for name, value in change.items():
            setattr(alert.series, name, value)
        assert str(what_happened(alert)).startswith(f"{alert.series}: −20")
