"""Intercom: the rating and the remark at the end of a conversation."""

from __future__ import annotations

import json
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Call, Channel, Field, Heard, Page, each, page_of
from ..connections.plain_text import words_of_html
from ..connections.signatures import is_hex
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer


def fetch(asking: Asking) -> Page:
    """Conversations that changed since the last round, oldest first."""
    since, after = int(asking.cursor.get("since", 0)), asking.cursor.get("after")
    pagination = {"per_page": 50} | ({"starting_after": after} if after else {})
    wanted = {
        "query": {"field": "updated_at", "operator": ">", "value": since},
        "sort": {"field": "updated_at", "order": "ascending"},
        "pagination": pagination,
    }
    answer = asking.ask(
        f"{asking.settings['address']}/conversations/search",
        method="POST",
        headers={"Authorization": f"Bearer {asking.secret}", "Content-Type": "application/json"},
        body=json.dumps(wanted).encode(),
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("conversations"), list):
        raise BrokenAnswer("Intercom sends no list of conversations. Check the address.")
    heard, unreadable, ignored = each(answer["conversations"], read_conversation)
    following = ((answer.get("pages") or {}).get("next") or {}).get("starting_after")
    newest = max(
        [int(asking.cursor.get("newest", since)), *(_changed(found) for found in answer["conversations"])]
    )
    if following and following != after:
        return Page(heard, unreadable, {"since": since, "after": following, "newest": newest}, True, ignored)
    return Page(heard, unreadable, {"since": newest}, False, ignored)


def is_genuine(call: Call) -> bool:
    """Intercom signs the body with the client secret of the app."""
    return is_hex(call.headers.get("x-hub-signature", ""), call.second, call.body, kind="sha1")


def read(call: Call) -> Page:
    """One notification; the conversation in it is read as when it is fetched, so both ways give one voice."""
    told = json.loads(call.body)
    is_rating = str(told["topic"]).startswith("conversation.rating")
    return page_of([told["data"]["item"]], read_conversation) if is_rating else Page(ignored=1)


def read_conversation(conversation: dict[str, Any]) -> Heard | None:
    """The rating of one conversation, 1 to 5; None when nobody rated it."""
    given = conversation.get("conversation_rating") or {}
    if given.get("rating") is None:
        return None
    author = (conversation.get("source") or {}).get("author") or {}
    return Heard(
        key=f"conversation {conversation['id']}",
        said_at=moment(given.get("updated_at") or given["created_at"]),
        comment=words_of_html(given.get("remark") or ""),
        rating=stars(given["rating"], 5),
        rating_of=5,
        email=author.get("email") or "",
        place=str(conversation.get("team_assignee_id") or ""),
    )


def _changed(conversation: Any) -> int:
    changed = conversation.get("updated_at") if isinstance(conversation, dict) else None
    return changed if isinstance(changed, int) else 0


CHANNEL = Channel(
    code="intercom",
    title="Intercom",
    signal_channel=Signal.Channel.CHAT,
    about="Rating (1 to 5) and remark of every conversation that was rated.",
    fields=(Field("address", "Address", "https://api.intercom.io"),),
    secret_label="Access token",  # noqa: S106 (a label)
    second_label="Client secret of the app",
    signs_with_second=True,
    what_to_do="In Intercom's Developer Hub make an app that may read conversations. Its webhook (topic conversation.rating.added)"
    " is not needed, and makes ratings arrive at once.",
    fetch=fetch,
    read=read,
    is_genuine=is_genuine,
    signed_in=("x-hub-signature",),
)
