"""Every letter to a customer lets its reader stop it, with one click and without a sign-in."""

import pytest
from django.test import Client

from groundswell.foundation.customers.actions import find_or_make_customer, give_consent
from groundswell.foundation.customers.consent_words import USUAL
from groundswell.foundation.customers.consenting import consent_link_token, customer_by_token, write_text
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.customers.queries import may_contact
from groundswell.listen.channels.email.posting import letter_of
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.channels.web.consent_words import WORDS
from groundswell.listen.surveys.languages import WORDS as OUR_WORDS
from tests.world import NOW, make_customer, make_signal

ASKING, CONTACT = Consent.Purpose.ASKING, Consent.Purpose.CONTACT


def path_of(link: str) -> str:
    return "/" + link.strip("<>").split("/", 3)[3]


def test_a_question_carries_both_headers_and_the_foot_and_a_letter_to_a_colleague_neither(world):
    invite(make_customer(), world.experience, by="Olu", at=NOW)
    letter = letter_of(Message.objects.get())
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = path_of(letter["List-Unsubscribe"])
    assert stop.endswith("/stop/asking/")
    for part in ("plain", "html"):
        assert stop in letter.get_body((part,)).get_content()
    inside = letter_of(write_message(key="k", subject="s", body="b", at=NOW, person=world.office.person))
    assert inside["List-Unsubscribe"] is None
    assert inside.get_content() == "b\n"


def test_a_long_address_to_stop_leaves_the_house_as_it_is(world, settings):
    """A mail program follows no address that was written as encoded words."""
    settings.BASE_URL = "https://feedback.of.the.whole.organisation.linden-lark.example"
    write_message(key="long", subject="?", body="?", customer=make_customer(), at=NOW)
    letter = letter_of(Message.objects.get())
    lines = letter.as_bytes().split(b"\n")
    assert b"List-Unsubscribe: " + letter["List-Unsubscribe"].encode() in lines
    assert len(letter["List-Unsubscribe"]) > 100


def test_one_click_stops_the_questions_and_nothing_else(world):
    customer = make_customer()
    invite(customer, world.experience, by="Olu", at=NOW)
    stop = path_of(letter_of(Message.objects.get())["List-Unsubscribe"])
    stranger = Client(enforce_csrf_checks=True)
    stranger.get(stop)
    assert may_contact(customer, ASKING)

    assert stranger.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (may_contact(customer, ASKING), may_contact(customer, CONTACT)) == (False, True)
    ended = customer.consents.get(purpose=ASKING)
    assert (ended.withdrawn_by, ended.withdrawn_source) == ("the customer", "one click in a letter")
    assert stranger.post(stop).status_code == 200
    assert customer.consents.filter(purpose=ASKING).count() == 1


def test_the_customer_chooses_by_purpose_and_channel_and_each_change_keeps_its_words(world):
    customer = find_or_make_customer({"email": "ann@x.example", "phone": "020 7946 0018"})
    give_consent(customer, CONTACT, by="shop", at=NOW)
    text = write_text(ASKING, "en", "Ask me.", by="Olu", at=NOW)
    here = f"/p/{consent_link_token(customer.pk)}/"
    page = Client().get(here).content.decode()
    assert "Ask me." in page
    assert page.count(" checked>") == 1
    Client().post(here, {"allow": ["asking text", "asking email", "advocacy email", "asking pigeon"]})
    living = customer.consents.filter(withdrawn_at=None)
    assert set(living.values_list("purpose", "channel")) == {("asking", "text"), ("asking", "email")}
    given = living.get(channel="text")
    assert (given.text, given.source, given.given_by) == (text, "their own page", "the customer")
    Client().post(here, {"nothing": "1", "allow": ["asking text"]})
    assert not customer.consents.filter(withdrawn_at=None).exists()
    assert customer.consents.count() == 3


def test_new_words_are_a_new_version_and_what_was_agreed_keeps_its_own(world, signed_in):
    client = signed_in(world.office)
    client.post("/customers/consent-texts/", {"purpose": "asking", "language": "de", "words": "Fragt mich."})
    client.post(
        "/customers/consent-texts/", {"purpose": "asking", "language": "de", "words": "Fragt mich gern."}
    )
    customer = make_customer(consents=False)
    token = consent_link_token(customer.pk)
    Client(headers={"accept-language": "de"}).get(f"/p/{token}/")
    assert write_text(ASKING, "de", "Fragt mich gern.", by="Olu", at=NOW).number == 2
    assert b"Fragt mich gern." in client.get("/customers/consent-texts/").content


def test_the_link_follows_the_person_through_a_merge_and_a_forged_one_opens_nothing(world):
    one, other = make_customer(), make_customer()
    merge_customers(one, other, by="Olu", at=NOW)
    assert customer_by_token(consent_link_token(other.pk)) == one
    forged = consent_link_token(one.pk).replace(str(one.pk), str(one.pk + 1), 1)
    for path in (f"/p/{forged}/", f"/p/{forged}/stop/asking/", f"/p/{consent_link_token(one.pk)}/stop/moon/"):
        assert Client().post(path).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("office", 302), ("frontline", 200)])
def test_the_office_notes_what_a_customer_said_and_where(world, signed_in, role, status):
    customer = make_customer()

    make_signal(9, customer=customer, unit=world.leeds, employee=world.frontline.person)
    client = signed_in(getattr(world, role))
    given = {"allow": ["contact email"], "source": "on the phone"}
    assert client.post(f"/customers/{customer.pk}/consents/", given).status_code == status
    ended = customer.consents.filter(purpose=ASKING).get()
    assert ended.withdrawn_source == ("on the phone" if role == "office" else "")


def test_a_change_without_saying_where_is_refused(world, signed_in):
    customer = make_customer()
    signed_in(world.office).post(f"/customers/{customer.pk}/consents/", {"allow": []})
    assert may_contact(customer, ASKING)


def test_the_letter_with_its_number_row_and_foot_is_one_page_for_light_and_dark(world):
    invitation = invite(make_customer(), world.relationship, by="tests", at=NOW)
    letter = letter_of(Message.objects.get(invitation=invitation))
    assert letter["Subject"].startswith("One question from ")
    html = letter.get_body(("html",)).get_content()
    assert html.count("<body") == html.count("</body>") == 1
    assert html.rstrip().endswith("</body></html>")
    assert "prefers-color-scheme: dark" in html
    assert [f'?score={number}"' in html for number in range(11)] == [True] * 11
    assert html.index("?score=10") < html.index("Stop these letters") < html.index("</body>")
    plain = letter.get_body(("plain",)).get_content()
    assert "\n\n\n" not in plain


def test_the_page_speaks_the_language_of_its_reader_and_keeps_the_words_they_agreed_to(db):
    customer = find_or_make_customer({"email": "ann@x.example"})
    here = f"/p/{consent_link_token(customer.pk)}/"
    german, arabic = (
        Client(headers={"accept-language": "de-AT,de;q=0.9"}),
        Client(headers={"accept-language": "ar"}),
    )
    assert "Was Sie uns erlauben" in german.get(here).content.decode()
    assert 'lang="ar" dir="rtl"' in arabic.get(here).content.decode()
    assert "Beschwerde einreichen" in german.get(here).content.decode()
    german.post(here, {"allow": ["asking email"]})
    assert "Sie nicht mehr per E-Mail fragen?" in german.get(f"{here}stop/asking/").content.decode()
    agreed = customer.consents.get(purpose=ASKING, withdrawn_at=None)
    assert agreed.text.words.startswith("Fragen Sie mich ab und zu")


def test_words_that_somebody_wrote_are_never_mixed_with_the_usual_ones(world):
    customer = find_or_make_customer({"email": "ann@x.example"})
    here, german = f"/p/{consent_link_token(customer.pk)}/", Client(headers={"accept-language": "de"})
    assert "Fragen Sie mich ab und zu" in german.get(here).content.decode()
    write_text(ASKING, "en", "Ask me.", by="Olu", at=NOW)
    page = german.get(here).content.decode()
    assert ("Ask me." in page, "Fragen Sie mich" in page) == (True, False)
    write_text(ASKING, "de", "Fragt mich.", by="Olu", at=NOW)
    assert "Fragt mich." in german.get(here).content.decode()


def test_every_word_of_the_pages_about_consent_is_there_in_every_language():
    spoken = set(OUR_WORDS["send"])
    assert all(set(texts) == spoken for texts in (*WORDS.values(), *USUAL.values()))
