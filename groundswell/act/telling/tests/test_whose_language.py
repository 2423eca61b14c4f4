"""Whose language it is: a person's own, else that of their part; in letters, on pages and in the chat of a team."""

from __future__ import annotations

from email.header import decode_header, make_header

import pytest
from django.conf import settings
from django.test import Client

from groundswell.act.telling.actions import choose_paces, connect_chat, set_habits
from groundswell.act.telling.chat import hand_note
from groundswell.act.telling.kinds import every_kind
from groundswell.act.telling.less import DIGEST, less_url
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.team import tell_teams
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.organisation.queries import language_of, language_of_unit
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import CHAT, Message
from groundswell.listen.channels.outbox.tests.post_office import post_office
from tests.canary import CARLA
from tests.world import NOW

from .news import something_of_every_kind
from .telling_world import DAY, HOUR, MINUTE, letters_to, open_case, tell
from .test_no_customer_in_a_message import NEEDLES

pytestmark = pytest.mark.once


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
