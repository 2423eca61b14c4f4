"""What a team fills in: a plan, a promise, a reason, something to raise, a pulse."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

from .models import WEEKDAYS, Huddle, Rhythm

MINUTES = [(minutes, f"{minutes} minutes") for minutes in (15, 20, 25, 30)]


class PlanForm(forms.Form):
    """When which team huddles once."""

    unit = forms.ModelChoiceField(label="Team", queryset=Unit.objects.none(), empty_label=None)
    planned_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    kind = forms.ChoiceField(label="Kind", choices=Huddle.Kind, initial=Huddle.Kind.FEEDBACK)
    minutes = forms.TypedChoiceField(
        label="How long", choices=MINUTES, initial=15, coerce=int, required=False, empty_value=15
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RhythmForm(forms.Form):
    """When a team huddles, again and again."""

    unit = forms.ModelChoiceField(label="Team", queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="Kind", choices=Huddle.Kind, initial=Huddle.Kind.FEEDBACK)
    pace = forms.ChoiceField(label="How often", choices=Rhythm.Pace, initial=Rhythm.Pace.WEEKLY)
    weekday = forms.TypedChoiceField(
        label="On which day",
        help_text="Every working day needs none. A day that is free moves to the next working day of its week.",
        choices=[("", "Every working day"), *enumerate(WEEKDAYS)],
        coerce=int,
        required=False,
        empty_value=None,
    )
    time_of_day = forms.TimeField(
        label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=time(9)
    )
    minutes = forms.TypedChoiceField(label="How long", choices=MINUTES, initial=15, coerce=int)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self) -> dict[str, Any]:
        """A weekly rhythm has its day."""
        given = super().clean() or {}
        if given.get("pace") not in (None, Rhythm.Pace.DAILY) and given.get("weekday") is None:
            self.add_error("weekday", "Choose the day of the week.")
        return given


class PromiseForm(forms.Form):
    """What one person will do by a day."""

    person = forms.ModelChoiceField(
        label="Who", queryset=Person.objects.none(), empty_label="Choose a person"
    )
    text = forms.CharField(label="I will", max_length=300)
    due_on = forms.DateField(label="By", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ElevationForm(forms.Form):
    """What the team cannot settle alone, in two fields."""

    title = forms.CharField(label="What should change, in one line", max_length=120)
    problem = forms.CharField(
        label="What happens to customers", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    theme = forms.ModelChoiceField(
        label="Theme",
        queryset=Theme.objects.filter(retired_at=None),
        required=False,
        empty_label="None of these",
    )
    signals = forms.ModelMultipleChoiceField(
        queryset=Signal.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, voices: QuerySet[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signals"].queryset = voices


class PulseForm(forms.Form):
    """How the team found the huddle."""

    pulse = forms.TypedChoiceField(
        label="In one number",
        choices=[(5, "5, worth every minute"), (4, "4"), (3, "3"), (2, "2"), (1, "1, not worth our time")],
        widget=forms.RadioSelect,
        coerce=int,
    )
