"""What somebody says before they choose a design, and the choice itself."""

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import living_units

from .designs.advising import MAY
from .models import Design, Guard

DAY = {"type": "date"}


class AskingForm(forms.Form):
    """What is known before a way is chosen; it stands in the address."""

    may = forms.ChoiceField(label="Who may go without it for a while", choices=list(MAY.items()))
    touchpoint = forms.ModelChoiceField(
        label="Where its effect is measured",
        queryset=Touchpoint.objects.all(),
        required=False,
        empty_label="Everywhere",
    )
    smallest = forms.DecimalField(
        label="The smallest effect that matters, in points",
        min_value=1,
        max_value=200,
        max_digits=5,
        decimal_places=1,
    )
    months = forms.IntegerField(label="Months until it is judged", min_value=1, max_value=36)
    part = forms.ModelChoiceField(
        label="In which part of the organisation",
        queryset=living_units(),
        required=False,
        empty_label="In all of it",
    )
    share = forms.IntegerField(
        label="How many of 100 customers get it, if customers are dealt",
        min_value=5,
        max_value=95,
        required=False,
    )
    waves = forms.IntegerField(label="Waves, if in waves", min_value=2, max_value=6, required=False)
    chosen = forms.ModelMultipleChoiceField(
        label="Units that are chosen already", queryset=living_units(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("may") == "chosen" and not given.get("chosen") and "chosen" not in self.errors:
            self.add_error(
                "chosen", "No unit is chosen. Choose those that begin, or say above that a lot may decide."
            )
        return given


class ChoiceForm(forms.Form):
    """The way, its first day and its guards. ``because`` only where another design gives way, or a unit has begun."""

    kind = forms.ChoiceField(label="The way", choices=Design.Kind.choices, widget=forms.RadioSelect)
    starts_on = forms.DateField(label="The first day with the change", widget=forms.DateInput(attrs=DAY))
    untouched = forms.ModelChoiceField(
        label="A touchpoint that it cannot move",
        queryset=Touchpoint.objects.all(),
        required=False,
        empty_label="None",
        help_text="It is measured the same way in the same units. Where it moves too, something else is at work.",
    )
    why = forms.CharField(
        label="Why this way",
        max_length=300,
        required=False,
        help_text="Only if it is not the one that is advised.",
    )
    because = forms.CharField(label="Why it takes the place of the other", max_length=300)

    def __init__(self, *args: Any, with_reason: bool, measured_at: Touchpoint | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if measured_at is None:
            del self.fields["untouched"]
        else:
            self.fields["untouched"].queryset = Touchpoint.objects.exclude(pk=measured_at.pk)
        if not with_reason:
            del self.fields["because"]
        for watches, label in Guard.Watches.choices:
            self.fields[f"guard_{watches}"] = forms.DecimalField(
                label=f"Guard: {label[0].lower()}{label[1:]} may get worse by", min_value=0, max_value=100,
                max_digits=5, decimal_places=1, required=False, help_text="Points. Empty: it is not watched.",
            )  # fmt: skip

    def guards(self) -> tuple[tuple[str, Any], ...]:
        """What is watched, and by how much it may get worse."""
        given = ((name, self.cleaned_data.get(f"guard_{name}")) for name in Guard.Watches.values)
        return tuple((name, worst) for name, worst in given if worst is not None)
