"""Google Business Profile: the reviews of one location, most recently changed first."""

from __future__ import annotations

from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Heard, Page, each
from ..connections.rounds import next_cursor
from ..connections.times import moment
from ..connections.tokens import access_token
from ..outbound.errors import BrokenAnswer

STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


def fetch(asking: Asking) -> Page:
    """One page of reviews; the way to the next is their token."""
    params = {"pageSize": 50, "orderBy": "updateTime desc"}
    if token := asking.cursor.get("token"):
        params["pageToken"] = token
    answer = asking.ask(
        f"{asking.settings['address']}/v4/{asking.settings['location']}/reviews",
        headers={"Authorization": f"Bearer {_token(asking)}"},
        params=params,
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("reviews", []), list):
        raise BrokenAnswer("Google sends no list of reviews. Check the name of the location.")
    heard, unreadable, ignored = each(answer.get("reviews", []), read_review)
    token = answer.get("nextPageToken", "")
    cursor, has_more = next_cursor(asking.cursor, heard, is_last=not token, at=asking.at)
    return Page(heard, unreadable, cursor | ({"token": token} if has_more else {}), has_more, ignored)


def _token(asking: Asking) -> str:
    """Google's access tokens end after an hour: a new one is asked for with the refresh token, which lasts."""
    form = {
        "grant_type": "refresh_token",
        "client_id": asking.settings["client"],
        "client_secret": asking.second,
        "refresh_token": asking.secret,
    }
    return access_token(asking.ask, asking.settings["token_address"], form)


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
        Field("client", "Client ID", help="Of your project, for the Business Profile API."),
        Field("address", "Address", "https://mybusiness.googleapis.com"),
        Field("token_address", "Address for tokens", "https://oauth2.googleapis.com/token"),
    ),
    secret_label="Refresh token",  # noqa: S106 (a label)
    second_label="Client secret",
    is_second_required=True,
    what_to_do="In Google's console enable the Business Profile API, make an OAuth client, and let the owner of the profile"
    " agree to business.manage once: what you get then is the refresh token.",
    fetch=fetch,
)
