"""Twilio: an incoming message as a form, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from .words import ASKS, said


def is_genuine(call: Call) -> bool:
    """Twilio signs the address and the sorted fields with our token (HMAC-SHA1)."""
    fields = sorted(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
    signed = call.url + "".join(name + value for name, value in fields)
    ours = base64.b64encode(hmac.new(call.secret.encode(), signed.encode(), hashlib.sha1).digest())
    return hmac.compare_digest(ours, call.headers.get("x-twilio-signature", "").encode())


def read(call: Call) -> Page:
    """One message."""
    fields = dict(parse_qsl(call.body.decode("utf-8", "strict"), keep_blank_values=True))
    return page_of([fields], lambda message: read_message(message, call))


def read_message(message: dict[str, str], call: Call) -> Heard:
    """Twilio gives no moment: the call's own counts."""
    score, words = said(message["Body"], asks=call.settings.get("asks") == "yes")
    return Heard(
        key=message["MessageSid"], said_at=call.at, comment=words, score=score, place=message.get("To", "")
    )


CHANNEL = Channel(
    code="twilio",
    title="Text messages by Twilio",
    signal_channel=Signal.Channel.SMS,
    about="The words of every message; a number first where you ask for one. Pictures are left.",
    fields=(ASKS,),
    secret_label="Auth token",  # noqa: S106 (a label)
    read=read,
    is_genuine=is_genuine,
    thanks=("<Response/>", "text/xml"),
)
