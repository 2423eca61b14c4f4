"""What somebody says of a theme."""

import re
from typing import Any

from django import forms

from groundswell.understand.themes.actions import LONGEST_NAME, tidy_terms

BETWEEN = re.compile(r"[,;\n\r]+")


def terms_of(text: str) -> list[str]:
    """Words and phrases between commas or on lines of their own."""
    return tidy_terms(BETWEEN.split(text))


class WordsField(forms.CharField):
    """Words and phrases, a comma or a new line between them."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return terms_of(super().to_python(value))

    def prepare_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value or ""

    def run_validators(self, value: Any) -> None:
        super().run_validators(", ".join(value))


class ThemeForm(forms.Form):
    """Name, meaning and words."""

    name = forms.CharField(max_length=LONGEST_NAME, help_text="As people will say it: Waiting at the till.")
    description = forms.CharField(
        label="What it means",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence, so that everybody means the same by it.",
    )
    terms = WordsField(
        label="Words that show it",
        help_text="Words or phrases as customers write them, in each language they write in, with a comma between: "
        "queue, long wait, Schlange. Small or capital letters make no difference, and queue finds queues, too.",
    )
    never_terms = WordsField(
        label="Words that look like it but are not meant",
        required=False,
        help_text="Such as: wait and see. A comment that holds one elsewhere is left out.",
    )
