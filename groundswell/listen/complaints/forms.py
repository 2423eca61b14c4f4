"""The complaint forms: for the customer one field is enough; what colleagues fill in on an entry."""

from typing import Any

from django import forms

from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Identity
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal

from .actions import CALL, NewComplaint
from .answering import NewAnswer
from .models import ClockPreset, ComplaintAnswer


class ComplaintForm(forms.Form):
    """What happened; all else is optional."""

    what_happened = forms.CharField(
        label="What happened?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Tell us what happened, in your own words."},
    )
    wants = forms.CharField(label="What would put it right?", max_length=300, required=False)
    email = forms.EmailField(
        label="Where may we answer you?",
        max_length=254,
        required=False,
        help_text="Your e-mail address. Without it we cannot get back to you.",
    )
    unit = forms.ModelChoiceField(
        label="Which shop or team?", queryset=Unit.objects.filter(kind=Unit.Kind.TEAM), required=False
    )
    touchpoint = forms.ModelChoiceField(
        label="What was it about?", queryset=Touchpoint.objects.all(), required=False
    )
    submission = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return self._as_identity("email")

    def _as_identity(self, kind: str) -> str:
        text: str = self.cleaned_data[kind]
        if text:
            try:
                canonical(Identity.Kind(kind), text)
            except IdentityRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return text

    def complaint(self) -> NewComplaint:
        """What the customer told us."""
        given = self.cleaned_data
        return NewComplaint(
            submission=given["submission"],
            what_happened=given["what_happened"],
            wants=given["wants"],
            email=given["email"],
            unit_id=given["unit"] and given["unit"].pk,
            touchpoint_id=given["touchpoint"] and given["touchpoint"].pk,
        )


class CallForm(ComplaintForm):
    """What a caller tells a colleague, who writes it down in the caller's own words."""

    name = forms.CharField(label="Who calls?", max_length=200, required=False)
    phone = forms.CharField(
        label="Their number", max_length=40, required=False, help_text="Such as +44 20 7946 0018."
    )
    field_order = ["what_happened", "wants", "name", "phone", "email", "unit", "touchpoint", "submission"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what_happened"].help_text = "In the caller’s own words. Read them back."
        self.fields["email"].label, self.fields["email"].help_text = "Their e-mail address", ""

    def clean_phone(self) -> str:
        return self._as_identity("phone")

    def complaint(self) -> NewComplaint:
        """What the caller told us."""
        given = self.cleaned_data
        return NewComplaint(
            submission=given["submission"],
            what_happened=given["what_happened"],
            wants=given["wants"],
            email=given["email"],
            phone=given["phone"],
            name=given["name"],
            unit_id=given["unit"] and given["unit"].pk,
            touchpoint_id=given["touchpoint"] and given["touchpoint"].pk,
            channel=Signal.Channel.PHONE,
            source=CALL,
        )


class AnswerForm(forms.Form):
    """Our final answer."""

    words = forms.CharField(
        label="What you tell the customer", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    channel = forms.ChoiceField(label="How they hear it", choices=ComplaintAnswer.Channel)
    remedy = forms.CharField(
        label="What they get", max_length=300, required=False, help_text="A refund, a repair, an apology."
    )
    amount = forms.DecimalField(
        label="What it is worth", max_digits=10, decimal_places=2, min_value=0, required=False
    )

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


class AddingForm(forms.Form):
    """What the customer adds to a complaint."""

    words = forms.CharField(
        label="What do you want to add?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you want to add."},
    )
    submission = forms.CharField(max_length=60, widget=forms.HiddenInput)


class ClockForm(forms.ModelForm):
    """A new version of a clock."""

    class Meta:
        model = ClockPreset
        fields = ["acknowledge_within", "answer_within", "counts", "extension", "about", "rights"]
        labels = {
            "acknowledge_within": "Acknowledge within (hours; working days where working days count)",
            "answer_within": "Final answer within (days)",
            "counts": "Which days count",
            "extension": "Days that may be added once, with a reason",
            "about": "Where this comes from",
            "rights": "What the customer may do who is not content",
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("acknowledge_within", "answer_within"):
            if given.get(name) == 0:
                self.add_error(name, "Give at least 1.")
        return given
