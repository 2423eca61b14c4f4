"""What people fill in about a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from groundswell.listen.channels.files.tables import ColumnsForm, Table

from .models import Brand, Study
from .reading import COLUMNS, StudyRead, likely_brands, read_study

DAY = {"type": "date"}


class StudyForm(ColumnsForm):
    """Which column is what, and what must be known about a study before any figure can be read."""

    brands = forms.MultipleChoiceField(
        label="Columns that are brands, where each line is a respondent",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own_brand = forms.ChoiceField(label="Our own brand")
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
    is_blind = forms.BooleanField(
        label="Neither respondents nor interviewers knew who pays",
        help_text="Other studies do not belong here: their scores do not compare.",
    )

    field_order = ("column_respondent", "column_brand", "column_score", "brands", "own_brand")

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(table, COLUMNS, *args, **kwargs)
        self._table = table
        self.fields["brands"].choices = [(str(i), name) for i, name in enumerate(table.heads)]  # type: ignore[attr-defined]
        self.fields["brands"].initial = (
            [] if _is_long(self._found) else [str(i) for i in likely_brands(table)]
        )
        self.order_fields(self.field_order)
        self.read = self._read()
        names = self.read.brands if self.read else []
        self.fields["own_brand"].choices = [("", "Choose"), *((name, name) for name, _ in names)]  # type: ignore[attr-defined]
        self.fields["own_brand"].initial = _own_before()

    @property
    def _found(self) -> dict[str, int]:
        """What the columns are: as somebody says, else as recognised."""
        return {
            one.name: int(place)
            for one in COLUMNS
            if str(place := self[f"column_{one.name}"].value() or "").isdecimal()
            and int(place) < len(self._table.heads)
        }

    @property
    def brand_places(self) -> list[int]:
        """The columns of the brands, where each line is a respondent."""
        width = len(self._table.heads)
        return [int(p) for p in self["brands"].value() or [] if str(p).isdecimal() and int(p) < width]

    def looked_at_again(self) -> StudyForm:
        """The same choices, without complaints about what is not filled in yet."""
        given = {name: self[name].value() for name in self.fields}
        return StudyForm(self._table, initial=given)

    def _read(self) -> StudyRead | None:
        """What the file brings when it is read like that; None while that cannot be said."""
        try:
            return read_study(self._table, self._found, self.brand_places)
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("field_from")
            and given.get("field_until")
            and given["field_until"] < given["field_from"]
        ):
            self.add_error("field_until", "The last day cannot come before the first.")
        if self.read is None:
            raise forms.ValidationError(
                "Say which column names who answered, and either brand and score or the columns of the brands."
            )
        return given


def _own_before() -> str:
    """Our brand as the newest study names it."""
    newest = Brand.objects.filter(is_own=True).order_by("-study__field_until", "-study__id").first()
    return str(newest or "")


def _is_long(columns: Mapping[str, int]) -> bool:
    return "brand" in columns and "score" in columns


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
