"""Chatwoot: the satisfaction answer of a conversation, told by its webhook (event message_updated)."""

from __future__ import annotations

import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.times import moment, stars


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
    read=read,
)
