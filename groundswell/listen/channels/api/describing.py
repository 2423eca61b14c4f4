"""The API in the words of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), made of what each room says of its own addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import PROBLEMS

Schema = Mapping[str, Any]
EVERY_CALL = ("unauthorised", "forbidden", "unavailable")
WITH_A_BODY = ("malformed_json", "duplicate_key", "too_deep", "too_large", "media_type", "type")
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token that an administrator gives with: groundswell add-token",
}
PROBLEM: Schema = {
    "type": "object",
    "description": "Why a call was not taken (RFC 9457), and what would help.",
    "required": ["type", "title", "status", "class", "field", "sentence", "remedy"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "class": {"type": "string", "enum": list(PROBLEMS)},
        "field": {"type": "string", "description": "Empty where the call as a whole is wrong."},
        "sentence": {"type": "string"},
        "remedy": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that another system may do: a token with ``scope`` does it, ``answers`` come back, ``refusals`` may."""

    method: str
    path: str
    name: str
    title: str
    scope: str
    answers: Mapping[int, tuple[str, Schema]]
    refusals: Sequence[str] = ()
    body: Schema | None = None
    example: Schema | None = None
    parameters: Sequence[Schema] = field(default=())

    @property
    def problems(self) -> list[str]:
        """Every class of problem that this call may meet, by status."""
        usual = (*EVERY_CALL, *(WITH_A_BODY if self.body else ()))
        return sorted({*usual, *self.refusals}, key=lambda name: (PROBLEMS[name][0], name))


def document(operations: Iterable[Operation], *, version: str, server: str) -> dict[str, Any]:
    """The whole document. What GET gives, HEAD gives without a body."""
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        place = paths.setdefault(one.path, {})
        place[one.method] = _operation(one)
        if one.method == "get":
            place["head"] = _without_bodies(_operation(one))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Groundswell",
            "version": version,
            "description": "For other systems. See docs/api.md.",
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": TOKEN}, "schemas": {"Problem": PROBLEM}},
    }


def _operation(one: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.title,
        "description": f"The token needs the scope {one.scope}.",
        "responses": {str(status): _answer(*answer) for status, answer in one.answers.items()}
        | _refusals(one),
    }
    if one.parameters:
        said["parameters"] = list(one.parameters)
    if one.body:
        content = {"schema": one.body} | ({"example": one.example} if one.example else {})
        said["requestBody"] = {"required": True, "content": {"application/json": content}}
    return said


def _answer(meaning: str, schema: Schema) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def _refusals(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (*one.problems, "method"):
        status, sentence, _ = PROBLEMS[name]
        said = f"{name}: {sentence}"
        if str(status) in found:
            found[str(status)]["description"] += f" {said}"
        else:
            content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            found[str(status)] = {"description": said, "content": content}
    return found


def _without_bodies(said: dict[str, Any]) -> dict[str, Any]:
    answers = {status: {"description": answer["description"]} for status, answer in said["responses"].items()}
    return said | {"operationId": f"{said['operationId']}_head", "responses": answers}
