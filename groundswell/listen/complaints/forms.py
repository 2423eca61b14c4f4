"""What colleagues fill in on an entry of the register, and the clocks."""

from typing import Any

from django import forms

from groundswell.foundation.organisation.models import Person
from groundswell.look.amounts import AmountField

from .answering import NewAnswer
from .clock import FIELDS, newest_clocks
from .models import ClockPreset, ComplaintAnswer, Outcome


class AnswerForm(forms.Form):
    """Our final answer."""

    outcome = forms.ChoiceField(
        label="Are they right?",
        choices=[("", "Choose"), *Outcome.choices],
        help_text="The customer reads it.",
    )
    words = forms.CharField(
        label="What you tell the customer", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    channel = forms.ChoiceField(label="How they hear it", choices=ComplaintAnswer.Channel)
    remedy = forms.CharField(
        label="What they get", max_length=300, required=False, help_text="A refund, a repair, an apology."
    )
    amount = AmountField(label="What it is worth", max_digits=10, min_value=0, required=False)

    def answer(self) -> NewAnswer:
        """The answer as the action takes it."""
        return NewAnswer(**self.cleaned_data)


class HandOverForm(forms.Form):
    """Who takes the complaint from here, and why."""

    to = forms.ModelChoiceField(label="To", queryset=Person.objects.none(), empty_label="Choose a person")
    why = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class ReasonForm(forms.Form):
    """One reason."""

    why = forms.CharField(label="Why", max_length=300)


class ClockChoiceForm(forms.Form):
    """The clock of another kind of complaint, and why."""

    to = forms.ModelChoiceField(label="To", queryset=ClockPreset.objects.none(), empty_label="Choose a clock")
    why = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, besides: ClockPreset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one.pk for one in newest_clocks() if one.name != besides.name]
        self.fields["to"].queryset = ClockPreset.objects.filter(pk__in=others)


class ClockForm(forms.ModelForm):
    """A new version of a clock."""

    class Meta:
        model = ClockPreset
        fields = list(FIELDS)
        labels = {
            "acknowledge_within": "Acknowledge within (hours; working days where working days count)",
            "answer_within": "Final answer within (days)",
            "review_within": "Second look within (days)",
            "counts": "Which days count",
            "extension": "Days that may be added once, with a reason",
            "may_pause": "The clock stands still while we wait for the customer",
            "about": "Where this comes from",
            "external_body": "The external body: name, address, telephone, web site",
            "rights": "Your own words about the customer's rights",
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("acknowledge_within", "answer_within", "review_within"):
            if given.get(name) == 0:
                self.add_error(name, "Give at least 1.")
        return given
