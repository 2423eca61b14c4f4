"""Google Business Profile: the reviews of one location, most recently changed first."""

from __future__ import annotations

from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Heard, Page, each
from ..connections.rounds import next_cursor
from ..connections.times import moment
from ..outbound.errors import BrokenAnswer

STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


def fetch(asking: Asking) -> Page:
    """One page of reviews; the way to the next is their token."""
    params = {"pageSize": 50, "orderBy": "updateTime desc"}
    if token := asking.cursor.get("token"):
        params["pageToken"] = token
    answer = asking.ask(
        f"{asking.settings['address']}/v4/{asking.settings['location']}/reviews",
        headers={"Authorization": f"Bearer {asking.secret}"},
        params=params,
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("reviews", []), list):
        raise BrokenAnswer("Google sends no list of reviews. Check the name of the location.")
    heard, unreadable, ignored = each(answer.get("reviews", []), read_review)
    token = answer.get("nextPageToken", "")
    cursor, has_more = next_cursor(asking.cursor, heard, is_last=not token)
    return Page(heard, unreadable, cursor | ({"token": token} if has_more else {}), has_more, ignored)


def read_review(review: dict[str, Any]) -> Heard:
    """One review. Google writes stars as words, and puts its own translation before the original."""
    said = review.get("comment") or ""
    if "\n\n(Original)\n" in said:
        said = said.split("\n\n(Original)\n", 1)[1]
    elif "\n\n(Translated by Google)" in said:
        said = said.split("\n\n(Translated by Google)", 1)[0]
    return Heard(
        key=review["reviewId"],
        said_at=moment(review.get("updateTime") or review["createTime"]),
        comment=said,
        rating=STARS[review["starRating"]],
        rating_of=5,
        place=review.get("name", "").split("/reviews/")[0],
    )


CHANNEL = Channel(
    code="google_business",
    title="Google Business Profile",
    signal_channel=Signal.Channel.REVIEW,
    about="Stars and words of the reviews of one location.",
    fields=(
        Field("location", "Location", help="accounts/…/locations/…"),
        Field("address", "Address", "https://mybusiness.googleapis.com"),
    ),
    secret_label="Access token",  # noqa: S106 (a label)
    fetch=fetch,
)
