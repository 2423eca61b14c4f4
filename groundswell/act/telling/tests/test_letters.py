"""The letter as it leaves the house, over a real mail server; and less of it in one tap."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from groundswell.act.telling.actions import choose_paces, hear_less, set_habits
from groundswell.act.telling.less import asked_for_less, less_url
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.wanting import paces_of
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.tests.post_office import PostOffice, post_office
from tests.world import NOW, World

from .telling_world import MINUTE, letters_to, open_case, tell


@pytest.fixture
def mail(world: World, settings):
    """One letter with two cases, as a mail server got it."""
    with post_office(settings) as office:
        for _ in range(2):
            open_case(world)
        tell(NOW + MINUTE)
        tell(NOW + 7 * MINUTE)
        hand_over(NOW + 8 * MINUTE)
        yield office


def only_letter(office: PostOffice):
    (letter,) = office.letters
    return letter


@pytest.mark.once
def test_it_is_plain_and_html_with_a_link_for_each_thing(mail, world):
    letter = only_letter(mail)
    plain, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
    assert letter["To"] == world.lead.person.email
    assert letter["Subject"] == "2 new cases wait"
    for tiding in Tiding.objects.filter(person=world.lead.person):
        assert f"{settings.BASE_URL}/new/{tiding.pk}/" in plain
        assert f'href="{settings.BASE_URL}/new/{tiding.pk}/"' in html
    assert plain.startswith("Lena, this is new for you.")
    assert "<h2" in html
    assert f"{settings.BASE_URL}/new/choices/" in plain
    assert "<script" not in html


@pytest.mark.once
def test_a_mail_program_offers_to_stop_it_with_one_click(mail, world):
    letter = only_letter(mail)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(rf"<{settings.BASE_URL}(/less/[^>]+)>", letter["List-Unsubscribe"])
    choose_paces(world.lead, {"case.answered": Pace.DAILY, "case.late": Pace.DAILY}, by=world.lead, at=NOW)
    done = Client().post(address, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    paces = paces_of(world.lead)
    assert paces["case.answered"] == paces["promise.due"] == Pace.LIST
    assert paces["case.late"] == Pace.WEEKLY, "a customer waits by our promise"
    assert paces["case.opened"] == Pace.NOW, "that comes in no digest"


def test_less_of_one_kind_is_one_tap_and_looking_changes_nothing(mail, world):
    plain = only_letter(mail).get_payload()[0].get_payload(decode=True).decode()
    (address,) = re.findall(rf"Less of this: {settings.BASE_URL}(/less/\S+)", plain)
    reader = Client(enforce_csrf_checks=True)
    page = reader.get(address).content.decode()
    assert "A case of mine is opened" in page
    assert "once a day" in page
    assert paces_of(world.lead)["case.opened"] == Pace.NOW
    assert "From now on: once a day." in reader.post(address).content.decode()
    reader.post(address)
    assert "It stays as it is" in reader.post(address).content.decode()
    assert paces_of(world.lead)["case.opened"] == Pace.WEEKLY, "a customer waits by name"


@pytest.mark.once
def test_a_link_that_we_did_not_sign_does_nothing(world):
    good = less_url(world.lead, "promise.due").rsplit("/less/", 1)[1].strip("/")
    other = good.replace(f"{world.lead.person.pk}.", f"{world.office.person.pk}.", 1)
    for token in (other, good[:-1], "1.promise.due~x", "x"):
        assert asked_for_less(token) is None
        assert Client().post(f"/less/{token}/").status_code == 404
    Person.objects.filter(pk=world.lead.person.pk).update(left_on=NOW.date())
    assert asked_for_less(good) is None


def test_less_of_a_kind_that_is_gone_is_said_and_nothing_happens(world):
    assert hear_less(world.lead, "no.such.kind", at=NOW) == []


@pytest.mark.once
def test_who_wants_no_mail_finds_it_in_the_list(world):
    set_habits(world.lead, {"by_email": False}, by=world.lead, at=NOW)
    open_case(world)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    assert letters_to(world.lead.person) == []
    assert Tiding.objects.get().read_at is None


@pytest.mark.once
def test_a_long_list_is_cut_in_the_letter_and_says_so(world):
    for _ in range(18):
        open_case(world)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    (letter,) = letters_to(world.lead.person)
    assert letter.subject == "18 new cases wait"
    assert letter.body.count("/new/") == 15 + 2
    assert "and 3 more in your list" in letter.body


@pytest.mark.once
def test_a_busy_mail_server_gets_it_later_and_once(world, settings):
    with post_office(settings) as office:
        office.is_away = True
        open_case(world)
        tell(NOW + MINUTE)
        tell(NOW + 7 * MINUTE)
        hand_over(NOW + 8 * MINUTE)
        office.is_away = False
        for minutes in range(9, 20):
            tell(NOW + minutes * MINUTE)
            hand_over(NOW + minutes * MINUTE + timedelta(seconds=5))
        assert office.to() == [world.lead.person.email]
