"""The pages of the notices: the secret once, the log for good."""

from __future__ import annotations

import pytest

from groundswell.listen.channels.connections.tests.provider import Recorded
from groundswell.listen.channels.notices.models import Notice, Subscription
from tests.world import NOW, make_signal

from .telling import round_at, subscribed


@pytest.mark.parametrize(
    ("status", "words"), [(None, "Nothing yet."), (204, "Works."), (500, "Open it to see their answers.")]
)
def test_the_list_says_how_each_subscriber_does(receiver, world, signed_in, status, words):
    subscribed(receiver)
    if status:
        receiver.answers[:] = [Recorded({}, status)]
        make_signal(9)
        make_signal(9)
        round_at()
    assert words in signed_in(world.office).get("/listen/channels/notices/").content.decode()


def test_the_secret_is_shown_once_and_the_log_says_what_they_answered(receiver, world, signed_in):
    client = signed_in(world.office)
    given = {"name": "Help desk", "address": f"{receiver.address}/in", "kinds": ["voice.received"]}
    page = client.post("/listen/channels/notices/new/", given)
    assert "whsec_" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    subscription = Subscription.objects.get()
    Subscription.objects.update(made_at=NOW)
    make_signal(9)
    round_at()
    page = client.get(f"/listen/channels/notices/{subscription.pk}/").content.decode()
    assert "whsec_" not in page
    assert "Told" in page
    assert "204" in page
    assert "1 told" in page
    notice = Notice.objects.get()
    client.post(f"/listen/channels/notices/{subscription.pk}/{notice.pk}/again/")
    assert Notice.objects.get().due_at is not None
    assert "whsec_" in client.post(f"/listen/channels/notices/{subscription.pk}/secret/").content.decode()
    client.post(f"/listen/channels/notices/{subscription.pk}/end/")
    assert Subscription.objects.get().ended_at is not None


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/in", "http://169.254.169.254/", "ftp://a.example/", "https://a.example:22/"]
)
def test_a_private_address_is_not_even_entered(world, signed_in, address):
    given = {"name": "x", "address": address, "kinds": ["voice.received"]}
    assert signed_in(world.office).post("/listen/channels/notices/new/", given).status_code == 422
    assert not Subscription.objects.exists()
