"""What people fill in to plan and end a stage."""

from typing import Any

from django import forms

from groundswell.foundation.journeys.models import Stage as JourneyStage
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import living_units

from .models import StageEnd


class StageForm(forms.Form):
    """The next stage."""

    name = forms.CharField(label="Name", max_length=80)
    parts = forms.ModelMultipleChoiceField(
        JourneyStage.objects.filter(touchpoints__isnull=False).distinct(), label="Parts of the journey", required=False,
        help_text="Each with all its touchpoints. Begin with one. A part stands here once a touchpoint is placed in it.",
    )  # fmt: skip
    touchpoints = forms.ModelMultipleChoiceField(
        Touchpoint.objects.order_by("name"), label="Or single touchpoints", required=False
    )
    units = forms.ModelMultipleChoiceField(
        living_units(), label="Teams", help_text="Begin with two; widen by a few at a time."
    )
    goal = forms.CharField(
        label="What must be seen before it widens",
        max_length=300,
        help_text="Such as: every low score is called back in two days, and one effect is proven.",
    )
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=104, initial=12)

    def clean(self) -> dict[str, Any]:
        """A stage is somewhere on the journey."""
        given = super().clean() or {}
        if (
            not given.get("parts")
            and not given.get("touchpoints")
            and not self.errors.keys() & {"parts", "touchpoints"}
        ):
            self.add_error("parts", "Choose a part of the journey, or a touchpoint below.")
        return given


class EndForm(forms.Form):
    """How a stage ended."""

    outcome = forms.ChoiceField(
        label="What came of it", choices=StageEnd.Outcome.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(label="What was seen", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
