"""What people fill in after a decision: conditions, second looks, the answer to a no."""

from datetime import date

from django import forms
from django.utils.timezone import localdate

from groundswell.foundation.access.queries import colleagues

from .forms import must_be_coming
from .models import Review


class SettleForm(forms.Form):
    """A condition was met, or was not, and what shows it."""

    is_met = forms.TypedChoiceField(
        label="Is it so?",
        choices=[("yes", "It is met"), ("no", "It is not met")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    words = forms.CharField(
        label="What shows it",
        help_text="One that is not met calls the decision back: the body looks at it again.",
        max_length=300,
    )


class EntrustForm(forms.Form):
    """Who sees to a condition, and by when."""

    owner = forms.ModelChoiceField(
        label="Who sees to it", queryset=colleagues(), empty_label="Choose a person"
    )
    due_on = forms.DateField(label="By when", widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="Why", max_length=300)

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < localdate():
            raise forms.ValidationError(f"{due:%-d %B %Y} is over. Choose a day from today on.")
        return due


class ReviewForm(forms.Form):
    """A decision is looked at again."""

    outcome = forms.ChoiceField(label="What follows", choices=Review.Outcome, widget=forms.RadioSelect)
    words = forms.CharField(label="What you saw", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    next_on = forms.DateField(
        label="Look at it again on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_next_on(self) -> date | None:
        return must_be_coming(self.cleaned_data["next_on"])


class AnswerForm(forms.Form):
    """What those who raised it are told."""

    words = forms.CharField(
        label="Your answer",
        help_text="Those who raised it read it under your name.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
