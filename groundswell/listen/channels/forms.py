"""What people enter: files, addresses to invite."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms

from groundswell.foundation.customers.identity import calling_code, countries_with_phones
from groundswell.listen.surveys.models import KindOfScore
from groundswell.look.file_fields import SeveralFilesField

from .files.choices import Choices
from .files.formats.shape import FIELDS, Sheet


class FileForm(forms.Form):
    """Files to bring in. What they are we find out ourselves."""

    file = SeveralFilesField(
        label="Files with feedback",
        help_text="As your survey tool exported them: CSV, Excel, SPSS, JSON, Parquet, or a ZIP of such files. Nothing is stored before you have seen it.",
    )


HOLDS = [("answers", "Answers of customers"), ("refusals", "People who do not want to be contacted")]
DATE_ORDERS = [
    ("iso", "2026-12-31, or told by the file"),
    ("dmy", "31/12/2026: the day first"),
    ("mdy", "12/31/2026: the month first"),
]


RATED_OF = [
    (0, "A recommendation from 0 to 10"),
    (5, "A rating out of 5: stars, satisfaction"),
    (7, "A rating out of 7"),
    (10, "A rating out of 10 that is no recommendation"),
]


class MappingForm(forms.Form):
    """What the rows are, which column is which of our fields, and how dates and numbers are written."""

    holds = forms.ChoiceField(label="What the rows are", choices=HOLDS)
    kind_of_score = forms.ChoiceField(
        label="What was asked", choices=KindOfScore, initial=KindOfScore.EXPERIENCE
    )
    rated_of = forms.TypedChoiceField(
        label="What the score is", choices=RATED_OF, coerce=int, empty_value=0, required=False, initial=0
    )
    date_order = forms.ChoiceField(label="How dates are written", choices=DATE_ORDERS, initial="iso")
    tz = forms.ChoiceField(label="Time zone of times that name none")
    country = forms.ChoiceField(label="Country of telephone numbers that name none")
    day = forms.DateField(
        label="Day of these answers",
        required=False,
        help_text="Only where no column tells when an answer was given. Write it like 2026-12-31.",
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.is_mapped = sheet, not sheet.is_strict
        self.fields["tz"].choices = [(zone, zone) for zone in sorted(available_timezones())]
        names = Locale("en").territories
        countries = [
            (code, f"{names.get(code, code)} (+{calling_code(code)})") for code in countries_with_phones()
        ]
        self.fields["country"].choices = sorted(countries, key=lambda one: one[1])
        choices = [("", "Not in this file")] + [(c.key, shortened(c.label)) for c in sheet.columns]
        if self.is_mapped:
            for field, label in FIELDS.items():
                self.fields[f"column_{field}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )
            self.order_fields(["holds", *(f"column_{field}" for field in FIELDS)])
        else:
            del self.fields["day"], self.fields["holds"]

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
        if not self.is_mapped:
            return dict(self.sheet.known)
        prefix = "column_"
        return {
            name.removeprefix(prefix): key
            for name, key in self.cleaned_data.items()
            if name.startswith(prefix) and key
        }

    def choices(self) -> Choices:
        """Everything that was chosen."""
        given = self.cleaned_data
        return Choices(
            self.mapping(),
            kind_of_score=given["kind_of_score"],
            rated_of=given["rated_of"],
            date_order=given["date_order"],
            tz=self.sheet.time_zone or given["tz"],
            day=given["day"].isoformat() if given.get("day") else "",
            country=given["country"],
            holds=given.get("holds") or "answers",
        )


def shortened(title: str) -> str:
    """A column's title, short enough for a list."""
    visible = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return visible if len(visible) <= 80 else visible[:79] + "…"
