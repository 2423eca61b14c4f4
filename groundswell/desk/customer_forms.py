"""What colleagues enter about customers."""

import zoneinfo
from typing import Any

from django import forms

from groundswell.foundation.customers.models import Account, Membership, Purpose


class ConsentTextForm(forms.Form):
    """The words to which somebody says yes."""

    purpose = forms.ChoiceField(label="What for", choices=Purpose)
    language = forms.RegexField(
        label="Language", regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", initial="en", help_text="en, de, pt-br"
    )
    words = forms.CharField(
        label="Words",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As the customer says it.",
    )


class DetailsForm(forms.Form):
    """Where a customer lives, by the clock."""

    time_zone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=60,
        help_text="Such as Europe/Paris. Empty is the organisation's own.",
    )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone and zone not in zoneinfo.available_timezones():
            raise forms.ValidationError("This time zone is not known. Write it as Europe/Paris.")
        return zone


class AccountForm(forms.Form):
    """Somebody belongs to a household or a business."""

    name = forms.CharField(label="Household or business", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=Account.Kind)
    part = forms.ChoiceField(label="In which part", choices=Membership.Part)

    def account(self) -> Account:
        """The account of that name, made where there is none."""
        given: dict[str, Any] = {"name": self.cleaned_data["name"].strip(), "kind": self.cleaned_data["kind"]}
        return Account.objects.filter(**given).first() or Account.objects.create(**given)
