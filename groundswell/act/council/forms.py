"""What people fill in at the council."""

from django import forms

from groundswell.foundation.organisation.models import Person

from .models import Body, Right


class ProposeForm(forms.Form):
    """What to do, what it costs, and who stands for it."""

    body = forms.ModelChoiceField(label="Before which body", queryset=Body.objects.all(), empty_label=None)
    solution = forms.CharField(
        label="What is to be done",
        help_text="One page is enough: what changes for the customer, who does it, by when.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
    )
    amount = forms.DecimalField(label="What it costs", min_value=0, max_digits=12, decimal_places=2)
    kind_of_money = forms.ChoiceField(label="Kind of money", choices=Right.Kind)
    recommended_by = forms.ModelChoiceField(
        label="Who recommends it", queryset=Person.objects.filter(left_on=None), empty_label="Choose a person"
    )


class VoteForm(forms.Form):
    """A vote. A no has words."""

    in_favour = forms.TypedChoiceField(
        label="Your vote",
        choices=[("yes", "In favour"), ("no", "Against")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    note = forms.CharField(
        label="Your words",
        help_text="If you are against it, say why. Dissent is kept.",
        required=False,
        max_length=300,
    )


class DecideForm(forms.Form):
    """The decision, with its reasons."""

    approved = forms.TypedChoiceField(
        label="The decision",
        choices=[("yes", "Approve"), ("no", "Decline")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="The people who raised it read them.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    conditions = forms.CharField(
        label="Conditions", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )
    review_on = forms.DateField(
        label="Look at it again on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    over_limit_because = forms.CharField(
        label="Why one more at a time",
        help_text="Only when as much is running as the body allows itself.",
        required=False,
        max_length=2000,
    )


class EscalateForm(forms.Form):
    """Why a proposal goes up."""

    why = forms.CharField(
        label="Why you pass it on", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
