"""What people enter to connect a place: the fields of its channel, and where its voices belong."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import living_units
from groundswell.listen.surveys.models import KindOfScore

from ..outbound.client import destination_of
from ..outbound.errors import OutsideProblem
from .channel import Channel, Field
from .models import Connection

KEEP = "Leave it empty to keep the one you entered."
FOR_THE_HOOK = "Needed only where they call the address that you get here."


class ConnectionForm(forms.Form):
    """One connection: what only its people know and its secrets come first, then what may stay as it is, then the places."""

    name = forms.CharField(label="Name", max_length=120, help_text="As your colleagues call it.")

    def __init__(
        self, *args: Any, channel: Channel, connection: Connection | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_entered(connection) if connection else None, **kwargs)
        self.channel, self.connection = channel, connection
        asked = [field for field in channel.fields if field.is_required and not field.default]
        known = [field for field in channel.fields if field not in asked]
        self.fields |= {field.name: _to_enter(field) for field in asked}
        self._ask_for_secrets(channel, connection)
        self.fields |= {field.name: _to_enter(field) for field in known}
        self.fields |= _places()

    def _ask_for_secrets(self, channel: Channel, connection: Connection | None) -> None:
        if channel.secret_label:
            self.fields["secret"] = forms.CharField(
                label=channel.secret_label,
                required=connection is None and channel.is_secret_required,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=KEEP if connection else "",
                max_length=4000,
            )
        if channel.second_label:
            self.fields["second"] = forms.CharField(
                label=channel.second_label,
                required=connection is None and channel.is_second_required,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=KEEP
                if connection
                else channel.second_help or ("" if channel.is_second_required else FOR_THE_HOOK),
                max_length=4000,
            )

    def clean(self) -> dict[str, Any]:
        """The address must be one that we may reach; every place must be a unit of ours."""
        given = super().clean() or {}
        if given.get("address"):
            try:
                destination_of(given["address"])
            except OutsideProblem as problem:
                self.add_error("address", str(problem))
            else:
                given["address"] = given["address"].rstrip("/")
        for line in given.get("places", "").splitlines():
            named, _, code = (part.strip() for part in line.rpartition("="))
            if line.strip() and (not named or not Unit.objects.filter(code=code).exists()):
                self.add_error("places", f"“{line}”: write their name, then =, then the code of a unit.")
        return given

    def entered(self) -> dict[str, Any]:
        """What ``connect`` and ``change_connection`` take."""
        given = self.cleaned_data
        lines = [line.rpartition("=") for line in given["places"].splitlines() if line.strip()]
        return {
            "name": given["name"],
            "settings": {field.name: given[field.name] for field in self.channel.fields},
            "secret": given.get("secret", ""),
            "second": given.get("second", ""),
            "unit": given["unit"],
            "touchpoint": given["touchpoint"],
            "kind_of_score": given["kind_of_score"],
            "places": {named.strip(): code.strip() for named, _, code in lines},
        }


class TellingForm(forms.Form):
    """A file that says what a hook would be told."""

    file = forms.FileField(label="File")


def _to_enter(field: Field) -> forms.Field:
    given = {
        "label": field.label,
        "initial": field.default,
        "help_text": field.help,
        "required": field.is_required,
    }
    if field.choices:
        return forms.ChoiceField(choices=field.choices, **given)
    return forms.CharField(max_length=2048, **given)


def _places() -> dict[str, forms.Field]:
    return {
        "unit": forms.ModelChoiceField(
            label="Unit that these voices belong to", queryset=living_units(), required=False
        ),
        "touchpoint": forms.ModelChoiceField(
            label="Moment of the journey", queryset=Touchpoint.objects.all(), required=False
        ),
        "kind_of_score": forms.ChoiceField(
            label="What an answer from 0 to 10 counts as",
            choices=KindOfScore,
            initial=KindOfScore.EXPERIENCE,
        ),
        "places": forms.CharField(
            label="Their places, our units",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="One a line: the name they use = the code of our unit.",
        ),
    }


def _entered(connection: Connection) -> dict[str, Any]:
    return connection.settings | {
        "name": connection.name,
        "unit": connection.unit,
        "touchpoint": connection.touchpoint,
        "kind_of_score": connection.kind_of_score,
        "places": "\n".join(f"{named} = {code}" for named, code in connection.places.items()),
    }
