"""Chat messages: what Slack, Microsoft Teams and others take from us, and how one is handed over.

Slack takes ``{"text": ...}`` with ``&``, ``<`` and ``>`` escaped and links as ``<address|words>``
(https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). The Workflows of Microsoft Teams take a message
with one Adaptive Card (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors).
"""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any

from django.conf import settings
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import FIRST, words_in
from groundswell.listen.channels.connections.secrets import secret_of
from groundswell.listen.channels.outbound.client import ask_outside
from groundswell.listen.channels.outbound.errors import OutsideProblem, Throttled, Unreachable
from groundswell.listen.channels.outbox.errors import EndUnknown, NotDelivered, TryLater, TurnedAway
from groundswell.listen.channels.outbox.models import Message

from .models import ChatAddress, Telling
from .people import note_of_person
from .team import language_of_chat, note_of_team

OPEN = "Open in Groundswell"
TRIAL = "Groundswell can reach this chat. Here you will be told what waits."


def secret_name(chat: ChatAddress) -> str:
    """Where the address of a chat lies among the keys."""
    return f"chat-{chat.pk}"


def payload_of(form: str, note: str, language: str = FIRST) -> bytes:
    """The message in the form that the other side takes. The last line of a note is its link."""
    *lines, link = note.split("\n")
    payload = FORMS[form](lines, link, words_in(OPEN, language))
    return json.dumps(payload, ensure_ascii=False).encode()


def _slack(lines: list[str], link: str, button: str) -> dict[str, Any]:
    told = [escape(line, quote=False) for line in lines]
    return {"text": "\n".join([*told, f"<{escape(link, quote=False)}|{button}>"])}


def _teams(lines: list[str], link: str, button: str) -> dict[str, Any]:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "body": [{"type": "TextBlock", "text": line, "wrap": True} for line in lines],
        "actions": [{"type": "Action.OpenUrl", "title": button, "url": link}],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attached]}


def _json(lines: list[str], link: str, button: str) -> dict[str, Any]:
    return {"lines": lines, "url": link}


FORMS = {
    ChatAddress.Format.SLACK.value: _slack,
    ChatAddress.Format.TEAMS.value: _teams,
    ChatAddress.Format.JSON.value: _json,
}


def hand_note(message: Message) -> str:
    """Hand one chat message over, with what holds at this moment. Raises NotDelivered.

    Where nobody knows whether it was taken it is not sent again: the same things stand in the list and in the mail.
    """
    telling = Telling.objects.select_related("chat__unit", "chat__person", "person").get(
        pk=int(message.key.split("-")[1])
    )
    if telling.chat is None or telling.chat.ended_at:
        raise TurnedAway("This chat is told nothing any more.", is_address=False)
    note = note_of_now(telling)
    if not note:
        raise TurnedAway("All of it was settled before it could be sent.", is_address=False)
    Message.objects.filter(pk=message.pk).update(body=note)
    try:
        send(telling.chat, note)
    except NotDelivered as problem:
        note_trouble(telling.chat, str(problem), at=timezone.now())
        raise
    note_trouble(telling.chat, "", at=timezone.now())
    return ""


def note_of_now(telling: Telling) -> str:
    """What the chat is told, asked anew; empty where nothing stands any more."""
    if telling.person is None:
        return note_of_team(telling)
    user = User.objects.filter(person=telling.person, is_active=True).first()
    return note_of_person(user, telling) if user else ""


def send(chat: ChatAddress, note: str) -> None:
    """One attempt: the checked public address, no redirects. Raises NotDelivered, without the address in its words."""
    address = secret_of(secret_name(chat))
    if not address:
        raise TurnedAway("Its address is missing. Enter it again.", is_address=False)
    headers = {"Content-Type": "application/json"}
    try:
        ask_outside(
            address,
            method="POST",
            headers=headers,
            body=payload_of(chat.format, note, language_of_chat(chat)),
        )
    except Throttled as problem:
        raise TryLater(str(problem), wait_seconds=problem.wait_seconds) from problem
    except Unreachable as problem:
        raise (EndUnknown if problem.was_asked else TryLater)(str(problem)) from problem
    except OutsideProblem as problem:
        raise TurnedAway(str(problem), is_address=False) from problem


def note_trouble(chat: ChatAddress, words: str, *, at: datetime) -> None:
    """Keep what went wrong, since when; nothing where the last attempt went well."""
    same = ChatAddress.objects.filter(pk=chat.pk)
    if not words:
        same.exclude(trouble="").update(trouble="", trouble_since=None)
        return
    same.filter(trouble="").update(trouble_since=at)
    same.update(trouble=words[:190])


def trial_note(chat: ChatAddress) -> str:
    """What a test says."""
    return f"{words_in(TRIAL, language_of_chat(chat))}\n{settings.BASE_URL}/"
