"""One call of the API in words that a person reads: its fields with their limits, and an example to copy."""

import json
from dataclasses import dataclass

from groundswell.listen.channels.api.describing import Operation, Schema


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a body or of an address."""

    name: str
    is_needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Call:
    """One operation as the page shows it."""

    said: Operation
    example: str
    fields: list[tuple[str, list[Field]]]
    answers: list[tuple[int, str]]
    about: str = ""

    @property
    def name(self) -> str:
        return f"{self.said.method.upper()} {self.said.path}"


def call_of(one: Operation, server: str) -> Call:
    """The words for one operation."""
    answers = [(status, meaning) for status, (meaning, _) in one.answers.items()]
    return Call(
        one,
        _example(one, server),
        [*_beside(one), *_bodies(one)],
        answers,
        (one.body or {}).get("description", ""),
    )


def _example(one: Operation, server: str) -> str:
    lines = [f"curl {server}{one.path}", '-H "Authorization: Bearer gs_..."']
    if one.example:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(one.example, indent=2)}'"]
    return " \\\n  ".join(lines)


def _beside(one: Operation) -> list[tuple[str, list[Field]]]:
    found = [
        Field(
            str(given["name"]),
            bool(given.get("required")),
            f"In the {given['in']}; {_words(_told(given))}",
        )
        for given in one.parameters
    ]
    return [("Beside the body" if one.body else "In the address", found)] if found else []


def _told(given: Schema) -> Schema:
    about = {"description": given["description"]} if "description" in given else {}
    return {**given["schema"], **about}


def _bodies(one: Operation) -> list[tuple[str, list[Field]]]:
    if not one.body:
        return []
    forms = one.body.get("oneOf", []) if "properties" not in one.body else [one.body]
    titles = ["The body"] if len(forms) == 1 else ["The body, for one answer", "The body, for a whole survey"]
    return [(title, _fields(form)) for title, form in zip(titles, forms, strict=True)]


def _fields(form: Schema) -> list[Field]:
    needed = form["required"]
    fields = [Field(name, name in needed, _words(schema)) for name, schema in form["properties"].items()]
    return sorted(fields, key=lambda one: (not one.is_needed, one.name))


def _words(schema: Schema) -> str:
    """The type and its limits."""
    kinds = schema.get("type", "string")
    words = [kinds if isinstance(kinds, str) else " or ".join(kinds)]
    if "enum" in schema:
        words = [f"one of {', '.join(schema['enum'])}"]
    if "format" in schema:
        words.append(schema["format"])
    if "maximum" in schema:
        words.append(f"{schema.get('minimum', 0)} to {schema['maximum']:,}")
    if "maxLength" in schema:
        words.append(f"at most {schema['maxLength']:,} characters")
    if "maxProperties" in schema:
        words.append(f"at most {schema['maxProperties']} names")
    return ", ".join(words) + (f". {schema['description']}" if "description" in schema else "")
