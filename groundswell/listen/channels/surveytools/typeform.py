"""Typeform: a finished form by its webhook, signed with our secret (HMAC-SHA256, base64)."""

from __future__ import annotations

import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Field, Heard, Page, page_of
from ..connections.signatures import is_base64
from ..connections.times import moment, stars

SCORE = Field(
    "score_question",
    "Reference of the recommendation question",
    is_required=False,
    help="Needed only where it is an opinion scale; a question of the type NPS is known by itself.",
)


def is_genuine(call: Call) -> bool:
    """The header holds sha256= and the digest of the raw body."""
    kind, _, given = call.headers.get("typeform-signature", "").partition("=")
    return kind == "sha256" and is_base64(given, call.secret, call.body)


def read(call: Call) -> Page:
    """One finished form."""
    return page_of([json.loads(call.body)], lambda told: read_form(told, call))


def read_form(told: dict[str, Any], call: Call) -> Heard | None:
    """The recommendation, long texts as words, an address where one was asked for or hidden in the link."""
    if told["event_type"] != "form_response":
        return None
    form = told["form_response"]
    answers = form.get("answers") or []
    given = next((answer["number"] for answer in answers if _is_score(answer, form, call)), None)
    score = None if given is None else stars(given, 10, least=0)
    words = [answer["text"] for answer in answers if answer["field"]["type"] == "long_text"]
    if score is None and not any(words):
        return None
    asked = next((answer["email"] for answer in answers if answer["type"] == "email"), "")
    return Heard(
        key=form["token"],
        said_at=moment(form["submitted_at"]),
        comment="\n".join(words),
        score=score,
        email=asked or str((form.get("hidden") or {}).get("email") or ""),
        place=form["form_id"],
    )


def _is_score(answer: dict[str, Any], form: dict[str, Any], call: Call) -> bool:
    field = answer["field"]
    if answer["type"] != "number":
        return False
    wanted = call.settings.get("score_question", "")
    if wanted:
        return wanted in (field.get("ref"), field.get("id"))
    return field["type"] == "nps" or _steps(field, form) == 11


def _steps(field: dict[str, Any], form: dict[str, Any]) -> int | None:
    """How many numbers an opinion scale has; eleven that begin with 0 are the recommendation question."""
    for asked in (form.get("definition") or {}).get("fields") or []:
        if asked.get("id") == field.get("id") and asked.get("type") == "opinion_scale":
            properties = asked.get("properties") or {}
            return None if properties.get("start_at_one") else properties.get("steps")
    return None


CHANNEL = Channel(
    code="typeform",
    title="Typeform",
    signal_channel=Signal.Channel.WEB,
    about="The recommendation question, long texts and the address of every finished form.",
    fields=(SCORE,),
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    what_to_do="In Typeform, under Connect, Webhooks, add the address that you get here, and give it a secret.",
    read=read,
    is_genuine=is_genuine,
    signed_in=("typeform-signature",),
)
