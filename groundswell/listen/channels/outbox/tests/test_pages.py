"""The pages of the outbox: each state is said, and a lost address is mended by the one who sees it."""

from __future__ import annotations

import pytest

from groundswell.listen.channels.outbox.models import Delivery, LostAddress, Message
from groundswell.listen.channels.outbox.returning import lose_address
from groundswell.listen.channels.outbox.writing import write_message
from tests.world import NOW, World, make_customer


@pytest.fixture
def message(world: World) -> Message:
    written = write_message(key="1", subject="One question", body="?", customer=make_customer(), at=NOW)
    assert written is not None
    return written


@pytest.fixture
def lost(message: Message) -> LostAddress:
    return lose_address(message, "550 5.1.1 no such person here", at=NOW)


def mended(client, lost: LostAddress, **given: str) -> str:
    answer = client.post(f"/listen/outbox/returned/{lost.pk}/", given, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(None, "Waiting"), ("sent", "Handed over"), ("delayed", "Tried again later"), ("begun", "End unknown")],
)
def test_the_outbox_says_how_each_message_stands(world, signed_in, message, outcome, words):
    if outcome:
        Delivery.objects.create(message=message, outcome=outcome, note="their words", at=NOW)
    rows = signed_in(world.office).get("/listen/outbox/").content.decode().split("<tbody>")[1]
    assert words in rows
    page = signed_in(world.office).get(f"/listen/outbox/{message.pk}/").content.decode()
    assert words in page
    assert ("their words" in page) == bool(outcome)


def test_what_came_to_nothing_is_sent_again_by_hand_and_nothing_else_is(world, signed_in, message):
    Message.objects.update(due_at=None)
    Delivery.objects.create(message=message, outcome="begun", at=NOW)
    address = f"/listen/outbox/{message.pk}/"
    assert "Send it again" in signed_in(world.office).get(address).content.decode()
    signed_in(world.office).post(f"{address}again/")
    message.refresh_from_db()
    assert message.due_at is not None
    Message.objects.update(due_at=None)
    Delivery.objects.create(message=message, outcome="sent", at=NOW)
    signed_in(world.office).post(f"{address}again/")
    message.refresh_from_db()
    assert message.due_at is None


@pytest.mark.parametrize(
    ("outcome", "is_due", "shown"),
    [
        (None, True, "waiting"),
        ("delayed", True, "waiting"),
        ("begun", False, "unknown"),
        ("refused", False, "failed"),
        ("returned", False, "failed"),
        ("sent", False, ""),
    ],
)
def test_the_outbox_is_narrowed_to_what_wants_a_hand(world, signed_in, message, outcome, is_due, shown):
    if outcome:
        Delivery.objects.create(message=message, outcome=outcome, at=NOW)
    Message.objects.update(due_at=NOW if is_due else None)
    client = signed_in(world.office)
    found = {
        code
        for code in ("waiting", "unknown", "failed")
        if "One question" in client.get(f"/listen/outbox/?show={code}").content.decode()
    }
    assert found == {shown} - {""}
    page = client.get("/listen/outbox/").content.decode()
    assert ("1 message of which nobody knows the end" in page) == (shown == "unknown")
    assert client.get("/listen/outbox/?show=else").status_code == 400


def test_a_lost_address_is_shown_with_who_when_and_why(world, signed_in, lost):
    page = signed_in(world.office).get("/listen/outbox/returned/").content.decode()
    assert "1 address reaches nobody" in page
    assert "Carla Customer" in page
    assert "550 5.1.1 no such person here" in page
    assert "11 March 2026" in page


def test_the_right_address_is_written_to_from_then_on(world, signed_in, message, lost):
    assert "is reached at carla@people.example" in mended(
        signed_in(world.office), lost, address="Carla@people.example"
    )
    message.customer.refresh_from_db()
    again = write_message(key="2", subject="?", body="?", customer=message.customer, at=NOW)
    assert again.address == "carla@people.example"
    assert message.customer.identities.get().value == "carla@people.example"


def test_an_address_of_somebody_else_is_refused(world, signed_in, lost):
    other = make_customer()
    assert "belongs to another customer" in mended(signed_in(world.office), lost, address=other.email)
    assert LostAddress.objects.get().ended_at is None


def test_what_is_no_address_is_refused(world, signed_in, lost):
    assert "is no e-mail address" in mended(signed_in(world.office), lost, address="Carla")
    assert "Write the right address" in mended(signed_in(world.office), lost)


def test_an_address_that_works_again_is_written_to(world, signed_in, message, lost):
    mended(signed_in(world.office), lost, trust="1")
    assert write_message(key="2", subject="?", body="?", customer=message.customer, at=NOW) is not None


def test_who_is_not_to_be_written_to_loses_the_consent_and_the_line(world, signed_in, message, lost):
    assert "gets no more messages this way" in mended(signed_in(world.office), lost, stop="1")
    assert not message.customer.consents.filter(withdrawn_at=None).exists()
    assert "Every address works" in signed_in(world.office).get("/listen/outbox/returned/").content.decode()


def test_only_those_who_know_customers_read_messages_and_mend(world, signed_in, lost):
    for user in (world.executive, world.lead, world.frontline):
        assert signed_in(user).get("/listen/outbox/").status_code == 403
        assert signed_in(user).get(f"/listen/outbox/{lost.message_id}/").status_code == 403
        assert signed_in(user).get("/listen/outbox/returned/").status_code == 403
        assert signed_in(user).post(f"/listen/outbox/returned/{lost.pk}/", {"trust": "1"}).status_code == 403
