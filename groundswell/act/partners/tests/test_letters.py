"""Whoever invites somebody of an agency hands over a letter in their language; its secret is kept nowhere."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from groundswell.act.partners.inviting import accept_invitation, invite_to_agency, let_go
from groundswell.act.partners.letters import letter_with
from groundswell.act.partners.models import AgencyMember
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.saying import FROM_THE_RIGHT, LANGUAGES
from groundswell.listen.channels.models import Message
from tests.world import NOW

from .agencies import PASSWORD, make_agency

LINK = "http://testserver/partners/come-in/secret/"


def invited(agency, world, language, email="paula@agency.example"):
    given = {"name": "Paula Pérez", "email": email, "by": world.office, "at": NOW}
    return invite_to_agency(agency, language=language, **given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_is_in_the_language_that_was_chosen_for_them_and_opens_in_a_mail_program(world, language):
    agency, _ = make_agency(world)
    letter = letter_with(invited(agency, world, language)[0], LINK)
    assert letter.frame == {"lang": language, "dir": "rtl" if language in FROM_THE_RIGHT else "ltr"}
    assert LINK in letter.lines
    assert "Paula Pérez" in letter.lines[0]
    assert "Quick Couriers" in letter.lines[0]
    asked = urlsplit(letter.mailto)
    assert (asked.scheme, asked.path) == ("mailto", "paula%40agency.example")
    body = "\r\n\r\n".join(letter.lines)
    assert parse_qs(asked.query) == {"subject": [letter.subject], "body": [body]}
    english = letter_with(invited(agency, world, "en", "other@agency.example")[0], LINK)
    same = [one for one in letter.lines if one in english.lines]
    assert same == ([LINK] if language != "en" else english.lines)


def test_where_nobody_chose_it_is_in_that_of_the_organisation(world):
    choose_language(world.root, "de", by=world.office, at=NOW)
    agency, _ = make_agency(world)
    assert letter_with(invited(agency, world, "")[0], LINK).subject.startswith("Eine Einladung von ")


def test_it_stands_on_the_page_once_and_in_no_outbox(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    agency, _ = make_agency(world)
    office, address = signed_in(world.office), reverse("partners:agency", args=[agency.pk])
    given = {"name": "Paula Pérez", "email": "paula@agency.example"}
    page = office.post(address, given | {"language": "he"}).content.decode()
    assert 'lang="he" dir="rtl"' in page
    assert '<p dir="ltr">http://testserver/partners/' in page
    assert "mailto:paula%40agency.example?subject=" in page
    assert "mailto:" not in office.get(address).content.decode()
    assert not Message.objects.exists()
    refused = office.post(address, given | {"language": "xx"})
    assert refused.status_code == 422
    assert "Paula" in refused.content.decode()


def test_somebody_who_comes_back_keeps_their_language_unless_another_was_chosen(world):
    agency, _ = make_agency(world)

    def come_in(language):
        return accept_invitation(invited(agency, world, language)[1], password=PASSWORD, at=NOW).language

    found = [come_in("fr")]
    for language in ("", "it"):
        let_go(AgencyMember.objects.get(user__email="paula@agency.example"), by=world.office, at=NOW)
        found.append(come_in(language))
    assert found == ["fr", "fr", "it"]
