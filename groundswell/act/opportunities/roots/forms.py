"""What is filled in while somebody looks for the root cause."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.act.cases.models import RootCause
from groundswell.understand.themes.models import Theme

from ..models import Cause, CauseEvidence, CauseVerdict, Countermeasure, Opportunity, Removal

PERCENT = {"min_value": 1, "max_value": 100}
DAYS = {"min_value": 1, "max_value": 10_000}


class OfCauses(forms.Form):
    """A form about one cause of one opportunity."""

    cause = forms.ModelChoiceField(Cause.objects.none(), label="Which cause")

    def __init__(self, opportunity: Opportunity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = opportunity.causes.all()
        for name in {"cause", "parent"} & set(self.fields):
            self.fields[name].queryset = causes
        chosen = self.fields.get("cause")
        if chosen is not None and chosen.required and len(causes) == 1:
            self.initial.setdefault("cause", causes[0])
            chosen.empty_label = None


class WhyForm(OfCauses):
    """Why does it happen?"""

    cause = None
    parent = forms.ModelChoiceField(
        Cause.objects.none(), label="Why is that so", required=False, empty_label="The problem itself"
    )
    words = forms.CharField(label="Because", max_length=240)


class EvidenceForm(OfCauses):
    """What speaks for or against a cause."""

    side = forms.ChoiceField(label="It speaks", choices=CauseEvidence.Side)
    words = forms.CharField(
        label="What did you see, count or hear?", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    theme = forms.ModelChoiceField(
        Theme.objects.filter(retired_at=None),
        label="Count this theme among its voices",
        required=False,
        empty_label="No theme",
    )
    root_cause = forms.ModelChoiceField(
        RootCause.objects.filter(retired_at=None),
        label="Count cases closed with",
        required=False,
        empty_label="No root cause of cases",
    )


class VerdictForm(OfCauses):
    """Whether a cause holds."""

    verdict = forms.ChoiceField(label="It is", choices=CauseVerdict.Verdict)
    why = forms.CharField(label="Because", max_length=400)


class JudgedForm(OfCauses):
    """How much of the problem something takes away, and how much work it is."""

    cause = forms.ModelChoiceField(
        Cause.objects.none(),
        label="Against which cause",
        required=False,
        empty_label="The problem as a whole",
    )
    reach_low = forms.IntegerField(label="Takes away, per cent at least", **PERCENT)
    reach_high = forms.IntegerField(label="Takes away, per cent at most", **PERCENT)
    effort_low = forms.IntegerField(label="Person-days, if all goes well", **DAYS)
    effort_high = forms.IntegerField(label="Person-days, if it does not", **DAYS)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("reach", "effort", "times"):
            low, high = given.get(f"{name}_low"), given.get(f"{name}_high")
            if low is not None and high is not None and high < low:
                self.add_error(f"{name}_high", "Give at least as much as the lower end.")
        return given

    def words(self) -> dict[str, Any]:
        """What an action takes."""
        given = dict(self.cleaned_data)
        pairs = {"reach": "reach", "effort_days": "effort", "times_a_year": "times"}
        for name, start in pairs.items():
            if f"{start}_low" in given:
                given[name] = (given.pop(f"{start}_low"), given.pop(f"{start}_high"))
        return given


class CountermeasureForm(JudgedForm):
    """What could be mended, changed or added."""

    kind = forms.ChoiceField(
        label="How",
        choices=[one for one in Countermeasure.Kind.choices if one[0] != Countermeasure.Kind.REMOVE],
    )
    title = forms.CharField(label="What would you do?", max_length=200)
    field_order = ("title", "kind")


class RemovalForm(JudgedForm):
    """What could be taken away."""

    removed = forms.CharField(
        label="What would you take away?",
        max_length=180,
        help_text="A signature, a call back, a colour nobody buys.",
    )
    what = forms.ChoiceField(label="It is", choices=Removal.What)
    times_low = forms.IntegerField(
        label="Times a year it is met, at least", min_value=0, max_value=100_000_000
    )
    times_high = forms.IntegerField(
        label="Times a year it is met, at most", min_value=0, max_value=100_000_000
    )
    customer_minutes = forms.DecimalField(
        label="Minutes of the customer each time", min_value=0, max_digits=7, decimal_places=1, initial=0
    )
    our_minutes = forms.DecimalField(
        label="Minutes of ours each time", min_value=0, max_digits=7, decimal_places=1, initial=0
    )
    kept_safe = forms.CharField(label="What was it there for, and what does that now?", max_length=300)
    field_order = (
        "removed",
        "what",
        "times_low",
        "times_high",
        "customer_minutes",
        "our_minutes",
        "kept_safe",
    )


class ChoiceForm(forms.Form):
    """Take a countermeasure into the proposal, or drop it."""

    countermeasure = forms.ModelChoiceField(Countermeasure.objects.none())
    is_taken = forms.TypedChoiceField(
        choices=(("1", "Take it"), ("0", "Drop it")), coerce=lambda text: text == "1"
    )
    why = forms.CharField(label="Because", max_length=400)

    def __init__(self, opportunity: Opportunity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countermeasure"].queryset = opportunity.countermeasures.all()
