"""What customers write, rendered as the pages render it: one function for each place where it may stand.

We read no markdown, so it shows as the plain words it is; and no page of ours holds data in a script element.
"""

from __future__ import annotations

from django.forms import CharField, Form
from django.template import Context, Template
from django.utils.html import json_script

from groundswell.listen.channels.files.names import attachment


class _Asking(Form):
    words = CharField()


def render(context: str, payload: str) -> str:
    """The payload in its place, without the frame around it."""
    if context in {"text", "markdown"}:
        return _between(
            _shown("{% quotation payload %}", payload), '<blockquote dir="auto">', "</blockquote>"
        )
    if context == "attr":
        return str(_Asking(initial={"words": payload})["words"])
    if context == "href":
        shown = Template("{% load look %}{% facts items %}").render(
            Context({"items": [("Page", "there", payload)]})
        )
        return _between(shown, "<dd>", "</dd>")
    if context == "json_script":
        return json_script(payload, "told")
    if context == "content_disposition":
        return attachment(payload)
    raise ValueError(context)


def _shown(template: str, payload: str) -> str:
    return Template("{% load look %}" + template).render(Context({"payload": payload}))


def _between(page: str, start: str, end: str) -> str:
    return page.partition(start)[2].rpartition(end)[0]
