"""What a team fills in: a practice in three fields, and from which day another team does it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

DAY = forms.DateInput(attrs={"type": "date"})


class PracticeForm(forms.Form):
    """What, why, how; whose, and since when."""

    what = forms.CharField(label="What you do, in one line", max_length=120)
    why = forms.CharField(
        label="Why: what was it like for customers before?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    how = forms.CharField(
        label="How: what another team needs to begin", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip
    unit = forms.ModelChoiceField(label="Whose", queryset=Unit.objects.none(), empty_label=None)
    since_on = forms.DateField(label="You do it since", widget=DAY)
    touchpoint = forms.ModelChoiceField(
        label="Where customers feel it",
        queryset=Touchpoint.objects.order_by("name"),
        required=False,
        empty_label="Everywhere",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class GiveUpForm(forms.Form):
    """Which team does it no more, since when, and why."""

    unit = forms.ModelChoiceField(label="Which team", queryset=Unit.objects.none(), empty_label=None)
    until_on = forms.DateField(label="Its last day with it", widget=DAY)
    because = forms.CharField(label="Why, for other teams to learn from", max_length=300)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class TakeUpForm(forms.Form):
    """Which team, from which day."""

    unit = forms.ModelChoiceField(label="Which team", queryset=Unit.objects.none(), empty_label=None)
    from_on = forms.DateField(label="From", widget=DAY)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
