"""What people enter: plans, rules, whom to invite."""

from typing import Any

from django import forms

from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.identity import canonical_phone
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.models import Survey

from .models import ContactRule, ListeningPlan, Wish


class InviteForm(forms.Form):
    """One customer to ask."""

    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.filter(closed_at=None))
    wish = forms.ChoiceField(label="How to ask", choices=Wish, initial=Wish.EMAIL, required=False)
    email = forms.EmailField(label="Customer's e-mail address", max_length=254, required=False)
    phone = forms.CharField(
        label="Customer's mobile number",
        max_length=40,
        required=False,
        help_text="Only where the customer is asked by text message.",
    )
    unit = forms.ModelChoiceField(label="Where it happened", queryset=Unit.objects.none(), required=False)
    touchpoint = forms.ModelChoiceField(
        label="Moment of the journey", queryset=Touchpoint.objects.all(), required=False
    )
    consents = forms.BooleanField(label="The customer agreed to be asked this way")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self) -> dict[str, Any]:
        """What the wish needs is given, and the number is one."""
        given = super().clean() or {}
        given["wish"] = given.get("wish") or Wish.EMAIL
        if given["wish"] == Wish.EMAIL and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the address to write to.")
        if given.get("wish") == Wish.TEXT and not given.get("phone"):
            self.add_error("phone", "Enter the number to write to.")
        if given.get("wish") == Wish.EITHER and not given.get("phone") and not given.get("email"):
            self.add_error("email", "Enter an address or a number.")
        return given

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        try:
            return canonical_phone(text) if text else ""
        except IdentityRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class RuleForm(forms.Form):
    """One amount of one rule."""

    kind = forms.ChoiceField(label="Rule", choices=ContactRule.Kind)
    amount = forms.IntegerField(
        label="Amount", min_value=0, max_value=730, help_text="0 switches the rule off."
    )
    survey = forms.ModelChoiceField(
        label="Only for this survey",
        queryset=Survey.objects.filter(closed_at=None),
        required=False,
        help_text="Only the days of one survey can differ from the rest.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("survey") and given.get("kind") != ContactRule.Kind.SURVEY_WINDOW:
            self.add_error(
                "survey", "Leave this empty, or choose the days between questions of the same survey."
            )
        if given.get("kind") in {"quiet_from", "quiet_until"} and (given.get("amount") or 0) > 23:
            self.add_error("amount", "Enter an hour from 0 to 23.")
        return given


class PlanForm(forms.ModelForm):
    """A listening plan."""

    segments = forms.CharField(
        label="Only these segments", required=False, help_text="Separated by commas; empty asks all."
    )

    class Meta:
        model = ListeningPlan
        fields = [
            "name",
            "kind",
            "survey",
            "wish",
            "starts_on",
            "segments",
            "unit",
            "share",
            "margin",
            "expected_response",
            "send_hour",
            "spread_days",
            "wait_hours",
            "remind_after_days",
            "reminders_at_most",
        ]
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"})}
        labels = {
            "kind": "When it asks",
            "wish": "How it asks",
            "starts_on": "First day",
            "unit": "Only this unit",
            "share": "Share of customers, in per cent",
            "margin": "Or: margin wanted for each unit, in points",
            "expected_response": "Expected response, in per cent",
            "send_hour": "Hour of the day, on the customer's clock",
            "spread_days": "Spread a wave over so many days",
            "wait_hours": "Hours to wait after an episode",
            "remind_after_days": "Days before a reminder",
            "reminders_at_most": "Reminders at most",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].required = False

    def clean_wish(self) -> str:
        return self.cleaned_data["wish"] or Wish.EMAIL

    def clean_segments(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["segments"].split(",") if part.strip()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        survey = given.get("survey")
        if given.get("kind") == ListeningPlan.Kind.EPISODE and survey and survey.touchpoint_id is None:
            self.add_error("survey", "A plan after episodes needs a survey about one moment of the journey.")
        return given


class BanForm(forms.Form):
    """Never ask this person."""

    why = forms.CharField(label="Why this person is never asked", max_length=300)
