"""What people fill in to tell customers what was done."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms

from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import language_of_unit
from groundswell.look.amounts import CountField

from .wording import SPOKEN

NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "ar": "Arabic", "he": "Hebrew",
}  # fmt: skip


class AnnounceForm(forms.Form):
    """What customers said and what was done. What came of it is added from the measurement."""

    you_said = forms.CharField(
        label="You said", help_text="In customers’ words, without a name.", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    we_did = forms.CharField(
        label="We did",
        help_text="What you did, not what it brought: the result is added from the measurement.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label="Language of these words",
        choices=[(code, NAMES[code]) for code in SPOKEN],
        help_text="What stands around them in the letter is written in it, too.",
    )
    other = forms.ChoiceField(
        label="In another language as well",
        required=False,
        choices=[("", "No"), *((code, NAMES[code]) for code in SPOKEN)],
        help_text="Whoever answered us in it reads it in it.",
    )
    other_you_said = forms.CharField(
        label="You said, in that language",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    other_we_did = forms.CharField(
        label="We did, in that language",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    per_day = CountField(
        label="Letters in a day", required=False, min_value=1, max_value=100_000,
        help_text="Empty: all at once. Fewer a day lets you stop when something is wrong, and spreads the answers.",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        ours = language_of_unit(Unit.objects.filter(parent=None).first())
        ours = ours if ours in SPOKEN else "en"
        super().__init__({"language": ours, **dict(data.items())} if data else data, **kwargs)
        self.fields["language"].initial = ours

    def clean(self) -> dict[str, Any]:
        """Another language wants both of its texts, and they want their language."""
        given = super().clean() or {}
        if given.get("other") and given["other"] == given.get("language"):
            self.add_error("other", "The words above are in that language. Choose another one, or none.")
        elif given.get("other"):
            for name in ("other_you_said", "other_we_did"):
                if not given.get(name):
                    self.add_error(name, "Say it in that language too, or choose no other language.")
        elif given.get("other_you_said") or given.get("other_we_did"):
            self.add_error("other", "Choose the language of the words below, or take them out.")
        return given

    def as_looked_at(self) -> str:
        """These words and no others, as somebody looked at them."""
        return sha256(json.dumps(self.wording(), sort_keys=True).encode()).hexdigest()

    def wording(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        other = {given["other"]: (given["other_you_said"], given["other_we_did"])} if given["other"] else {}
        return {
            "language": given["language"],
            "you_said": given["you_said"],
            "we_did": given["we_did"],
            "other": other,
            "per_day": given["per_day"],
        }


class TakeBackForm(forms.Form):
    """Why an announcement is taken back."""

    why = forms.CharField(label="Why", max_length=300)


class SiteForm(forms.Form):
    """One site by its address."""

    address = forms.CharField(
        label="Address of the site",
        max_length=180,
        help_text="Such as https://www.example.org. Its pages may show our words from then on.",
    )
