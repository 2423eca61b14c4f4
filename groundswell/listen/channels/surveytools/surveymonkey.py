"""SurveyMonkey: the responses of one survey. Its webhook says only that there is one, so it makes us fetch at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Call, Channel, Field, Heard, Page, each
from ..connections.signatures import is_base64
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

FIRST_NUMBER = re.compile(r"\s*(\d{1,2})(?!\d)")
AT_ONCE = 100


def fetch(asking: Asking) -> Page:
    """The next hundred finished responses that changed since the newest one we have, oldest change first."""
    since, page = asking.cursor.get("since", ""), int(asking.cursor.get("page", 1))
    survey = asking.settings["survey"]
    answer = asking.ask(
        f"{asking.settings['address']}/v3/surveys/{survey}/responses/bulk",
        headers={"Authorization": f"Bearer {asking.secret}"},
        params={
            "per_page": AT_ONCE,
            "page": page,
            "sort_by": "date_modified",
            "sort_order": "ASC",
            "status": "completed",
            "simple": "true",
        }
        | ({"start_modified_at": since} if since else {}),
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise BrokenAnswer("SurveyMonkey sends no list of responses. Check the number of the survey.")
    heard, unreadable, ignored = each(answer["data"], lambda one: read_response(one, asking))
    newest = max([asking.cursor.get("newest", since), *(_changed(one) for one in answer["data"])])
    if (answer.get("links") or {}).get("next") and answer["data"]:
        return Page(heard, unreadable, {"since": since, "page": page + 1, "newest": newest}, True, ignored)
    return Page(heard, unreadable, {"since": newest}, False, ignored)


def read_response(response: dict[str, Any], asking: Asking) -> Heard | None:
    """The recommendation question by its id, and every text (or the one question for words that was named)."""
    asked, words_of = asking.settings["score_question"], asking.settings.get("words_question", "")
    said = list(_answers(response))
    score = next((_score(answer) for question, answer in said if question == asked), None)
    words = [
        str(answer["text"])
        for question, answer in said
        if question != asked and words_of in ("", question) and answer.get("text")
    ]
    if score is None and not words:
        return None
    contact = (response.get("metadata") or {}).get("contact") or {}
    return Heard(
        key=f"response {response['id']}",
        said_at=moment(response.get("date_modified") or response["date_created"]),
        comment="\n".join(words),
        score=score,
        email=str(response.get("email_address") or (contact.get("email") or {}).get("value") or ""),
        place=str(response.get("collector_id") or ""),
    )


def _answers(response: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for page in response.get("pages") or []:
        for question in page.get("questions") or []:
            for answer in question.get("answers") or []:
                yield str(question.get("id")), answer


def _score(answer: dict[str, Any]) -> int:
    """The number that the chosen words begin with ("10 - Extremely likely"). Weights are theirs, and may be categories."""
    written = str(answer.get("simple_text") or answer.get("text") or "")
    number = FIRST_NUMBER.match(written)
    return stars(number[1] if number else written, 10, least=0)


def _changed(response: Any) -> str:
    """The moment of the last change in the form of their filter."""
    try:
        return f"{moment(response['date_modified']).astimezone(UTC):%Y-%m-%dT%H:%M:%S+00:00}"
    except (KeyError, TypeError, ValueError):
        return ""


def is_genuine(call: Call) -> bool:
    """SurveyMonkey signs the body with the client id, which stands in a header, and the client secret."""
    key = f"{call.headers.get('sm-apikey', '')}&{call.second}"
    return is_base64(call.headers.get("sm-signature", ""), key, call.body, kind="sha1")


def read(call: Call) -> Page:
    """A response of some survey was finished or changed: fetch it."""
    told = json.loads(call.body)
    return Page(ignored=1, fetch_now=str(told["event_type"]) in {"response_completed", "response_updated"})


CHANNEL = Channel(
    code="surveymonkey",
    title="SurveyMonkey",
    signal_channel=Signal.Channel.WEB,
    about="The recommendation question and the words of every finished response of one survey.",
    fields=(
        Field("survey", "Number of the survey"),
        Field("score_question", "Number of the recommendation question"),
        Field("words_question", "Number of the question for words", "", "Every text when empty.", False),
        Field("address", "Address", "https://api.surveymonkey.com"),
    ),
    secret_label="Access token",  # noqa: S106 (a label)
    second_label="Client secret of the app",
    signs_with_second=True,
    what_to_do="In SurveyMonkey's developer pages make a private app that may view responses. Its webhook (response_completed) is"
    " not needed, and makes answers arrive at once.",
    fetch=fetch,
    read=read,
    is_genuine=is_genuine,
    signed_in=("sm-apikey", "sm-signature"),
)
