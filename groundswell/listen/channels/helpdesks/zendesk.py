"""Zendesk: satisfaction ratings (the older good or bad), and the newer survey of satisfaction as it calls our hook."""

from __future__ import annotations

import base64
import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Call, Channel, Field, Heard, Page, each, page_of
from ..connections.rounds import next_cursor, page_number
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

FACES = {"good": 2, "bad": 1}


def fetch(asking: Asking) -> Page:
    """One page of ratings, newest first."""
    page = page_number(asking.cursor)
    answer = asking.ask(
        f"{asking.settings['address']}/api/v2/satisfaction_ratings.json",
        headers={"Authorization": "Basic " + base64.b64encode(asking.secret.encode()).decode()},
        params={"page": page, "per_page": 100, "sort_by": "created_at", "sort_order": "desc"},
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("satisfaction_ratings"), list):
        raise BrokenAnswer("Zendesk sends no list of ratings. Check the address.")
    heard, unreadable, ignored = each(answer["satisfaction_ratings"], read_rating)
    cursor, has_more = next_cursor(asking.cursor, heard, is_last=not answer.get("next_page"))
    return Page(heard, unreadable, cursor, has_more, ignored)


def read_rating(rating: dict[str, Any]) -> Heard | None:
    """One rating. A rating that was only offered is no answer."""
    if rating["score"] in {"offered", "unoffered"}:
        return None
    return Heard(
        key=f"rating {rating['id']}",
        said_at=moment(rating.get("updated_at") or rating["created_at"]),
        comment=rating.get("comment") or "",
        rating=FACES[rating["score"]],
        rating_of=2,
        place=str(rating.get("group_id") or ""),
    )


def read(call: Call) -> Page:
    """The newer survey: a closed answer of 1 to 5 and an open one; skipped answers are left out."""
    told = json.loads(call.body)
    return page_of([told.get("survey_response", told)], lambda response: read_response(response, call))


def read_response(response: dict[str, Any], call: Call) -> Heard | None:
    """One survey response; None when everything was skipped."""
    words, rating = [], None
    for answer in response["answers"]:
        if answer["type"] == "rating_scale":
            rating = stars(answer["rating"], 5)
        elif answer["type"] == "open_ended":
            words.append(str(answer.get("value") or ""))
    if rating is None and not any(words):
        return None
    return Heard(
        key=f"response {response['id']}",
        said_at=moment(response.get("updated_at") or response.get("created_at") or call.at.isoformat()),
        comment="\n".join(filter(None, words)),
        rating=rating,
        rating_of=rating and 5,
        email=(response.get("responder") or {}).get("email") or "",
    )


CHANNEL = Channel(
    code="zendesk",
    title="Zendesk",
    signal_channel=Signal.Channel.HELPDESK,
    about="Ratings good or bad with their comment; the newer survey through the hook.",
    fields=(Field("address", "Address", help="https://your-name.zendesk.com"),),
    secret_label="Name and token, as you@example.org/token:key",  # noqa: S106 (a label)
    fetch=fetch,
    read=read,
)
