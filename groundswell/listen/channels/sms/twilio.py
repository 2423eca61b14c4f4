"""Twilio: texts come in as a signed form, go out by its Messages resource, and what became of them is told to our hook."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Field, Heard, Page, Posting, page_of
from ..outbound.client import Answer, seconds_to_wait
from ..outbound.errors import OutsideProblem, Unreachable
from ..outbox.errors import EndUnknown, TryLater, TurnedAway
from ..outbox.returning import Report
from .words import ASKS, said

NOBODY_THERE = {21211, 21214, 21217, 21614, 30005, 30006}
ASKED_FOR_NO_MORE = 21610
OURS_TO_MEND = {20003, 20404, 21212, 21603, 21606, 21659, 21660}
"""Twilio's error codes: about the number, by the person, about our account. All others are about this one text."""


def is_genuine(call: Call) -> bool:
    """Twilio signs the address and the sorted fields with our token (HMAC-SHA1)."""
    fields = sorted(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
    signed = call.url + "".join(name + value for name, value in fields)
    ours = base64.b64encode(hmac.new(call.secret.encode(), signed.encode(), hashlib.sha1).digest())
    return hmac.compare_digest(ours, call.headers.get("x-twilio-signature", "").encode())


def read(call: Call) -> Page:
    """One message, or what became of one of ours."""
    fields = dict(parse_qsl(call.body.decode("utf-8", "strict"), keep_blank_values=True))
    if "Body" not in fields and "MessageStatus" in fields:
        return Page(ignored=1, reports=_report(fields))
    return page_of([fields], lambda message: read_message(message, call))


def read_message(message: dict[str, str], call: Call) -> Heard:
    """Twilio gives no moment: the call's own counts."""
    score, words = said(message["Body"], asks=call.settings.get("asks") == "yes")
    return Heard(
        key=message["MessageSid"],
        said_at=call.at,
        comment=words,
        score=score,
        phone=message.get("From", ""),
        place=message.get("To", ""),
    )


def _report(fields: dict[str, str]) -> list[Report]:
    status, code = fields["MessageStatus"], fields.get("ErrorCode", "")
    if status not in {"delivered", "undelivered", "failed"}:
        return []
    is_address = code.isdecimal() and int(code) in NOBODY_THERE
    words = f"{status} {code}".strip()
    return [Report(status == "delivered", words, is_address, reference=fields["MessageSid"])]


def send(text: Posting) -> str:
    """Hand one text over; Twilio's id of it. An end that nobody knows is not tried again: it would arrive twice."""
    account, sender = text.settings["account"], text.settings["sender"]
    form = {"To": text.to, "Body": text.words}
    form |= {"MessagingServiceSid": sender} if sender.startswith("MG") else {"From": sender}
    form |= {"StatusCallback": text.hook} if text.hook else {}
    signed = base64.b64encode(f"{account}:{text.secret}".encode()).decode()
    try:
        answer = text.ask(
            f"{text.settings['address']}/2010-04-01/Accounts/{account}/Messages.json",
            method="POST",
            headers={
                "Authorization": f"Basic {signed}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode(form).encode(),
        )
    except Unreachable as problem:
        raise (EndUnknown if problem.was_asked else TryLater)(str(problem)) from problem
    except OutsideProblem as problem:
        raise TryLater(str(problem)) from problem
    return _outcome(answer)


def _outcome(answer: Answer) -> str:
    if answer.status == 429 or answer.status >= 500:
        wait = seconds_to_wait(answer.headers.get("retry-after", ""))
        raise TryLater(f"Twilio is busy (status {answer.status}).", wait_seconds=wait)
    try:
        told = answer.json()
        if answer.status == 201:
            return str(told["sid"])
        code, words = int(told.get("code") or 0), str(told.get("message", ""))
    except (OutsideProblem, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise EndUnknown(f"Twilio's answer cannot be read (status {answer.status}).") from problem
    note = f"{code} {words}"
    if code in OURS_TO_MEND or answer.status in {401, 403, 404}:
        raise TryLater(f"{note} Check the account, the key and the number of this connection.")
    raise TurnedAway(note, is_address=code in NOBODY_THERE, is_refusal=code == ASKED_FOR_NO_MORE)


CHANNEL = Channel(
    code="twilio",
    title="Text messages by Twilio",
    signal_channel=Signal.Channel.SMS,
    about="Every message; an answer to our question by text is its answer, STOP ends texts. Texts go out by it. Pictures are left.",
    fields=(
        ASKS,
        Field("account", "Account SID", help="Begins with AC. Needed to send.", is_required=False),
        Field(
            "sender",
            "Our number",
            help="Such as +447700900009, or a messaging service (MG...). Needed to send.",
            is_required=False,
        ),
        Field("address", "Their address", "https://api.twilio.com"),
    ),
    secret_label="Auth token",  # noqa: S106 (a label)
    what_to_do="In Twilio, at your number under Messaging, enter the address that you get here for a message that comes in.",
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-twilio-signature",),
    thanks=("<Response/>", "text/xml"),
    send=send,
    sends_with=("account", "sender", "address"),
)
