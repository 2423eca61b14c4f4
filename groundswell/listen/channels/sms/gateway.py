"""Any gateway that calls an address with id, from, text and, if it likes, to and at; as a form or as JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.times import moment
from .words import ASKS, said


def read(call: Call) -> Page:
    """One message, or a list of them."""
    if "json" in call.headers.get("content-type", ""):
        told: Any = json.loads(call.body)
    else:
        told = dict(parse_qsl(call.body.decode("utf-8", "strict"), keep_blank_values=True))
    return page_of(told if isinstance(told, list) else [told], lambda message: read_message(message, call))


def read_message(message: dict[str, Any], call: Call) -> Heard:
    """The gateway's id tells messages apart; it is required, so that nothing arrives twice."""
    score, words = said(str(message["text"]), asks=call.settings.get("asks") == "yes")
    when = moment(message["at"]) if message.get("at") else call.at
    return Heard(
        key=str(message["id"]), said_at=when, comment=words, score=score, place=str(message.get("to") or "")
    )


CHANNEL = Channel(
    code="sms_gateway",
    title="Text messages by any gateway",
    signal_channel=Signal.Channel.SMS,
    about="Messages as id, from, text, to and at; as a form or as JSON.",
    fields=(ASKS,),
    read=read,
)
