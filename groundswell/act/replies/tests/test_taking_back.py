"""What was wrong is taken back: off every public page, out of the outbox, and nobody is asked about it; who was told stays told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.models import Rollout
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.tests.register import make_opportunity, make_theme, read_all
from groundswell.act.replies.actions import announce, tell_everybody, waiting_of
from groundswell.act.replies.asking import ask_whether_better
from groundswell.act.replies.errors import NoReason, TakenBackAlready
from groundswell.act.replies.models import BetterAsk
from groundswell.act.replies.queries import public_themes, untold_initiatives
from groundswell.act.replies.taking_back import take_back
from groundswell.listen.channels.outbox.actions import send_again
from groundswell.listen.channels.outbox.models import Delivery
from tests.world import NOW, make_customer, make_signal

WORDS = {"you_said": "Slots are vague, said Bea Brown.", "we_did": "You choose one hour."}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def slots(world):
    """An initiative of a theme with two customers behind it, where letters leave one a day."""
    theme = make_theme("Slots", "slot")
    for name in ("Bea", "Carl"):
        make_signal(3, "The slot was late", touchpoint=world.delivery, customer=make_customer(name))
    read_all()
    opportunity = make_opportunity(world, theme=theme)
    decision = make_approval(world, make_chamber(world).council, opportunity=opportunity)
    initiative = make_initiative(world, decision=decision)
    Rollout.objects.create(initiative=initiative, unit=world.leeds, from_on=NOW.date())
    return theme, initiative


def told(world, initiative, **given):
    return announce(initiative, by=world.office, at=NOW, **WORDS, **given)


def leaves(announcement):
    """Its one letter has left."""
    (reply,) = announcement.replies.all()
    reply.message.deliveries.create(outcome=Delivery.Outcome.SENT, at=NOW)
    type(reply.message).objects.filter(pk=reply.message_id).update(due_at=None)
    return reply.customer


def status_of(theme):
    names = ("theme", "theme_frame", "theme_feed", "theme_picture")
    return [Client().get(reverse(f"replies:{name}", args=[theme.code])).status_code for name in names]


def test_it_leaves_every_public_page_which_says_so_in_the_language_of_the_reader(world, slots):
    theme, initiative = slots
    announcement = told(world, initiative)
    assert status_of(theme) == [200, 200, 200, 200]
    take_back(announcement, why="It named somebody.", by=world.office, at=NOW)
    assert status_of(theme) == [410, 410, 410, 410]
    page = Client().get(reverse("replies:theme", args=[theme.code]), headers={"accept-language": "de"})
    assert "Was hier stand, wurde zurückgenommen." in page.content.decode()
    for words in ("Bea Brown", "one hour", "Slots", "It named"):
        assert words not in page.content.decode()
        assert words not in Client().get(reverse("replies:public")).content.decode()
    assert 'content="noindex"' in page.content.decode()
    assert not public_themes().exists()


def test_what_had_not_left_leaves_no_more_and_nobody_is_asked_whether_it_is_better(world, slots):
    _, initiative = slots
    announcement = told(world, initiative, per_day=1)
    leaves(announcement)
    tell_everybody(announcement, by=world.office, at=NOW + DAY)
    take_back(announcement, why="It named somebody.", by=world.office, at=NOW + DAY)
    (first, second) = announcement.replies.order_by("pk")
    assert [one.outcome for one in first.message.deliveries.all()] == ["sent"]
    assert [one.outcome for one in second.message.deliveries.all()] == ["withdrawn"]
    assert second.message.due_at is None
    assert not send_again(second.message, by=world.office, at=NOW + DAY), "a colleague sends it no more"
    announcement.refresh_from_db()
    assert tell_everybody(announcement, by=world.office, at=NOW + 2 * DAY) == 0
    assert waiting_of(announcement) == ()
    ask_whether_better(at=NOW + 40 * DAY)
    assert not BetterAsk.objects.exists()


def test_everybody_can_be_told_anew_in_its_place(world, slots):
    theme, initiative = slots
    take_back(told(world, initiative), why="Wrong words.", by=world.office, at=NOW)
    assert list(untold_initiatives(world.office)) == [initiative]
    anew = announce(initiative, you_said="Slots are vague.", we_did="One hour.", by=world.office, at=NOW)
    assert anew.replies.count() == 2
    assert status_of(theme) == [200, 200, 200, 200]
    assert list(untold_initiatives(world.office)) == []


def test_whoever_is_not_to_hear_of_the_next_words_is_left_out_of_them(world, signed_in, slots):
    _, initiative = slots
    first = told(world, initiative, per_day=1)
    told_one = leaves(first)
    address = reverse("replies:change", args=[initiative.pk, told_one.pk, "leave-out"])
    office = signed_in(world.office)
    page = office.get(reverse("replies:people", args=[initiative.pk])).content.decode()
    assert 'name="next" value="1"' in page
    kept = office.post(address, {"why": "Enough is enough.", "next": "1"})
    assert kept["Location"] == reverse("replies:people", args=[initiative.pk])
    take_back(first, why="Wrong words.", by=world.office, at=NOW)
    page = office.get(reverse("replies:told", args=[first.pk])).content.decode()
    assert "1 told, and nobody waits for a letter" in page
    assert "It was taken back before their letter was written" in page
    anew = told(world, initiative)
    assert told_one not in [one.customer for one in anew.replies.all()]
    assert anew.replies.count() == 1


def test_it_says_why_and_the_first_taking_back_stands(world, slots):
    announcement = told(world, slots[1])
    with pytest.raises(NoReason):
        take_back(announcement, why=" ", by=world.office, at=NOW)
    take_back(announcement, why="It named somebody.", by=world.office, at=NOW)
    with pytest.raises(TakenBackAlready, match="It named somebody"):
        take_back(announcement, why="Again.", by=world.office, at=NOW)


def test_whoever_steers_does_it_on_its_page_and_everybody_reads_there_that_it_was(world, signed_in, slots):
    announcement = told(world, slots[1])
    address = reverse("replies:announcement", args=[announcement.pk])
    back = reverse("replies:take_back", args=[announcement.pk])
    office = signed_in(world.office)
    assert signed_in(world.executive).get(address).status_code == 200
    assert back in office.get(address).content.decode()
    assert back not in signed_in(world.lead).get(address).content.decode()
    assert signed_in(world.lead).post(back, {"why": "No."}).status_code == 403
    refused = office.post(back, {"why": ""})
    assert refused.status_code == 422
    assert "<details open>" in refused.content.decode()
    page = office.post(back, {"why": "It named somebody."}, follow=True).content.decode()
    assert "Taken back on 11 March 2026" in page
    assert "It named somebody." in page
    assert back not in page
    assert "Taken back on" in office.get(reverse("replies:list")).content.decode()
    initiative = reverse("initiatives:initiative", args=[announcement.initiative_id])
    assert "taken back on" in office.get(initiative).content.decode()


def test_a_letter_that_came_to_nothing_before_is_not_sent_again(world, slots):
    announcement = told(world, slots[1], per_day=1)
    (reply,) = announcement.replies.all()
    reply.message.deliveries.create(outcome=Delivery.Outcome.GIVEN_UP, at=NOW)
    type(reply.message).objects.filter(pk=reply.message_id).update(due_at=None)
    take_back(announcement, why="It named somebody.", by=world.office, at=NOW)
    assert not send_again(reply.message, by=world.office, at=NOW + DAY)


def test_whoever_was_asked_whether_it_is_better_reads_the_words_no_more(world, slots):
    announcement = told(world, slots[1], per_day=1)
    leaves(announcement)
    ask_whether_better(at=NOW + 31 * DAY)
    page = reverse("replies:better", args=[BetterAsk.objects.get().token])
    assert "one hour" in Client().get(page).content.decode()
    take_back(announcement, why="It named somebody.", by=world.office, at=NOW + 32 * DAY)
    for answer in (Client().get(page), Client().post(page, {"answer": "worse"})):
        assert answer.status_code == 410
        assert "one hour" not in answer.content.decode()
    assert not BetterAsk.objects.exclude(answer="").exists()
