"""Whom an announcement reaches, by which way, in which language, how many a day; and who is left out, with the reason."""

from datetime import timedelta

import pytest

from groundswell.act.advocates.models import Advocate
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce, tell_everybody
from groundswell.act.replies.audience import NO_ADDRESS, NOT_ALLOWED, TOLD, audience_of
from groundswell.act.replies.errors import NothingToTell
from groundswell.act.replies.jobs import tell_the_next
from groundswell.act.replies.models import Reply
from groundswell.act.replies.wording import SPOKEN, words_in
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Consent, Identity, Purpose
from groundswell.foundation.organisation.actions import choose_language
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW, make_customer, make_signal

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}
GERMAN = {"de": ("Pakete kommen zu spät.", "Sie wählen eine Stunde.")}


def _speak(world, *customers):
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    return make_initiative(world)


def test_one_person_with_several_voices_and_records_gets_one_letter(world):
    kept, merged = make_customer("Bea"), make_customer("Bea again")
    merge_customers(kept, merged, by=world.office, at=NOW)
    announcement = announce(_speak(world, kept, kept, merged), by=world.office, at=NOW, **WORDS)
    assert [reply.customer for reply in announcement.replies.all()] == [kept]
    assert Message.objects.count() == 1


def test_who_is_left_out_is_counted_with_the_reason(world):
    told, silent, lost = (make_customer(name) for name in ("Ann", "Sam", "Lou"))
    silent.consents.all().delete()
    type(lost).objects.filter(pk=lost.pk).update(email=None)
    initiative = _speak(world, told, silent, lost)
    audience = audience_of(initiative, NOW)
    assert audience.persons == 3
    assert [one.customer_id for one in audience.recipients] == [told.pk]
    assert audience.left_out == {NOT_ALLOWED: 1, NO_ADDRESS: 1}
    assert audience_of(initiative, NOW, told=[told.pk]).left_out[TOLD] == 1


def test_who_agreed_to_texts_only_gets_a_text_that_leads_to_the_page(world):
    customer = make_customer("Tex")
    type(customer).objects.filter(pk=customer.pk).update(email=None)
    Identity.objects.create(customer=customer, kind="phone", value="+447700900111")
    Consent.objects.create(customer=customer, purpose=Purpose.CONTACT, channel="text", given_at=NOW)
    announce(_speak(world, customer), by=world.office, at=NOW, **WORDS)
    message = Message.objects.get()
    assert message.medium == "text"
    assert message.body.startswith("You said, we did: You choose a slot of one hour. http")
    assert len(message.body) <= 300


def test_each_reads_it_in_their_language_where_it_is_worded(world):
    german, french = make_customer("Greta"), make_customer("Fleur")
    for customer, language in ((german, "de"), (french, "fr")):
        first = make_signal(10, "Fine", customer=customer)
        Advocate.objects.create(customer=customer, first_signal=first, joined_at=NOW, language=language)
    announce(_speak(world, german, french), by=world.office, at=NOW, other=GERMAN, **WORDS)
    bodies = {reply.customer: reply.message.body for reply in Reply.objects.all()}
    assert bodies[german].startswith("Sie haben uns gesagt:\nPakete kommen zu spät.")
    assert "Wir haben noch nicht gemessen" in bodies[german]
    assert bodies[french].startswith("You told us:\nParcels arrive late.")


def test_words_in_our_own_language_stand_in_a_letter_of_it(world, signed_in):
    choose_language(world.root, "de", by="test", at=NOW)
    greta = make_customer("Greta")
    initiative, client = _speak(world, greta), signed_in(world.office)
    given = {"you_said": "Pakete kommen zu spät.", "we_did": "Sie wählen eine Stunde.", "language": "de"}
    address = f"/act/replies/new/{initiative.pk}/"
    assert client.get(address).context["form"]["language"].value() == "de"
    ((title, letter),) = client.post(address, given | {"look": ""}).context["letters"]
    assert title == "E-mail, German"
    shown = client.post(address, given | {"look": ""}).context["looked_at"]
    client.post(address, given | {"looked_at": shown})
    body = Reply.objects.get(customer=greta).message.body
    assert body == letter
    assert body.startswith("Sie haben uns gesagt:\nPakete kommen zu spät.")
    assert "Wir haben noch nicht gemessen" in body
    assert "You" not in body
    same = client.post(address, given | {"other": "de", "other_you_said": "A", "other_we_did": "B"})
    assert "other" in same.context["form"].errors


def test_another_language_wants_both_texts(world):
    with pytest.raises(NothingToTell, match="in that language"):
        announce(_speak(world), by=world.office, at=NOW, other={"de": ("Pakete.", "")}, **WORDS)


def test_so_many_letters_leave_in_a_day_and_nobody_twice(world):
    customers = [make_customer() for _ in range(5)]
    announcement = announce(_speak(world, *customers), by=world.office, at=NOW, per_day=2, **WORDS)
    assert announcement.replies.count() == 2
    assert tell_everybody(announcement, by=world.office, at=NOW + timedelta(minutes=5)) == 0
    assert tell_the_next(NOW + timedelta(days=1)) == "told 2"
    assert tell_the_next(NOW + timedelta(days=2)) == "told 1"
    assert tell_the_next(NOW + timedelta(days=3)) == ""
    assert announcement.replies.values("customer").distinct().count() == 5


def test_every_language_says_the_same_sentences():
    assert {frozenset(words) for words in SPOKEN.values()} == {frozenset(SPOKEN["en"])}
    assert words_in("tlh")["better"] == "Better"
