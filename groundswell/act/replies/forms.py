"""What people fill in to tell customers what was done."""

from django import forms


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
