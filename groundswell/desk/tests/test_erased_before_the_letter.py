"""Who is erased between the words and their leaving gets no letter, is asked nothing, and leaves every count."""

from datetime import timedelta

import pytest

from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce, tell_everybody, waiting_of
from groundswell.act.replies.asking import ask_whether_better
from groundswell.act.replies.queries import announcements_visible_to
from groundswell.listen.channels.outbox.delivering import hand_over_due
from tests.world import NOW, make_customer, make_signal

from .test_erasing import erase

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("per_day", [None, 1])
def test_who_is_erased_before_their_letter_leaves_gets_none(world, per_day):
    goes, stays = make_customer("Goes"), make_customer("Stays")
    for customer in (stays, goes, goes):
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    announcement = announce(make_initiative(world), by=world.office, at=NOW, per_day=per_day, **WORDS)
    erase(goes, world)
    for days in (0, 1):
        tell_everybody(announcement, by=world.office, at=NOW + timedelta(days=days))
    left = []
    hand_over_due(
        "email", lambda message: left.append(message.address) or "", at=NOW + timedelta(days=1, hours=1)
    )
    assert left == [stays.email]
    assert waiting_of(announcement) == ()
    assert announcements_visible_to(world.office).get().customers_told == 1
    assert ask_whether_better(at=NOW + timedelta(days=40)) == 1
