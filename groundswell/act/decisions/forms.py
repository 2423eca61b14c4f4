"""What people fill in about a decision."""

from typing import Any

from django import forms

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import living_units
from groundswell.look.amounts import AmountField, CountField
from groundswell.look.numbers import signed

from .letters import LONGEST_LETTER
from .told import LONGEST

DAY = {"type": "date"}


def _text(
    label: str, name: str, *, rows: int = 0, help_text: str = "", required: bool = False
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST[name], widget=widget
    )


class RegisterForm(forms.Form):
    """What is decided."""

    title = _text("What is it called", "title", required=True)
    what = _text("What is decided", "what", rows=4, required=True)
    area = _text("Where it comes from", "area", help_text="Finance, product, people, or what you call it.")
    amount = AmountField(label="What it costs", required=False, min_value=0)
    takes_effect_on = forms.DateField(
        label="When it takes effect", required=False, widget=forms.DateInput(attrs=DAY)
    )
    owner = forms.ModelChoiceField(label="Who answers for it", queryset=colleagues(), required=False)


class AssessForm(forms.Form):
    """What it does to customers."""

    who = _text("Who is touched", "who", help_text="In words, also when it is nobody.", required=True)
    touchpoints = forms.ModelMultipleChoiceField(
        label="Where on their journey",
        queryset=Touchpoint.objects.select_related("stage"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        label="In which parts",
        queryset=living_units(),
        required=False,
        help_text="None means everywhere.",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    segment = _text("Which segment", "segment", help_text="As your customer system names it; empty for all.")
    customers_touched = CountField(
        label="How many customers",
        required=False,
        min_value=0,
        max_value=10**9,
        help_text="Leave it empty and those who spoke there in the last 52 weeks are counted.",
    )
    expected_low = forms.DecimalField(
        label="Points of the score, at worst", min_value=-200, max_value=200, decimal_places=1
    )
    expected_high = forms.DecimalField(
        label="Points of the score, at best", min_value=-200, max_value=200, decimal_places=1
    )
    vulnerable = _text(
        "Whom it may harm more than others", "vulnerable", rows=2, help_text="Leave it empty for nobody."
    )
    mitigations = _text("What you do for them", "mitigations", rows=2)
    watch = forms.ModelMultipleChoiceField(
        label="What we watch",
        queryset=Touchpoint.objects.select_related("stage"),
        required=False,
        help_text="The score there before and after.",
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        low, high = said.get("expected_low"), said.get("expected_high")
        if low is not None and high is not None and high < low:
            self.add_error(
                "expected_high",
                f"The best is not below the worst. {signed(float(high))} is below {signed(float(low))}: turn them round.",
            )
        if said.get("vulnerable") and not said.get("mitigations"):
            self.add_error("mitigations", "Say what you do for those whom it may harm.")
        return said


class LetterForm(forms.Form):
    """The words of a letter that could not be used, to be put right."""

    words = forms.CharField(
        label="What it says", max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 14})
    )


class DayForm(forms.Form):
    """From which day it is in effect."""

    on = forms.DateField(label="When it takes effect", widget=forms.DateInput(attrs=DAY))


class OwnerForm(forms.Form):
    """Who answers for it."""

    owner = forms.ModelChoiceField(
        label="Who answers for it", queryset=colleagues(), empty_label="Choose a person"
    )


class LessonForm(forms.Form):
    """What came of it."""

    words = forms.CharField(
        label="What came of it", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LimitsForm(forms.Form):
    """From when on an assessment is obligatory."""

    amount = AmountField(
        label="From which amount", min_value=0, help_text="Also for proposals of the council."
    )
    customers = CountField(label="From how many customers", min_value=1, max_value=10**9)
    look_after_days = forms.IntegerField(
        label="How many days are looked at before and after",
        min_value=14,
        max_value=730,
        help_text="What was assessed before keeps the days that held then.",
    )
