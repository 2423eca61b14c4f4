"""Forms for objectives and metrics."""

from typing import Any

from django import forms

from .models import Metric, Objective

DAY = forms.DateInput(attrs={"type": "date"})


class ObjectiveForm(forms.ModelForm):
    """What we want to reach."""

    class Meta:
        model = Objective
        fields = ("title", "why", "owner", "starts_on", "ends_on")
        labels = {
            "title": "What do you want to reach?",
            "why": "Why does it matter?",
            "starts_on": "From",
            "ends_on": "By",
        }
        widgets = {"starts_on": DAY, "ends_on": DAY, "why": forms.Textarea(attrs={"rows": 4})}


class MetricForm(forms.ModelForm):
    """A metric in the tree of one objective."""

    class Meta:
        model = Metric
        fields = (
            "name", "parent", "level", "source", "touchpoint", "measure", "higher_is_better", "edge_evidence", "edge_note",
        )  # fmt: skip
        labels = {
            "parent": "What does it move?",
            "source": "Where is it read?",
            "measure": "Operational measure",
            "higher_is_better": "More is better",
            "edge_evidence": "How do you know that it moves the metric above?",
            "edge_note": "The evidence in one line",
        }

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = objective.metrics.all()
        self.fields["parent"].empty_label = "Nothing: it stands on top"
