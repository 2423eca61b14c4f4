"""What people enter: files, addresses to invite."""

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.models import KindOfScore, Survey


class FileForm(forms.Form):
    """A feedback file to bring in."""

    file = forms.FileField(
        label="Feedback file",
        help_text="CSV with external_id, submitted_at and score; email, unit, touchpoint and comment if you have them.",
    )
    kind_of_score = forms.ChoiceField(
        label="What was asked", choices=KindOfScore, initial=KindOfScore.EXPERIENCE
    )
    date_order = forms.ChoiceField(
        label="How dates are written",
        choices=[("iso", "2026-12-31"), ("dmy", "31/12/2026"), ("mdy", "12/31/2026")],
        initial="iso",
    )
    rehearse = forms.BooleanField(label="Only say what would happen", required=False)


class InviteForm(forms.Form):
    """One customer to ask."""

    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.filter(closed_at=None))
    email = forms.EmailField(label="Customer's e-mail address", max_length=254)
    unit = forms.ModelChoiceField(label="Where it happened", queryset=Unit.objects.none(), required=False)
    touchpoint = forms.ModelChoiceField(
        label="Moment of the journey", queryset=Touchpoint.objects.all(), required=False
    )
    consents = forms.BooleanField(label="The customer agreed to be asked by e-mail")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class PhoneForm(forms.Form):
    """Who is on the telephone."""

    email = forms.EmailField(
        label="Customer's e-mail address",
        max_length=254,
        required=False,
        help_text="Without it nobody can get back to the customer.",
    )
    unit = forms.ModelChoiceField(label="Where it happened", queryset=Unit.objects.none(), required=False)
    served = forms.BooleanField(label="I served this customer myself", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
