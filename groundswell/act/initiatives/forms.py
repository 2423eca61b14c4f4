"""What people fill in about an initiative."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

DAY = {"type": "date"}


class StartForm(forms.Form):
    """Who does it, and how its effect is measured: chosen before it begins."""

    name = forms.CharField(label="Name of the work", max_length=120)
    owner = forms.ModelChoiceField(label="Owner", queryset=Person.objects.filter(left_on=None))
    sponsor = forms.ModelChoiceField(label="Sponsor", queryset=Person.objects.filter(left_on=None))
    touchpoint = forms.ModelChoiceField(
        label="Where its effect is measured",
        queryset=Touchpoint.objects.all(),
        empty_label="Choose a touchpoint",
    )
    expected_points = forms.DecimalField(
        label="Points you expect it to bring", max_digits=5, decimal_places=1, min_value=-200, max_value=200
    )


class RolloutForm(forms.Form):
    """From which day a unit works with the change."""

    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label="Choose a unit")
    from_on = forms.DateField(label="From", widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class SpendForm(forms.Form):
    """Money that was used."""

    amount = forms.DecimalField(label="Amount", min_value=0.01, max_digits=12, decimal_places=2)
    what_for = forms.CharField(label="What for", max_length=200)
    on = forms.DateField(label="On", widget=forms.DateInput(attrs=DAY))


class MilestoneForm(forms.Form):
    """A step with a day."""

    name = forms.CharField(label="Step", max_length=120)
    due_on = forms.DateField(label="Due", widget=forms.DateInput(attrs=DAY))
