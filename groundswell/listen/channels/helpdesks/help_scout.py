"""Help Scout: ratings of conversations and answers to its surveys, as it calls our hook. Its category is never trusted."""

from __future__ import annotations

import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.signatures import is_base64
from ..connections.times import moment, stars

FACES = {"great": 3, "good": 3, "okay": 2, "ok": 2, "not good": 1, "not_good": 1, "not-good": 1, "bad": 1}
SURVEYED = {"happy": (3, 3), "neutral": (2, 3), "sad": (1, 3), "thumbs up": (2, 2), "thumbs down": (1, 2)}


def is_genuine(call: Call) -> bool:
    """Whether Help Scout signed the body with our key."""
    return is_base64(call.headers.get("x-helpscout-signature", ""), call.secret, call.body, kind="sha1")


def read(call: Call) -> Page:
    """One rating or one answer, or a list of them."""
    told = json.loads(call.body)
    return page_of(told if isinstance(told, list) else [told], lambda one: read_one(one, call))


def read_one(told: dict[str, Any], call: Call) -> Heard | None:
    """By its form: a survey's answer has a response inside, a conversation's rating has none."""
    return read_survey(told) if "response" in told else read_rating(told, call)


def read_survey(told: dict[str, Any]) -> Heard | None:
    """A value of 0 to 10 of a recommendation survey (a text), a face, a thumb, or only words."""
    answer, customer = told["response"], (told.get("_embedded") or {}).get("customer") or {}
    score = stars(answer["value"], 10, least=0) if "category" in answer else None
    rating, best = SURVEYED.get(str(answer.get("name", "")).casefold(), (None, None))
    words = answer.get("comment") or ""
    if score is None and rating is None and not words:
        return None
    survey = str((told.get("message") or {}).get("name") or "")
    return Heard(
        key=f"survey {survey} {customer.get('id') or ''} {answer['timestamp']}",
        said_at=moment(answer["timestamp"]),
        comment=words,
        score=score,
        rating=rating,
        rating_of=best,
        email=_address(customer),
        place=survey,
    )


def read_rating(told: dict[str, Any], call: Call) -> Heard:
    """Great, okay or not good, with its comment."""
    mailbox = told.get("mailbox") or {}
    return Heard(
        key=f"rating {told['id']}",
        said_at=moment(told.get("modifiedAt") or told.get("createdAt") or call.at.isoformat()),
        comment=told.get("comments") or "",
        rating=FACES.get(str(told["rating"]).casefold()) or stars(told["rating"], 3),
        rating_of=3,
        email=_address(told.get("customer") or {}),
        place=str(mailbox.get("name") or told.get("mailboxId") or ""),
    )


def _address(customer: dict[str, Any]) -> str:
    """The first address, wherever this version of their interface keeps it."""
    listed = customer.get("emails") or (customer.get("_embedded") or {}).get("emails") or []
    return str(customer.get("email") or (listed[0].get("value") if listed else "") or "")


CHANNEL = Channel(
    code="help_scout",
    title="Help Scout",
    signal_channel=Signal.Channel.HELPDESK,
    about="Ratings of conversations (great, okay, not good), and answers to surveys: 0 to 10, faces, thumbs, words.",
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    what_to_do="In Help Scout install the app Webhooks with the address that you get here, a secret of your own, and the events"
    " for satisfaction ratings and survey responses.",
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-helpscout-signature",),
)
