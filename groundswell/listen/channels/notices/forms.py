"""What people enter to tell another system."""

from typing import Any

from django import forms

from ..outbound.client import destination_of
from ..outbound.errors import OutsideProblem
from .kinds import every_kind


class SubscriptionForm(forms.Form):
    """One address, and what it is told."""

    name = forms.CharField(label="Name", max_length=120, help_text="As your colleagues call it.")
    address = forms.CharField(label="Address that we call", max_length=2048, help_text="Begins with https://")
    kinds = forms.MultipleChoiceField(
        label="What it is told", widget=forms.CheckboxSelectMultiple, choices=list
    )
    has_words = forms.BooleanField(
        label="Send the customer's words along with a voice",
        required=False,
        help_text="Words may say who somebody is. Without them only numbers, ids and links leave the house.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.code, kind.title) for kind in every_kind().values()]

    def clean_address(self) -> str:
        """Only an address that we may reach now; it is checked again each time."""
        address: str = self.cleaned_data["address"].strip()
        try:
            destination_of(address)
        except OutsideProblem as problem:
            raise forms.ValidationError(str(problem)) from problem
        return address
