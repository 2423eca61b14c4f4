"""What people fill in at the register."""

from typing import Any

from django import forms

from groundswell.act.cases.models import RootCause
from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.journeys.models import Touchpoint
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
    root_cause = forms.ModelChoiceField(
        label="Root cause of cases",
        queryset=RootCause.objects.filter(retired_at=None),
        required=False,
        empty_label="None",
    )
    impact = forms.ChoiceField(
        label="What it does to customers",
        choices=Opportunity.Impact,
        initial=Opportunity.Impact.UNKNOWN,
    )
    owner = forms.ModelChoiceField(
        label="Who finds the root cause",
        queryset=colleagues(),
        required=False,
        empty_label="Nobody yet",
    )
    effort_low = forms.IntegerField(
        label="Person-days, if all goes well", min_value=1, max_value=10_000, required=False,
        help_text="Leave both empty while nobody can judge: a wide range stands in.",
    )  # fmt: skip
    effort_high = forms.IntegerField(
        label="Person-days, if it does not", min_value=1, max_value=10_000, required=False
    )
    solvable_low = forms.IntegerField(
        label="Per cent of it that can be solved, at least", min_value=1, max_value=100, required=False
    )
    solvable_high = forms.IntegerField(
        label="Per cent of it that can be solved, at most", min_value=1, max_value=100, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("effort", "solvable"):
            low, high = given.get(f"{name}_low"), given.get(f"{name}_high")
            if (low is None) != (high is None):
                missing = f"{name}_high" if high is None else f"{name}_low"
                self.add_error(missing, "Give both ends, or leave both empty.")
            elif low is not None and high is not None and high < low:
                self.add_error(f"{name}_high", "Give at least as much as the lower end.")
        return given

    def words(self) -> dict[str, Any]:
        """What an action takes."""
        given = dict(self.cleaned_data)
        effort = (given.pop("effort_low"), given.pop("effort_high"))
        solvable = (given.pop("solvable_low"), given.pop("solvable_high"))
        return given | {"effort_days": effort, "solvable": solvable}

    @staticmethod
    def words_of(opportunity: Opportunity) -> dict[str, Any]:
        """What stands in the register, as the form shows it."""
        same = ("title", "problem", "theme", "touchpoint", "root_cause", "impact", "owner")
        return {name: getattr(opportunity, name) for name in same} | {
            "effort_low": opportunity.effort_days_low,
            "effort_high": opportunity.effort_days_high,
            "solvable_low": opportunity.solvable_low,
            "solvable_high": opportunity.solvable_high,
        }


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


class SplitForm(forms.Form):
    """Why an elevation does not belong to its opportunity."""

    elevation = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = forms.CharField(
        label="Why it is something else", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SettleForm(forms.Form):
    """Why an opportunity leaves the ranking without a decision."""

    why = forms.CharField(
        label="Why it is not pursued", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
