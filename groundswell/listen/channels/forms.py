"""What people enter: files, addresses to invite."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.models import KindOfScore

from .files.formats.shape import FIELDS, Sheet


class FileForm(forms.Form):
    """A file to bring in. What it is we find out ourselves."""

    file = forms.FileField(
        label="File with feedback",
        help_text="As your survey tool exported it, or any CSV, Excel, JSON or Parquet file. Nothing is stored before you have seen it.",
    )


DATE_ORDERS = [
    ("iso", "2026-12-31, or told by the file"),
    ("dmy", "31/12/2026: the day first"),
    ("mdy", "12/31/2026: the month first"),
]


class MappingForm(forms.Form):
    """Which column is which of our fields, how dates are written, and what was asked."""

    kind_of_score = forms.ChoiceField(
        label="What was asked", choices=KindOfScore, initial=KindOfScore.EXPERIENCE
    )
    date_order = forms.ChoiceField(label="How dates are written", choices=DATE_ORDERS, initial="iso")
    tz = forms.ChoiceField(label="Time zone of times that name none")
    day = forms.DateField(
        label="Day of these answers",
        required=False,
        help_text="Only where no column tells when an answer was given. Write it like 2026-12-31.",
    )

    def __init__(self, *args: Any, sheet: Sheet, is_mapped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.is_mapped = sheet, is_mapped
        zones = sorted(available_timezones())
        self.fields["tz"].choices = [(zone, zone) for zone in zones]
        choices = [("", "Not in this file")] + [(c.key, shortened(c.label)) for c in sheet.columns]
        if is_mapped:
            for field, label in FIELDS.items():
                self.fields[f"column_{field}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )
            self.order_fields([f"column_{field}" for field in FIELDS])
        else:
            del self.fields["day"]

    def clean(self) -> dict[str, Any]:
        """One column is read for one field only."""
        given = super().clean() or self.cleaned_data
        chosen = [key for name, key in given.items() if name.startswith("column_") and key]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(
                "Two fields are read from the same column. Choose another for one of them."
            )
        return given

    def mapping(self) -> dict[str, str]:
        """Our fields and the keys of their columns, as chosen."""
        prefix = "column_"
        return {
            name.removeprefix(prefix): key
            for name, key in self.cleaned_data.items()
            if name.startswith(prefix) and key
        }


def shortened(title: str) -> str:
    """A column's title, short enough for a list."""
    visible = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return visible if len(visible) <= 80 else visible[:79] + "…"


class PhoneForm(forms.Form):
    """Who is on the telephone."""

    email = forms.EmailField(
        label="Customer's e-mail address",
        max_length=254,
        required=False,
        help_text="Without it nobody can get back to the customer.",
    )
    unit = forms.ModelChoiceField(label="Where it happened", queryset=Unit.objects.none(), required=False)
    served = forms.BooleanField(label="I served this customer myself", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
