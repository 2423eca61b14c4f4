"""What people fill in about the journey."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.look.amounts import AmountField

from .models import Work


class RateForm(forms.Form):
    """What handling one costs, and who says so."""

    work = forms.ChoiceField(label="Handling one")
    amount = AmountField(label="costs", min_value=0, max_digits=9)
    source = forms.CharField(
        label="Who says so",
        max_length=200,
        help_text="Such as: the service centre's budget of 2026, divided by the calls answered.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = OperationalMeasure.objects.order_by("name").values_list("name", flat=True).distinct()
        kinds = [(value, label) for value, label in Work.choices if value != Work.MEASURED]
        counted = [(f"{Work.MEASURED}:{name}", f"Event of “{name}”") for name in measures]
        self.fields["work"].choices = [*kinds, *counted]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        what, _, measure = given.pop("work", "").partition(":")
        return given | {"what": what, "measure": measure}
