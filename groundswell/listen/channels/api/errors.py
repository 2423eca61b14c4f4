"""What can be wrong with a request: its class word, its status, what is said and what would help."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not taken. ``field`` is empty where the request as a whole is wrong."""

    def __init__(self, problem: str, field: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field


SEND_JSON = "Send one JSON object in UTF-8 (RFC 8259)."
LATER = "Nothing was stored. Send the same request with the same key again after the seconds in Retry-After."
ADDRESS = "The addresses are in docs/api.md."

PROBLEMS: dict[str, tuple[int, str, str]] = {
    "malformed_json": (400, "The body is not JSON.", SEND_JSON),
    "duplicate_key": (400, "The same name stands twice in one object.", "Send each name once."),
    "too_deep": (
        400,
        "The body is nested more than 32 levels deep.",
        "Send a flat object; only metadata is an object of its own.",
    ),
    "bad_key": (
        400,
        "The Idempotency-Key cannot be used.",
        "Send one key of 1 to 255 printable ASCII characters.",
    ),
    "bad_cursor": (
        400,
        "The cursor is not one of ours.",
        "Follow the address in next, or leave the cursor out.",
    ),
    "unknown_parameter": (
        400,
        "This parameter is not known.",
        "Only cursor is understood here; version for a survey.",
    ),
    "unauthorised": (
        401,
        "The token is missing, not known, expired or withdrawn.",
        "Send Authorization: Bearer TOKEN. An administrator gives tokens with: groundswell add-token",
    ),
    "forbidden": (
        403,
        "The token does not allow this.",
        "Ask your administrator for a token with the scope intake; consent for consents, decisions for decisions, scores for scores, lots for lots.",
    ),
    "not_found": (404, "There is nothing at this address.", ADDRESS),
    "method": (405, "This method is not possible here.", "Use one of the methods in Allow."),
    "key_reuse": (
        409,
        "This Idempotency-Key was used with another body.",
        "Use a new key for a new answer; to send an answer again, send the same body.",
    ),
    "conflict": (
        409,
        "Something else with this external_id or key is here already and stays.",
        "Give it an external_id or a key of its own.",
    ),
    "too_large": (413, "The body is larger than 1 MiB.", "Send one answer at a time."),
    "media_type": (
        415,
        "The body has another media type.",
        "Send Content-Type: application/json, in UTF-8, not compressed.",
    ),
    "type": (422, "The value has another type than needed.", "The types are in docs/api.md."),
    "required": (
        422,
        "The value is missing.",
        "Every answer needs external_id, submitted_at and score; with survey, answers instead of score.",
    ),
    "unknown_field": (
        422,
        "This field is not known or is ours to fill.",
        "Leave it out. What else you know goes into metadata.",
    ),
    "not_an_integer": (422, "The score is no whole number.", "Send a whole number from 0 to 10."),
    "out_of_range": (422, "The number is too small or too large.", "A score is a whole number from 0 to 10."),
    "too_long": (422, "The value is longer than allowed. Nothing is cut.", "The limits are in docs/api.md."),
    "invalid_text": (
        422,
        "The text holds half of a character (a lone surrogate).",
        "Send whole Unicode characters.",
    ),
    "control_character": (
        422,
        "The text holds an invisible control character.",
        "Take it out. A comment may hold tabs and line ends.",
    ),
    "invalid_date": (422, "This is no moment that we can read.", "Write it like 2025-12-31T14:30:00Z."),
    "ambiguous_date": (422, "Day and month can be mistaken here.", "Write it like 2025-12-31T14:30:00Z."),
    "date_out_of_range": (
        422,
        "The moment lies before 1990 or in the future.",
        "Send the moment of the answer.",
    ),
    "nonexistent_time": (422, "The clocks skip this time of day.", "Send an offset, or Z for UTC."),
    "invalid_email": (
        422,
        "This is not one e-mail address.",
        "Send one like name@example.org, or leave it out.",
    ),
    "invalid_choice": (
        422,
        "The value is none of the known ones.",
        "Send experience, relationship or competitive.",
    ),
    "unknown_survey": (
        404,
        "There is no such survey or version.",
        "The short name stands in the address of the survey's page.",
    ),
    "closed": (410, "This survey is closed and asks nobody any more.", "Ask with another survey."),
    "answer": (
        422,
        "The answer does not fit its question.",
        "Scales and choices are in GET /api/v1/surveys/CODE.",
    ),
    "answer_missing": (
        422,
        "A question that needs an answer has none.",
        "Send an answer to this question as well.",
    ),
    "confidential": (
        422,
        "This survey asks employees about their work, and nobody is named with an answer.",
        "Leave email and metadata out.",
    ),
    "unusable": (422, "What this says cannot be used.", "The sentence says what to write instead."),
    "busy": (503, "Too many answers are waiting to be written.", LATER),
    "unwritten": (503, "The answer could not be written to disk.", LATER),
    "unavailable": (503, "What is needed to judge this could not be read just now.", LATER),
}
