"""Formbricks: a finished response by its webhook, and Hub records; both signed by Standard Webhooks."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Field, Heard, Page, page_of
from ..connections.times import moment, stars
from ..notices.signing import is_signed

QUESTIONS = (
    Field("score_question", "Id of the recommendation question", help="As the survey's editor shows it."),
    Field("words_question", "Id of the question for words", is_required=False),
)
CREATED = {"feedback_record.created", "experience.created"}


def is_genuine(call: Call) -> bool:
    """Signed with our secret, not more than five minutes ago."""
    return is_signed(call.secret, call.at.timestamp(), call.headers, call.body)


def read(call: Call) -> Page:
    """One event, or a list of them."""
    told = json.loads(call.body)
    return page_of(told if isinstance(told, list) else [told], lambda event: read_event(event, call))


def read_event(event: dict[str, Any], call: Call) -> Heard | None:
    """A response that is finished. Formbricks tells answers by the id of the question and nothing about its kind."""
    if event["event"] != "responseFinished":
        return None
    response = event["data"]
    answers = response["data"]
    score = _score(answers.get(call.settings["score_question"]))
    words = str(answers.get(call.settings.get("words_question", "")) or "")
    if score is None and not words:
        return None
    return Heard(
        key=response["id"],
        said_at=moment(response.get("updatedAt") or response["createdAt"]),
        comment=words,
        score=score,
        email=str((response.get("contactAttributes") or {}).get("email") or ""),
        place=response["surveyId"],
    )


def read_hub(call: Call) -> Page:
    """Hub records, alone, in a list, or as the Hub's own event. Those of one submission are one voice, whenever they come."""
    told = json.loads(call.body)
    records = [one for one in map(_record, told if isinstance(told, list) else [told]) if one]
    told_apart = sorted(records, key=_submission)
    return page_of([list(group) for _, group in groupby(told_apart, key=_submission)], read_submission)


def read_submission(records: list[dict[str, Any]]) -> Heard | None:
    """The recommendation and the words. Other fields say nothing that we count."""
    scores = [one for one in records if one["field_type"] == "nps"]
    texts = [one for one in records if one["field_type"] == "text" and one.get("value_text")]
    if not scores and not texts:
        return None
    first = (scores or texts)[0]
    who = str(first.get("user_id") or first.get("user_identifier") or "")
    return Heard(
        key=_submission(first),
        said_at=moment(first["collected_at"]),
        comment="\n".join(one["value_text"] for one in texts),
        score=_score(scores[0].get("value_number")) if scores else None,
        email=who if "@" in who else "",
        place=str(first.get("source_id") or first.get("source_name") or ""),
        joins=True,
    )


def _record(told: dict[str, Any]) -> dict[str, Any] | None:
    """The record itself, or the one inside an event that says it was made."""
    if "field_type" in told:
        return told
    return told["data"] if told.get("type") in CREATED else None


def _submission(record: dict[str, Any]) -> str:
    return str(record.get("submission_id") or record.get("response_id") or record["id"])


def _score(value: Any) -> int | None:
    """A whole number from 0 to 10, also as text; None where nothing was answered."""
    return None if value in (None, "") else stars(value, 10, least=0)


CHANNEL = Channel(
    code="formbricks",
    title="Formbricks",
    signal_channel=Signal.Channel.WEB,
    about="The recommendation question and the words of every finished response.",
    fields=QUESTIONS,
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    what_to_do="In Formbricks, under Integrations, Webhooks, add the address that you get here for the event responseFinished.",
    read=read,
    is_genuine=is_genuine,
    signed_in=("webhook-id", "webhook-signature", "webhook-timestamp"),
)
HUB = Channel(
    code="formbricks_hub",
    title="Formbricks Hub",
    signal_channel=Signal.Channel.WEB,
    about="Feedback records of the type nps (a score) and text (words); all others are left.",
    secret_label="Secret of the webhook",  # noqa: S106 (a label)
    what_to_do="In the Hub make a webhook for the event feedback_record.created with the address that you get here.",
    read=read_hub,
    is_genuine=is_genuine,
    signed_in=("webhook-id", "webhook-signature", "webhook-timestamp"),
)
