"""What people fill in about a study."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import Brand, Study

DAY = {"type": "date"}
LARGEST = 20 << 20


class StudyForm(forms.Form):
    """The file, and what must be known about it before any figure can be read."""

    file = forms.FileField(
        label="File",
        help_text="CSV or Excel: respondent, brand, score; or one line per respondent with a column for each brand.",
    )
    name = forms.CharField(label="Name of the study", max_length=120)
    agency = forms.CharField(
        label="Who asked", max_length=120, help_text="A third party: we must not be known as sponsor."
    )
    market = forms.CharField(
        label="Who was asked",
        max_length=160,
        help_text="Such as: women from 18 to 65 who bought clothes this year.",
    )
    field_from = forms.DateField(label="Asked from", widget=forms.DateInput(attrs=DAY))
    field_until = forms.DateField(label="until", widget=forms.DateInput(attrs=DAY))
    own_brand = forms.CharField(label="Our own brand, as the file names it", max_length=80)
    is_blind = forms.BooleanField(
        label="Neither respondents nor interviewers knew who pays",
        help_text="Other studies do not belong here: their scores do not compare.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("At most 20 MB.")
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("field_from")
            and given.get("field_until")
            and given["field_until"] < given["field_from"]
        ):
            self.add_error("field_until", "The last day cannot come before the first.")
        return given


class GrowthForm(forms.Form):
    """How one brand, or the market, grew."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(), label="Of", required=False, empty_label="The whole market"
    )
    percent = forms.FloatField(label="Growth in per cent", min_value=-100, max_value=1000)
    source = forms.CharField(label="Who says so", max_length=160)

    def __init__(self, study: Study, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].queryset = study.brands.all()
