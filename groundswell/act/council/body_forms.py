"""What is filled in to set up a body."""

from datetime import date
from typing import Any

from django import forms

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import living_units
from groundswell.look.amounts import AmountField

from .models import Body, Part, Right, Seat

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]


def day() -> forms.DateInput:
    """A browser's own field for a day."""
    return forms.DateInput(attrs={"type": "date"})


class BodyForm(forms.Form):
    """How a body works."""

    name = forms.CharField(label="Name", max_length=100)
    quorum = forms.IntegerField(label="How many seats must have voted", min_value=1, max_value=50)
    work_in_progress_limit = forms.IntegerField(
        label="At most running across functions",
        min_value=1,
        max_value=12,
        help_text="Three to five is usual.",
    )
    single_function_limit = forms.IntegerField(
        label="At most running within one function", min_value=1, max_value=12, initial=5
    )
    answer_within_days = forms.IntegerField(
        label="A no is answered within so many days", min_value=1, max_value=90, initial=14
    )
    wanted_functions = forms.CharField(
        label="Functions that should be heard",
        required=False,
        max_length=300,
        help_text="With commas between them.",
    )
    parent = forms.ModelChoiceField(
        label="Where it goes above its limit",
        queryset=Body.objects.all(),
        required=False,
        empty_label="Nowhere",
    )
    meets_every_weeks = forms.IntegerField(
        label="Meets every so many weeks",
        required=False,
        min_value=1,
        max_value=26,
        help_text="Empty: days are named one by one.",
    )
    meets_on = forms.TypedChoiceField(label="On", choices=WEEKDAYS, coerce=int, initial=2)
    meets_at = forms.TimeField(
        label="At", initial="10:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class SeatForm(forms.Form):
    """Who sits there, for whom they speak, and until when."""

    person = forms.ModelChoiceField(label="Who", queryset=colleagues(), empty_label="Choose a person")
    speaks_for = forms.CharField(label="Speaks for", max_length=80)
    function = forms.CharField(label="Function", required=False, max_length=60)
    region = forms.ModelChoiceField(
        label="Part of the organisation",
        queryset=living_units(),
        required=False,
        empty_label="All of it",
    )
    level = forms.ChoiceField(
        label="Level", choices=[("", "As their post says"), *Person.Post.choices], required=False
    )
    is_customer_voice = forms.BooleanField(label="Speaks for customers alone", required=False)
    is_chair = forms.BooleanField(label="Is the one person who decides", required=False)
    is_deputy = forms.BooleanField(
        label="Decides where that person may not",
        required=False,
        help_text="While they keep out, or when their term is over.",
    )
    since_on = forms.DateField(label="From", required=False, widget=day())
    until_on = forms.DateField(
        label="Until",
        required=False,
        widget=day(),
        help_text="The last day. To take a seat away, write the day on which it ends.",
    )


class StandInForm(forms.Form):
    """Who speaks for a seat while its member is away."""

    seat = forms.ModelChoiceField(label="For whose seat", queryset=Seat.objects.none())
    stand_in = forms.ModelChoiceField(
        label="Who speaks for it while they are away",
        queryset=colleagues(),
        required=False,
        empty_label="Whoever stands in for them elsewhere",
        help_text="Any colleague. On those days they read what the seat reads, and vote for it.",
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = body.seats.select_related("person").order_by("person__name")


class RightForm(forms.Form):
    """Up to how much."""

    kind = forms.ChoiceField(label="Kind of money", choices=Right.Kind)
    limit = AmountField(label="Up to", min_value=0)


class EnvelopeForm(forms.Form):
    """The money of a period."""

    kind = forms.ChoiceField(label="Kind of money", choices=Right.Kind)
    begins_on = forms.DateField(label="From", widget=day())
    ends_on = forms.DateField(label="Until", widget=day())
    amount = AmountField(label="Amount", min_value=0)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("begins_on"), said.get("ends_on")
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            self.add_error("ends_on", "A period ends on or after the day on which it begins.")
        return said


class KindForm(forms.Form):
    """Who has which part in a kind of decision."""

    name = forms.CharField(label="Kind of decision", max_length=80, help_text="Prices, systems, people, …")
    decided_by = forms.ModelChoiceField(
        label="Decides", queryset=Seat.objects.none(), required=False, empty_label="The chair"
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = body.seats.select_related("person")
        people = colleagues()
        for part in Part.Name:
            self.fields[part.value] = forms.ModelMultipleChoiceField(
                label=part.label,
                queryset=people,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )

    @property
    def parts(self) -> list[tuple[str, Person]]:
        """Each part with each person who has it."""
        return [(part.value, person) for part in Part.Name for person in self.cleaned_data[part.value]]


class MeetingForm(forms.Form):
    """One more day."""

    planned_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    place = forms.CharField(label="Where", required=False, max_length=120)
