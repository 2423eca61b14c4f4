"""Delighted: every response by its list and by its webhook, both with the API key; who unsubscribes there is left alone here."""

from __future__ import annotations

import base64
import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Call, Channel, Field, Heard, Page, each, page_of
from ..connections.signatures import is_hex
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

AT_ONCE = 100
BEST = {"csat": 5, "ces": 5, "ces7": 7, "5-star": 5, "smileys": 5}


def fetch(asking: Asking) -> Page:
    """The next responses that changed since the newest one we have, oldest change first."""
    since, page = int(asking.cursor.get("since", 0)), int(asking.cursor.get("page", 1))
    key = base64.b64encode(f"{asking.secret}:".encode()).decode()
    answer = asking.ask(
        f"{asking.settings['address']}/v1/survey_responses.json",
        headers={"Authorization": f"Basic {key}"},
        params={
            "per_page": AT_ONCE,
            "page": page,
            "order": "asc:updated_at",
            "updated_since": since,
            "expand[]": "person",
        },
    ).json()
    if not isinstance(answer, list):
        raise BrokenAnswer("Delighted sends no list of responses. Check the address.")
    heard, unreadable, ignored = each(answer, read_response)
    newest = max([int(asking.cursor.get("newest", since)), *(_changed(one) for one in answer)])
    if len(answer) == AT_ONCE:
        return Page(heard, unreadable, {"since": since, "page": page + 1, "newest": newest}, True, ignored)
    return Page(heard, unreadable, {"since": newest}, False, ignored)


def is_genuine(call: Call) -> bool:
    """Delighted signs the body with the API key."""
    return is_hex(call.headers.get("x-delighted-webhook-signature", ""), call.secret, call.body)


def read(call: Call) -> Page:
    """One event: a response, or somebody who wants no more mail."""
    told = json.loads(call.body)
    if str(told["event_type"]).endswith(("unsubscribed", "bounced")):
        person = told["event_data"].get("person") or told["event_data"]
        return Page(refusing=[str(person.get("email") or "")])
    return page_of([told["event_data"]], read_response)


def read_response(response: dict[str, Any]) -> Heard | None:
    """One response. Only the recommendation question gives a score; answers of employees are left out."""
    kind, person = response.get("survey_type") or "nps", response["person"]
    if kind == "enps":
        return None
    return Heard(
        key=f"response {response['id']}",
        said_at=moment(response.get("updated_at") or response["created_at"]),
        comment=response.get("comment") or "",
        email=str(person.get("email") or "") if isinstance(person, dict) else "",
        **_given(kind, response["score"]),
    )


def _given(kind: str, value: Any) -> dict[str, int]:
    if kind == "nps":
        return {"score": stars(value, 10, least=0)}
    if kind == "thumbs":
        return {"rating": stars(value, 1, least=0) + 1, "rating_of": 2}
    return {"rating": stars(value, BEST[kind]), "rating_of": BEST[kind]} if kind in BEST else {}


def _changed(response: Any) -> int:
    moments = (
        [response.get(name) for name in ("updated_at", "created_at")] if isinstance(response, dict) else []
    )
    return max([one for one in moments if isinstance(one, int)], default=0)


CHANNEL = Channel(
    code="delighted",
    title="Delighted",
    signal_channel=Signal.Channel.WEB,
    about="Scores, stars and words of every response; who unsubscribes there is not written to from here.",
    fields=(Field("address", "Address", "https://api.delighted.com"),),
    secret_label="API key",  # noqa: S106 (a label)
    what_to_do="Enter the API key of your project: everything from the beginning is fetched. Its webhook is not needed, and makes"
    " answers arrive at once.",
    fetch=fetch,
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-delighted-webhook-signature",),
)
