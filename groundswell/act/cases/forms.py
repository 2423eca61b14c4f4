"""What people fill in on a call card."""

from typing import Any

from django import forms

from groundswell.foundation.organisation.models import Person

from .models import Case, Closure, ContactAttempt, RootCause
from .root_causes.usual import usual_causes
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
    """How a case ended and why it had happened, in three taps where the cause is a usual one. Neither can be left out."""

    outcome = forms.ChoiceField(label="What came out of it", widget=forms.RadioSelect)
    usual_cause = forms.ModelChoiceField(
        label="Why it had happened", queryset=RootCause.objects.none(), required=False, widget=forms.RadioSelect,
        empty_label=None, blank=True,
    )  # fmt: skip
    root_cause = forms.ModelChoiceField(
        label="Another root cause",
        queryset=RootCause.objects.none(),
        required=False,
        empty_label="Choose a root cause",
    )
    promises_go_on = forms.BooleanField(
        label="What is still promised goes on after the case is closed", required=False
    )
    note = forms.CharField(
        label="What the next reader must know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was sent is judged by the action, which says what to do next; the page offers only what fits.
        offered = list(Closure.Outcome) if self.is_bound else outcomes_open_to(case)
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in offered]
        if len(offered) == 1:
            self.fields["outcome"].initial = offered[0]
        self.fields["root_cause"].queryset = RootCause.objects.filter(retired_at=None)
        self._offer_usual(case)
        if not self.is_bound and not case.follow_ups.filter(end=None).exists():
            del self.fields["promises_go_on"]

    def _offer_usual(self, case: Case) -> None:
        usual = usual_causes(case)
        if usual:
            self.fields["usual_cause"].queryset = RootCause.objects.filter(pk__in=usual)
        else:
            del self.fields["usual_cause"]
            self.fields["root_cause"].label = "Why it had happened"

    def clean(self) -> dict[str, Any]:
        """One cause, from either place; the one that was chosen from all of them counts."""
        given = super().clean()
        usual = given.pop("usual_cause", None)
        given["root_cause"] = given.get("root_cause") or usual
        if given["root_cause"] is None and "root_cause" not in self.errors:
            self.add_error("root_cause", "Why had it happened? Choose a root cause.")
        return given


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
