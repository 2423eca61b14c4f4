"""Forms for scorecards, targets and course corrections."""

from typing import Any

from django import forms

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.organisation.queries import living_units

from .models import CourseCorrection, Scorecard, Target
from .queries import metrics_to_set, targets_above

DAY = forms.DateInput(attrs={"type": "date"})


class ScorecardForm(forms.Form):
    """A scorecard for one unit or one person."""

    unit = forms.ModelChoiceField(living_units(), required=False, empty_label="No unit")
    person = forms.ModelChoiceField(colleagues(), required=False, empty_label="Nobody")
    starts_on = forms.DateField(label="From", widget=DAY)
    ends_on = forms.DateField(label="To", widget=DAY)

    def clean(self) -> dict[str, Any]:
        """Either a unit or a person."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("unit")) == bool(cleaned.get("person")):
            raise forms.ValidationError("Choose a unit or a person, not both.")
        return cleaned


class TargetForm(forms.ModelForm):
    """Where one metric shall stand."""

    class Meta:
        model = Target
        fields = ("metric", "follows_from", "baseline", "goal", "weight", "move_the_needle")
        labels = {
            "follows_from": "Which target above does it follow from?",
            "baseline": "Where does it start?",
            "goal": "Where shall it stand?",
            "move_the_needle": "How do you move the needle?",
        }

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = metrics_to_set(scorecard)
        self.fields["follows_from"].queryset = targets_above(scorecard)
        self.fields["follows_from"].empty_label = "None: it stands on its own"


class CorrectionForm(forms.ModelForm):
    """What is done differently from now on."""

    class Meta:
        model = CourseCorrection
        fields = ("seen", "change", "review_on")
        labels = {
            "seen": "What does the evidence show?",
            "change": "What do you do differently from now on?",
            "review_on": "When do you look at it again?",
        }
        help_texts = {"seen": "Name the voices and the figure.", "change": "One thing, with a name."}
        widgets = {
            "seen": forms.Textarea(attrs={"rows": 4}),
            "change": forms.Textarea(attrs={"rows": 4}),
            "review_on": DAY,
        }
