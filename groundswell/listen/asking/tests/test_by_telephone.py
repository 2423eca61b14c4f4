"""A colleague asks a customer on the telephone: finds who it is, hears what the rules say, and enters the answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.models import Channel, Customer, Identity, Purpose
from groundswell.listen.asking.telephoning import begin_asking, word_against_asking
from groundswell.listen.asking.why import timeline_of
from groundswell.listen.channels.web.answers import keep_answers, send_answers
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import AnswerDraft
from tests.world import NOW, make_customer, make_signal

ADDRESS = "/listen/phone/"


def call(client: Client, world, **form: object):
    return client.post(ADDRESS, {"survey": world.experience.survey.pk} | form, follow=True)


def answered(draft: AnswerDraft) -> Signal:
    send_answers(keep_answers(draft, {"score": 9}, at=draft.started_at), at=draft.started_at)
    return Signal.objects.get(key=draft.token)


def test_from_the_name_to_the_stored_voice(world, signed_in):
    ada = make_customer("Ada Ash")
    make_signal(3, "Hm.", customer=ada, unit=world.leeds)
    client = signed_in(world.frontline)
    page = call(client, world, name="ada", do="find")
    assert "Ada Ash" in page.content.decode()
    assert not AnswerDraft.objects.exists()
    told = {
        "name": "ada",
        "customer": ada.pk,
        "phone": "020 7946 0018",
        "unit": world.leeds.pk,
        "served": "on",
    }
    page = call(client, world, **told, do="begin")
    page = client.post(page.redirect_chain[-1][0], {"q": "score", "score": "9", "go": "send"}, follow=True)
    assert "Next caller" in page.content.decode()
    signal = Signal.objects.get(channel=Signal.Channel.PHONE)
    assert (signal.customer, signal.unit, signal.employee) == (ada, world.leeds, world.frontline.person)
    assert (signal.score, signal.kind_of_score, signal.source) == (
        9,
        "experience",
        f"telephone form {world.experience.survey.code}",
    )
    assert ada.identities.filter(value="+442079460018").exists()


def test_a_name_finds_nobody_beyond_sight_and_a_number_finds_its_owner(world, signed_in):
    far = make_customer("Yan York")
    make_signal(3, "Hm.", customer=far, unit=world.york)
    Identity.objects.create(customer=far, kind="phone", value="+442079460018")
    client = signed_in(world.frontline)
    assert "Yan York" not in client.get(f"{ADDRESS}callers/?name=Yan").content.decode()
    assert "Yan York" in client.get(f"{ADDRESS}callers/?phone=020+7946+0018").content.decode()


@pytest.mark.parametrize("role", ["executive", "partner"])
def test_who_reads_no_names_asks_nobody_by_telephone(world, signed_in, role):
    client = signed_in(getattr(world, role))
    assert client.get(ADDRESS).status_code == 403
    assert client.get(f"{ADDRESS}callers/?name=ada").status_code == 403


def test_a_number_that_nobody_has_makes_a_customer_who_is_known_by_it(world, signed_in):
    call(signed_in(world.lead), world, name="Bo", phone="020 7946 0019", do="begin")
    assert AnswerDraft.objects.get().customer.name == "Bo"
    call(signed_in(world.lead), world, phone="+44 20 7946 0019", do="offered")
    assert Customer.objects.count() == 1


def test_a_number_that_is_none_is_said_and_nothing_begins(world, signed_in):
    page = call(signed_in(world.lead), world, phone="12", do="begin")
    assert page.status_code == 422
    assert not AnswerDraft.objects.exists()


def test_who_was_asked_by_telephone_was_asked(world):
    ada = make_customer()
    survey = world.experience.survey
    draft = begin_asking(survey, by=world.lead, at=NOW, known=ada)
    assert "Nobody gets two" in word_against_asking(ada, survey, at=NOW + timedelta(hours=1)).sentence
    answered(draft)
    later = word_against_asking(ada, survey, at=NOW + timedelta(days=30))
    assert (later.reason, later.until) == ("person_window", NOW + timedelta(days=90))
    assert word_against_asking(ada, survey, at=NOW + timedelta(days=91)) is None
    titles = [moment.title for moment in timeline_of(ada, at=NOW + timedelta(days=30))]
    assert "Asked by telephone: Delivery" in titles


def test_two_calls_in_one_moment_trouble_no_rule(world):
    ada, survey = make_customer(), world.experience.survey
    answered(begin_asking(survey, by=world.lead, at=NOW, known=ada))
    begin_asking(survey, by=world.lead, at=NOW, known=ada)
    assert word_against_asking(ada, survey, at=NOW + timedelta(hours=1))


def test_the_rules_are_said_first_and_who_offers_may_answer(world, signed_in):
    ada = make_customer("Ada Ash")
    ban_contact(ada, why="Rang twice", by=world.office, at=timezone.now())
    client = signed_in(world.office)
    page = call(client, world, email=ada.email, do="begin")
    assert page.status_code == 422
    assert "Do not ask Ada Ash now" in page.content.decode()
    assert not AnswerDraft.objects.exists()
    call(client, world, email=ada.email, do="offered")
    assert AnswerDraft.objects.get().customer == ada


def test_nobody_needs_an_address_or_a_consent_by_mail_to_be_asked_on_the_telephone(world):
    silent = Customer.objects.create(name="Sil Ent")
    assert word_against_asking(silent, world.experience.survey, at=NOW) is None


def test_who_refused_calls_is_not_asked_by_one(world):
    ada = make_customer(consents=False)
    given = {"channel": Channel.PHONE, "by": world.office, "at": NOW, "source": "a letter"}
    give_consent(ada, Purpose.ASKING, **given)
    assert word_against_asking(ada, world.experience.survey, at=NOW) is None
    withdraw_consent(ada, Purpose.ASKING, **given)
    assert word_against_asking(ada, world.experience.survey, at=NOW).reason == "no_consent"


def test_the_place_is_at_first_that_of_whoever_asks(world, signed_in):
    chosen = f'<option value="{world.leeds.pk}" selected>'
    assert chosen in signed_in(world.frontline).get(ADDRESS).content.decode()
    assert chosen not in signed_in(world.office).get(ADDRESS).content.decode()
