"""The complaint form: one field is enough."""

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from .actions import NewComplaint


class ComplaintForm(forms.Form):
    """What happened; all else is optional."""

    what_happened = forms.CharField(
        label="What happened?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Tell us what happened, in your own words."},
    )
    wants = forms.CharField(label="What would put it right?", max_length=300, required=False)
    email = forms.EmailField(
        label="Where may we answer you?",
        max_length=254,
        required=False,
        help_text="Your e-mail address. Without it we cannot get back to you.",
    )
    unit = forms.ModelChoiceField(
        label="Which shop or team?", queryset=Unit.objects.filter(kind=Unit.Kind.TEAM), required=False
    )
    touchpoint = forms.ModelChoiceField(
        label="What was it about?", queryset=Touchpoint.objects.all(), required=False
    )
    submission = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def complaint(self) -> NewComplaint:
        """What the customer told us."""
        given = self.cleaned_data
        return NewComplaint(
            submission=given["submission"],
            what_happened=given["what_happened"],
            wants=given["wants"],
            email=given["email"],
            unit_id=given["unit"] and given["unit"].pk,
            touchpoint_id=given["touchpoint"] and given["touchpoint"].pk,
        )
