"""Zendesk: satisfaction ratings (the older good or bad), and the newer survey of satisfaction as it calls our hook."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Call, Channel, Field, Heard, Page, each, page_of
from ..connections.signatures import is_base64, is_recent
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

FACES = {"good": 2, "bad": 1}
BACK, DAY = timedelta(days=30), timedelta(days=1).total_seconds()


def fetch(asking: Asking) -> Page:
    """The next ratings that were given since a day before the newest one; once a day since a month before, for late changes."""
    cursor = asking.cursor if "start" in asking.cursor else _begin(asking)
    answer = asking.ask(
        f"{asking.settings['address']}/api/v2/satisfaction_ratings.json",
        headers={"Authorization": "Basic " + base64.b64encode(asking.secret.encode()).decode()},
        params={"page[size]": 100, "score": "received", "start_time": cursor["start"]}
        | ({"page[after]": cursor["after"]} if cursor.get("after") else {}),
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("satisfaction_ratings"), list):
        raise BrokenAnswer("Zendesk sends no list of ratings. Check the address.")
    heard, unreadable, ignored = each(answer["satisfaction_ratings"], read_rating)
    newest = max([cursor.get("newest", 0), *(int(one.said_at.timestamp()) for one in heard)])
    meta = answer.get("meta") or {}
    following = meta.get("after_cursor") if meta.get("has_more") else None
    if following and following != cursor.get("after"):
        return Page(heard, unreadable, cursor | {"newest": newest, "after": following}, True, ignored)
    return Page(heard, unreadable, {"newest": newest, "deep": cursor["deep"]}, False, ignored)


def _begin(asking: Asking) -> dict[str, Any]:
    newest, deep, now = asking.cursor.get("newest", 0), asking.cursor.get("deep", 0), asking.at.timestamp()
    is_deep = now - deep >= DAY
    back = BACK.total_seconds() if is_deep else DAY
    return {"start": max(0, int(newest - back)), "newest": newest, "deep": int(now) if is_deep else deep}


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


def is_genuine(call: Call) -> bool:
    """Zendesk signs the moment and the body with the signing secret of the webhook."""
    when = call.headers.get("x-zendesk-webhook-signature-timestamp", "")
    given = call.headers.get("x-zendesk-webhook-signature", "")
    return is_base64(given, call.second, when.encode() + call.body) and is_recent(when, call.at)


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
    second_label="Signing secret of the webhook",
    signs_with_second=True,
    what_to_do="The older ratings are fetched with the token. For the newer survey make a webhook in the Admin Centre that posts"
    " the survey response as JSON to the address that you get here, and enter its signing secret.",
    fetch=fetch,
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp"),
)
