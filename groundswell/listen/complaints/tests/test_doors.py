"""Every door: a personal link, a code on a wall, a kiosk, in the customer's language, and the foot of every page."""

import re

import pytest
from django.test import Client

from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.wording import SPOKEN, words_in
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_customer

LIMIT = 15_000


@pytest.fixture
def invitation(world) -> Invitation:
    """Carla was asked about her return in Leeds, with Fay."""
    return Invitation.objects.create(
        version=world.experience,
        customer=make_customer(),
        touchpoint=world.returns,
        unit=world.leeds,
        employee=world.frontline.person,
        episode_at=NOW,
        invited_at=NOW,
    )


def send(address: str, words: str = "Broken zip.", **more: str) -> Complaint:
    form = {"what_happened": words, "submission": f"s{words}"} | more
    page = Client().post(address, form)
    assert page.status_code in (200, 302), page.content.decode()[:500]
    return Complaint.objects.order_by("-pk").first()


def test_a_personal_link_ties_the_complaint_to_its_occasion(invitation):
    signal = send(f"/complain/?from={invitation.token}").signal
    assert (signal.customer, signal.unit, signal.touchpoint, signal.employee, signal.episode_at) == (
        invitation.customer,
        invitation.unit,
        invitation.touchpoint,
        invitation.employee,
        NOW,
    )
    assert signal.invitation is None, "the question may still be answered"


def test_a_stranger_with_the_link_reads_nothing_about_the_person(invitation):
    page = Client().get(f"/complain/?from={invitation.token}").content.decode()
    assert "Returns, Leeds" in page
    for personal in (invitation.customer.name, invitation.customer.email, "Fay"):
        assert personal not in page


def test_the_customer_hears_where_we_asked_and_a_stranger_does_not(invitation):
    send(f"/complain/?from={invitation.token}")
    assert Message.objects.get().address == invitation.customer.email


def test_a_typed_address_never_becomes_part_of_the_record_behind_the_link(invitation):
    signal = send(f"/complain/?from={invitation.token}", email="stranger@people.example").signal
    assert signal.customer != invitation.customer
    assert signal.unit == invitation.unit
    assert not invitation.customer.identities.filter(value="stranger@people.example").exists()
    assert Message.objects.get().address == "stranger@people.example"


def test_an_unknown_link_is_an_open_door(world):
    assert send("/complain/?from=nothing&unit=nowhere&survey=none&utm=mail").signal.customer is None


def test_a_code_on_the_wall_knows_where_it_hangs(world):
    page = Client().get("/complain/?survey=delivery&unit=leeds").content.decode()
    assert 'name="unit"' not in page
    signal = send("/complain/?survey=delivery&unit=leeds").signal
    assert (signal.unit, signal.touchpoint) == (world.leeds, world.delivery)


def test_a_kiosk_shows_a_reference_and_nothing_of_what_was_said(world):
    kiosk = Client().post("/s/delivery/kiosk/?unit=leeds", {"score": "2", "q": "score"}, follow=True)
    address = re.search(r'href="(/complain/[^"]*)"', kiosk.content.decode())[1].replace("&amp;", "&")
    form = {"what_happened": "Rude, says Ann.", "email": "ann@people.example", "submission": "1"}
    page = Client().post(address, form)
    complaint = Complaint.objects.get()
    assert page.status_code == 200
    shown = page.content.decode()
    assert complaint.reference in shown
    assert 'content="45; url=/s/delivery/kiosk/?unit=leeds"' in shown
    for personal in ("Rude", "ann@", complaint.token):
        assert personal not in shown
    assert (complaint.signal.channel, complaint.signal.unit) == ("shop", world.leeds)
    assert "no-store" in page["Cache-Control"]


def test_the_kiosk_leads_to_the_door_that_leads_back(world):
    page = Client().get("/s/delivery/kiosk/?unit=leeds").content.decode()
    assert "/complain/?survey=delivery&amp;unit=leeds&amp;kiosk=1" in page


@pytest.mark.parametrize("language", SPOKEN)
def test_the_door_speaks_the_language_of_the_browser(world, language):
    page = Client().get("/complain/", headers={"accept-language": language})
    html = page.content.decode()
    assert words_in(language)["what_happened"] in html
    assert f'lang="{language}" dir="{"rtl" if language in {"ar", "he"} else "ltr"}"' in html
    assert len(page.content) < LIMIT
    wrong = Client().post(f"/complain/?lang={language}", {"submission": "1", "email": "no"})
    for word in ("what_required", "email_wrong"):
        assert words_in(language)[word] in wrong.content.decode()


@pytest.mark.parametrize("language", SPOKEN)
def test_the_page_and_the_letters_go_on_in_that_language(world, language):
    complaint = send(f"/complain/?lang={language}", email="ann@people.example")
    words = words_in(language)
    assert complaint.language == language
    answer_complaint(
        complaint, NewAnswer("Sorry.", "email", "partly", "A refund"), by=world.office.person, at=NOW
    )
    page = Client().get(f"/complaint/{complaint.token}/")
    for shown in (page.content.decode(), Message.objects.get(key__startswith="complaint-answer").body):
        assert words["partly"] in shown
    for word in ("settles", "rights", "how_far", "you_told", "add_send"):
        assert words[word] in page.content.decode()
    assert words["ack_subject"].format(complaint.reference) in Message.objects.values_list(
        "subject", flat=True
    )
    assert len(page.content) < LIMIT
    english = words_in("en")
    if language != "en":
        assert english["how_far"] not in page.content.decode()
    refused = Client().post(f"/complaint/{complaint.token}/add/", {"submission": "1"})
    assert words["add_required"] in refused.content.decode()


def test_every_language_has_every_sentence_with_its_places():
    first = SPOKEN["en"]
    for language, words in SPOKEN.items():
        assert words.keys() == first.keys(), language
        for name, sentence in first.items():
            places = sorted(re.findall(r"\{\d\}", sentence))
            assert sorted(re.findall(r"\{\d\}", words[name])) == places, (language, name)


def test_days_are_those_of_the_customers_own_calendar(world):
    customer = make_customer()
    customer.time_zone = "Australia/Sydney"
    customer.save()
    late = NOW.replace(hour=20)
    new = NewComplaint("z", "Late.", email=customer.email, language="de")
    complaint = receive_complaint(new, at=late)
    assert f"{complaint.answer_due_at:%d}" == "10"
    assert "11. April 2026" in Message.objects.get().body


def test_a_reader_of_an_answer_in_german_complains_in_german(world):
    from groundswell.listen.surveys.models import SurveyVersion

    version = SurveyVersion.objects.get(survey__code="brand")
    wording = dict(version.definition, languages=["en", "de"])
    SurveyVersion.objects.filter(pk=version.pk).update(definition=wording)
    page = Client().get("/s/brand/?lang=de").content.decode()
    assert "/complain/?lang=de" in page


@pytest.mark.parametrize("path", ["/nothing-here/", "/a/nothing/", "/complaint/nothing/", "/s/none/"])
def test_a_page_that_is_not_there_has_the_door_as_well(world, path):
    page = Client().get(path)
    assert page.status_code == 404
    assert 'href="/complain/"' in page.content.decode()


def test_a_place_among_many_is_written_instead_of_chosen(world):
    from groundswell.foundation.organisation.models import Unit

    Unit.objects.bulk_create(
        [Unit(code=f"t{number}", name=f"Team {number}", kind="team") for number in range(70)]
    )
    page = Client().get("/complain/")
    assert len(page.content) < LIMIT
    assert 'name="place"' in page.content.decode()
    assert send("/complain/", "One.", place=" leeds ").signal.unit == world.leeds
    elsewhere = send("/complain/", "Two.", place="The one by the river").signal
    assert (elsewhere.unit, elsewhere.metadata) == (None, {"place": "The one by the river"})
