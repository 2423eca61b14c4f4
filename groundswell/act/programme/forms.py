"""What people fill in to plan and end a stage."""

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import living_units

from .models import StageEnd


class StageForm(forms.Form):
    """The next stage."""

    name = forms.CharField(label="Name", max_length=80)
    touchpoints = forms.ModelMultipleChoiceField(Touchpoint.objects.order_by("name"), label="Touchpoints")
    units = forms.ModelMultipleChoiceField(
        living_units(), label="Teams", help_text="Begin with two; widen by a few at a time."
    )
    goal = forms.CharField(
        label="What must be seen before it widens",
        max_length=300,
        help_text="Such as: every low score is called back in two days, and one effect is proven.",
    )
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=104, initial=12)


class EndForm(forms.Form):
    """How a stage ended."""

    outcome = forms.ChoiceField(
        label="What came of it", choices=StageEnd.Outcome.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(label="What was seen", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
