"""The parts of a form as template tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

register = template.Library()
Given = Mapping[str, Any]


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """One field of a form: label, hint, error and input, tied together for screen readers."""
    return bound_field.as_field_group()


@register.inclusion_tag("look/parts/error_summary.html")
def error_summary(form: BaseForm) -> Given:
    """What must be looked at again, above the form; nothing while the form is sound."""
    return {"form": form}


@register.inclusion_tag("look/parts/scale.html")
def scale(
    name: str,
    question: str,
    value: int | None = None,
    low: str = "not at all likely",
    high: str = "extremely likely",
    buttons: bool = False,
) -> Given:
    """The question from 0 to 10, neutral, eleven targets; as choices, or as `buttons` that send at once."""
    return {
        "name": name, "question": question, "value": value, "low": low, "high": high, "buttons": buttons,
        "numbers": range(11),
    }  # fmt: skip
