"""Any gateway: it calls an address with id, from, text and, if it likes, to and at; texts go out to an address of its own."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Field, Heard, Page, Posting, page_of
from ..connections.times import moment
from ..outbound.client import Answer, seconds_to_wait
from ..outbound.errors import OutsideProblem
from ..outbox.errors import TryLater, TurnedAway
from ..outbox.returning import Report
from .words import ASKS, said

ARRIVED, RETURNED = {"delivered"}, {"undelivered", "failed", "rejected", "expired"}
UNREADABLE, KNOWN_ALREADY, UNREACHABLE_NUMBER = 400, 409, 422


def read(call: Call) -> Page:
    """One message, or a list of them; those with a status say what became of ours."""
    if "json" in call.headers.get("content-type", ""):
        told: Any = json.loads(call.body)
    else:
        told = dict(parse_qsl(call.body.decode("utf-8", "strict"), keep_blank_values=True))
    every = told if isinstance(told, list) else [told]
    reports = [one for one in every if isinstance(one, dict) and "status" in one and "text" not in one]
    page = page_of([one for one in every if one not in reports], lambda message: read_message(message, call))
    found = [report for one in reports for report in _report(one)]
    return Page(page.heard, page.unreadable, ignored=page.ignored + len(reports), reports=found)


def read_message(message: dict[str, Any], call: Call) -> Heard:
    """The gateway's id tells messages apart; it is required, so that nothing arrives twice."""
    score, words = said(str(message["text"]), asks=call.settings.get("asks") == "yes")
    when = moment(message["at"]) if message.get("at") else call.at
    return Heard(
        key=str(message["id"]),
        said_at=when,
        comment=words,
        score=score,
        phone=str(message.get("from") or ""),
        place=str(message.get("to") or ""),
    )


def _report(told: dict[str, Any]) -> list[Report]:
    status = str(told["status"]).casefold()
    if status not in ARRIVED | RETURNED:
        return []
    is_address = str(told.get("permanent", "")).casefold() in {"yes", "true", "1"}
    words = f"{status} {told.get('error', '')}".strip()
    return [Report(status in ARRIVED, words, is_address, reference=str(told.get("id", "")))]


def send(text: Posting) -> str:
    """Hand one text over as JSON. The gateway knows it by our id: the same id twice is one text."""
    told = {"id": text.key, "to": text.to, "text": text.words, "from": text.settings.get("sender", "")}
    told |= {"report_to": text.hook} if text.hook else {}
    headers = {"Content-Type": "application/json", "Idempotency-Key": text.key}
    headers |= {"Authorization": f"Bearer {text.secret}"} if text.secret else {}
    try:
        answer = text.ask(
            text.settings["address"], method="POST", headers=headers, body=json.dumps(told).encode()
        )
    except OutsideProblem as problem:
        raise TryLater(str(problem)) from problem
    return _outcome(answer, text.key)


def _outcome(answer: Answer, key: str) -> str:
    if 200 <= answer.status < 300 or answer.status == KNOWN_ALREADY:
        return _name(answer) or key
    note = f"Status {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}"
    if answer.status in {UNREADABLE, UNREACHABLE_NUMBER}:
        raise TurnedAway(note, is_address=answer.status == UNREACHABLE_NUMBER)
    raise TryLater(note, wait_seconds=seconds_to_wait(answer.headers.get("retry-after", "")))


def _name(answer: Answer) -> str:
    try:
        told = answer.json()
    except OutsideProblem:
        return ""
    return str(told.get("id") or "") if isinstance(told, dict) else ""


CHANNEL = Channel(
    code="sms_gateway",
    title="Text messages by any gateway",
    signal_channel=Signal.Channel.SMS,
    about="Messages as id, from, text, to and at; as a form or as JSON. Texts go out as JSON to an address of the gateway.",
    fields=(
        ASKS,
        Field("address", "Where texts are handed over", help="Needed to send.", is_required=False),
        Field("sender", "Our number", is_required=False),
    ),
    secret_label="Key of the gateway",  # noqa: S106 (a label)
    is_secret_required=False,
    what_to_do="Let the gateway post each message to the address that you get here, as a form or as JSON.",
    read=read,
    send=send,
    sends_with=("address",),
)
