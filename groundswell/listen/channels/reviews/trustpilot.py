"""Trustpilot: the reviews of one business unit."""

from __future__ import annotations

from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Heard, Page, each
from ..connections.rounds import next_cursor, page_number
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

AT_ONCE = 100


def fetch(asking: Asking) -> Page:
    """One page of reviews, newest first."""
    page = page_number(asking.cursor)
    answer = asking.ask(
        f"{asking.settings['address']}/v1/business-units/{asking.settings['business_unit']}/reviews",
        headers={"apikey": asking.secret},
        params={"page": page, "perPage": AT_ONCE, "orderBy": "createdat.desc"},
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("reviews"), list):
        raise BrokenAnswer("Trustpilot sends no list of reviews. Check the business unit.")
    heard, unreadable, ignored = each(answer["reviews"], read_review)
    cursor, has_more = next_cursor(asking.cursor, heard, is_last=not answer["reviews"], at=asking.at)
    return Page(heard, unreadable, cursor, has_more, ignored)


def read_review(review: dict[str, Any]) -> Heard | None:
    """One review; a reported or removed one is nobody's voice any more."""
    if review.get("status", "active") != "active":
        return None
    return Heard(
        key=review["id"],
        said_at=moment(review.get("updatedAt") or review["createdAt"]),
        comment=f"{review.get('title') or ''}\n{review.get('text') or ''}",
        rating=stars(review["stars"], 5),
        rating_of=5,
        place=review.get("businessUnit", {}).get("id", ""),
    )


CHANNEL = Channel(
    code="trustpilot",
    title="Trustpilot",
    signal_channel=Signal.Channel.REVIEW,
    about="Stars, title and words of the reviews of one business unit.",
    fields=(
        Field("business_unit", "Business unit", help="Its id at Trustpilot."),
        Field("address", "Address", "https://api.trustpilot.com"),
    ),
    secret_label="API key",  # noqa: S106 (a label)
    what_to_do="In Trustpilot Business, under Integrations, APIs, make an application: its API key is enough to read reviews.",
    fetch=fetch,
)
