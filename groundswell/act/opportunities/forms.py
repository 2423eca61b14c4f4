"""What people fill in at the register."""

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme

from .models import Opportunity
from .queries import joinable_opportunities


class OpportunityForm(forms.Form):
    """What the issue is, where its voices come from, and how much work it may be."""

    title = forms.CharField(label="What is the issue?", max_length=120)
    problem = forms.CharField(
        label="The problem, as a customer would tell it",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    theme = forms.ModelChoiceField(
        label="Theme", queryset=Theme.objects.filter(retired_at=None), required=False, empty_label="No theme"
    )
    touchpoint = forms.ModelChoiceField(
        label="Touchpoint", queryset=Touchpoint.objects.all(), required=False, empty_label="Anywhere"
    )
    impact = forms.ChoiceField(label="What it does to customers", choices=Opportunity.Impact)
    owner = forms.ModelChoiceField(
        label="Who finds the root cause",
        queryset=Person.objects.filter(left_on=None),
        required=False,
        empty_label="Nobody yet",
    )
    effort_low = forms.IntegerField(label="Person-days, if all goes well", min_value=1, max_value=10_000)
    effort_high = forms.IntegerField(label="Person-days, if it does not", min_value=1, max_value=10_000)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        low, high = given.get("effort_low"), given.get("effort_high")
        if low and high and high < low:
            self.add_error("effort_high", "Give at least as many days as if all goes well.")
        return given

    def words(self) -> dict[str, Any]:
        """What an action takes."""
        given = dict(self.cleaned_data)
        effort = (given.pop("effort_low"), given.pop("effort_high"))
        return given | {"effort_days": effort}


class JoinForm(forms.Form):
    """Which opportunity an elevation belongs to."""

    opportunity = forms.ModelChoiceField(
        label="It belongs to",
        queryset=joinable_opportunities(),
        empty_label="Choose an opportunity",
    )


class SetAsideForm(forms.Form):
    """Why an elevation becomes no opportunity."""

    why = forms.CharField(
        label="Why it becomes no opportunity",
        help_text="Whoever raised it reads this.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettleForm(forms.Form):
    """Why an opportunity leaves the ranking without a decision."""

    why = forms.CharField(
        label="Why it is not pursued", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
