"""Chatwoot: the satisfaction answer of a conversation, told by its webhook (event message_updated)."""

from __future__ import annotations

import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.signatures import is_hex, is_recent
from ..connections.times import moment, stars


def is_genuine(call: Call) -> bool:
    """Chatwoot signs the moment, a point and the body (from version 4 on)."""
    when = call.headers.get("x-chatwoot-timestamp", "")
    signed = when.encode() + b"." + call.body
    return is_hex(call.headers.get("x-chatwoot-signature", ""), call.secret, signed) and is_recent(
        when, call.at
    )


def read(call: Call) -> Page:
    """One event; everything but a satisfaction answer is nobody's voice."""
    return page_of([json.loads(call.body)], lambda event: read_event(event, call))


def read_event(event: dict[str, Any], call: Call) -> Heard | None:
    """The rating (1 to 5) and the words of one conversation."""
    if event.get("event") != "message_updated":
        return None
    message = event.get("message") or event
    values = message.get("submitted_values") or (message.get("content_attributes") or {}).get(
        "submitted_values"
    )
    given = (values or {}).get("csat_survey_response")
    if not given:
        return None
    conversation = event.get("conversation") or {}
    return Heard(
        key=f"message {message['id']}",
        said_at=moment(message.get("updated_at") or call.at.isoformat()),
        comment=given.get("feedback_message") or "",
        rating=stars(given["rating"], 5),
        rating_of=5,
        email=((conversation.get("meta") or {}).get("sender") or {}).get("email") or "",
        place=str((event.get("inbox") or {}).get("name") or ""),
    )


CHANNEL = Channel(
    code="chatwoot",
    title="Chatwoot",
    signal_channel=Signal.Channel.CHAT,
    about="Rating (1 to 5) and words of the satisfaction survey at the end of a conversation.",
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    is_secret_required=False,
    what_to_do="In Chatwoot, under Integrations, Webhooks, add the address that you get here for the event message_updated."
    " Older versions do not sign: leave the secret empty for them.",
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-chatwoot-signature", "x-chatwoot-timestamp"),
)
