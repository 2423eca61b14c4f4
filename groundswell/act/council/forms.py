"""What people fill in at the council."""

from decimal import Decimal
from typing import Any

from django import forms

from groundswell.foundation.access.queries import colleagues
from groundswell.look.amounts import AmountField

from .models import Body, KindOfDecision, Review, Right


class ProposeForm(forms.Form):
    """What to do, what it costs, and who stands for it."""

    body = forms.ModelChoiceField(label="Before which body", queryset=Body.objects.all(), empty_label=None)
    solution = forms.CharField(
        label="What is to be done",
        help_text="One page is enough: what changes for the customer, who does it, by when.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
    )
    amount = AmountField(label="What it costs", min_value=0)
    kind_of_money = forms.ChoiceField(label="Kind of money", choices=Right.Kind)
    kind_of_decision = forms.ModelChoiceField(
        label="Kind of decision",
        queryset=KindOfDecision.objects.select_related("body").order_by("body__name", "name"),
        required=False,
        empty_label="No particular kind",
        help_text="It says who must agree.",
    )
    crosses_functions = forms.TypedChoiceField(
        label="Who has to work on it",
        choices=[("yes", "Several functions"), ("no", "One function alone")],
        coerce=lambda word: word == "yes",
        initial="yes",
        required=False,
        empty_value=True,
    )
    recommended_by = forms.ModelChoiceField(
        label="Who recommends it", queryset=colleagues(), empty_label="Choose a person"
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, body = said.get("kind_of_decision"), said.get("body")
        if kind is not None and body is not None and kind.body_id != body.pk:
            self.add_error("kind_of_decision", f"This is a kind of {kind.body}. Choose one of {body}.")
        return said


class MoreForm(forms.Form):
    """How much more, and why."""

    amount = AmountField(label="How much more", min_value=Decimal("0.01"))
    solution = forms.CharField(
        label="Why it needs more", max_length=6000, widget=forms.Textarea(attrs={"rows": 3})
    )
    recommended_by = forms.ModelChoiceField(
        label="Who recommends it", queryset=colleagues(), empty_label="Choose a person"
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
        label="Conditions",
        help_text="One on each line. Each is seen again until somebody ticks it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
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


class CirculateForm(forms.Form):
    """Until when the seats vote, and why it does not wait."""

    until_on = forms.DateField(label="Votes until", widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="Why it does not wait for the meeting", max_length=300)


class TalkForm(forms.Form):
    """What somebody wants to talk about first."""

    why = forms.CharField(label="What you want to talk about", max_length=300)


class EscalateForm(forms.Form):
    """Why a proposal goes up."""

    why = forms.CharField(
        label="Why you pass it on", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecuseForm(forms.Form):
    """Which interest of one's own."""

    why = forms.CharField(label="Which interest of yours it touches", max_length=300)


class StandForm(forms.Form):
    """Who recommends it from now on."""

    person = forms.ModelChoiceField(
        label="Who stands for it now", queryset=colleagues(), empty_label="Choose a person"
    )


class AgreeForm(forms.Form):
    """The word of somebody who must agree."""

    agrees = forms.TypedChoiceField(
        label="Your word",
        choices=[("yes", "I agree"), ("no", "I do not agree")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    words = forms.CharField(
        label="Your reasons", help_text="A refusal says what would change it.", required=False, max_length=300
    )


class TickForm(forms.Form):
    """A condition came true."""

    words = forms.CharField(label="How you know", required=False, max_length=300)


class ReviewForm(forms.Form):
    """A decision is looked at again."""

    outcome = forms.ChoiceField(label="What follows", choices=Review.Outcome, widget=forms.RadioSelect)
    words = forms.CharField(label="What you saw", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    next_on = forms.DateField(
        label="Look at it again on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class AnswerForm(forms.Form):
    """What those who raised it are told."""

    words = forms.CharField(
        label="Your answer",
        help_text="Those who raised it read it under your name.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
