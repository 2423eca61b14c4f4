"""Hand a text to the connection that sends texts."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from ..connections.channel import Posting
from ..connections.models import Connection
from ..connections.secrets import secret_of
from ..outbound.client import knock
from ..outbox.delivering import Hand
from ..outbox.models import Message
from ..registry import CHANNELS

NEARBY = ("://127.", "://localhost", "://[::1]")


def sending_connection() -> Connection | None:
    """The oldest living connection that has all it needs to send."""
    senders = {code: channel.sends_with for code, channel in CHANNELS.items() if channel.send}
    for connection in Connection.objects.filter(ended_at=None, channel__in=senders).order_by("id"):
        if all(connection.settings.get(name) for name in senders[connection.channel]):
            return connection
    return None


def hand_text_by(connection: Connection) -> Hand:
    """A function that hands one text to this connection."""
    channel, secret = CHANNELS[connection.channel], secret_of(connection.pk)
    hook = settings.BASE_URL + reverse("channels:hook", args=[connection.channel, connection.token])

    def hand(message: Message) -> str:
        posting = Posting(
            to=message.address,
            words=message.body,
            key=message.key,
            hook="" if any(place in settings.BASE_URL for place in NEARBY) else hook,
            settings=connection.settings,
            secret=secret,
            ask=knock,
        )
        return channel.send(posting) if channel.send else ""

    return hand
