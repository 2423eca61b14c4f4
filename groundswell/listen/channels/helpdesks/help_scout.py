"""Help Scout: answers as it calls our hook. The value of a recommendation is a text; its category is never trusted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.times import moment, stars

FACES = {"great": 3, "good": 3, "okay": 2, "ok": 2, "not good": 1, "not-good": 1, "bad": 1}


def is_genuine(call: Call) -> bool:
    """Whether Help Scout signed the body with our key."""
    ours = base64.b64encode(hmac.new(call.secret.encode(), call.body, hashlib.sha1).digest()).decode()
    return hmac.compare_digest(ours.encode(), call.headers.get("x-helpscout-signature", "").encode())


def read(call: Call) -> Page:
    """One answer, or a list of them."""
    told = json.loads(call.body)
    return page_of(told if isinstance(told, list) else [told], lambda answer: read_answer(answer, call))


def read_answer(answer: dict[str, Any], call: Call) -> Heard:
    """A value of 0 to 10 is a recommendation; great, okay and not good are a rating of three."""
    customer = answer.get("customer") or {}
    given = {"score": stars(answer["value"], 10, least=0)} if "value" in answer else _rating(answer["rating"])
    return Heard(
        key=f"answer {answer['id']}",
        said_at=moment(answer.get("createdAt") or call.at.isoformat()),
        comment=answer.get("comment") or answer.get("comments") or "",
        email=customer.get("email") or "",
        place=str(answer.get("mailboxId") or ""),
        **given,
    )


def _rating(value: Any) -> dict[str, int]:
    named = FACES.get(str(value).casefold())
    return {"rating": named or stars(value, 3), "rating_of": 3}


CHANNEL = Channel(
    code="help_scout",
    title="Help Scout",
    signal_channel=Signal.Channel.HELPDESK,
    about="Recommendation (0 to 10) or rating (great, okay, not good) with its comment.",
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    read=read,
    is_genuine=is_genuine,
)
