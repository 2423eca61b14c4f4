"""What people fill in on a call card."""

from typing import Any

from django import forms

from groundswell.foundation.organisation.models import Person

from .models import Case, Closure, ContactAttempt, RootCause
from .rules import outcomes_open_to


class ContactForm(forms.Form):
    """How somebody tried to get back to the customer."""

    reached = forms.TypedChoiceField(
        label="Did you reach the customer?",
        choices=[("yes", "Yes, we spoke"), ("no", "Not this time")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    channel = forms.ChoiceField(label="How", choices=ContactAttempt.Channel)
    note = forms.CharField(
        label="What you heard", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    """How a case ended and why it had happened. Neither can be left out."""

    outcome = forms.ChoiceField(label="What came out of it", widget=forms.RadioSelect)
    root_cause = forms.ModelChoiceField(
        label="Why it had happened", queryset=RootCause.objects.all(), empty_label="Choose a root cause"
    )
    note = forms.CharField(
        label="What the next reader must know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was sent is judged by the action, which says what to do next; the page offers only what fits.
        offered = list(Closure.Outcome) if self.is_bound else outcomes_open_to(case)
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in offered]
        if len(offered) == 1:
            self.fields["outcome"].initial = offered[0]


class HandoverForm(forms.Form):
    """Who takes the case from here, and why."""

    to = forms.ModelChoiceField(label="To", queryset=Person.objects.none(), empty_label="Choose a person")
    why = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class WaitForm(forms.Form):
    """What we wait for, and how long at most."""

    why = forms.CharField(label="What are we waiting for?", max_length=300)
    hours = forms.TypedChoiceField(
        label="For at most",
        choices=[(8, "One working day"), (16, "Two working days"), (40, "A working week")],
        coerce=int,
        help_text="The clock goes on sooner when the customer speaks.",
    )
