"""What people fill in about an initiative."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.look.amounts import AmountField

from .models import Ending, Gate, RiskLook, Want

DAY = {"type": "date"}


class StartForm(forms.Form):
    """Who does it, and how its effect is measured: chosen before it begins."""

    name = forms.CharField(label="Name of the work", max_length=120)
    owner = forms.ModelChoiceField(label="Owner", queryset=colleagues())
    sponsor = forms.ModelChoiceField(label="Sponsor", queryset=colleagues())
    touchpoint = forms.ModelChoiceField(
        label="Where its effect is measured",
        queryset=Touchpoint.objects.all(),
        required=False,
        empty_label="Everywhere",
    )
    expected_points = forms.DecimalField(
        label="Points you expect it to bring", max_digits=5, decimal_places=1, min_value=-200, max_value=200
    )
    release = AmountField(
        label="Money to release now", required=False, min_value=0,
        help_text="Empty: the money comes gate by gate, a fifth for a pilot, half to widen it, the rest to keep it. A sum: this much "
        "may be spent from today on, and the rest waits for gates that you plan.",
    )  # fmt: skip


class RolloutForm(forms.Form):
    """From which day a unit works with the change."""

    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label="Choose a unit")
    from_on = forms.DateField(label="From", widget=forms.DateInput(attrs=DAY))
    ends_comparison = forms.BooleanField(label="The reading may end on that day", required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], may_widen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        if not may_widen:
            del self.fields["ends_comparison"]


class DepartureForm(forms.Form):
    """What a unit got otherwise than it was to."""

    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label="Choose a unit")
    had_it_from = forms.DateField(
        label="Has had it since",
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text="Empty: it never had it.",
    )
    because = forms.CharField(label="How it came", max_length=300)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class SpendForm(forms.Form):
    """Money that was used."""

    amount = AmountField(label="Amount", min_value=Decimal("0.01"))
    what_for = forms.CharField(label="What for", max_length=200)
    on = forms.DateField(label="On", initial=timezone.localdate, widget=forms.DateInput(attrs=DAY))


class BackForm(forms.Form):
    """Money of a spend that came back, or was never spent."""

    amount = AmountField(label="How much came back", min_value=Decimal("0.01"))
    why = forms.CharField(
        label="Why", max_length=200, help_text="Returned, or noted by mistake: what was noted stays readable."
    )


class MilestoneForm(forms.Form):
    """A step with a day."""

    name = forms.CharField(label="Step", max_length=120)
    due_on = forms.DateField(label="Due", widget=forms.DateInput(attrs=DAY))


class HandoverForm(forms.Form):
    """Who has it from now on."""

    role = forms.ChoiceField(
        label="What is handed over", choices=[("owner", "The work"), ("sponsor", "The word at its gates")]
    )
    to = forms.ModelChoiceField(
        label="To whom", empty_label="Choose somebody",
        queryset=colleagues(),
    )  # fmt: skip
    because = forms.CharField(label="Why", max_length=300)


class RestForm(forms.Form):
    """Why it rests."""

    because = forms.CharField(label="Why it rests, and what would let it go on", max_length=300)


class EndForm(forms.Form):
    """Done, or stopped; and what the next one should know."""

    how = forms.ChoiceField(label="How it ends", choices=Ending.How.choices, widget=forms.RadioSelect)
    learned = forms.CharField(
        label="What was learned", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Those who propose something alike read it.",
    )  # fmt: skip


class NothingForm(forms.Form):
    """A button is enough."""


class GateForm(forms.Form):
    """What must be true before the next stage, and the money that comes with it."""

    opens = forms.ChoiceField(label="Gate to", choices=Gate.Stage.choices[1:])
    due_on = forms.DateField(label="Due", widget=forms.DateInput(attrs=DAY))
    releases = AmountField(label="Releases", min_value=0, initial=0)
    criteria = forms.CharField(
        label="Criteria", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="One on each line. Without any, the usual ones.",
    )  # fmt: skip


class GateDecisionForm(forms.Form):
    """Through the gate, or not yet."""

    passed = forms.TypedChoiceField(
        label="Decision", choices=[("yes", "Let it through"), ("no", "Not yet")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(label="Why", max_length=500)
    despite = forms.CharField(
        label="What is open, and why it passes all the same", required=False, max_length=500
    )
    due_on = forms.DateField(
        label="Not yet: when it comes again", required=False, widget=forms.DateInput(attrs=DAY)
    )


class MeetForm(forms.Form):
    """What shows that a criterion is met."""

    shown_by = forms.CharField(label="What shows that it is met", max_length=300)


class TeamForm(forms.Form):
    """Somebody works on it."""

    person = forms.ModelChoiceField(label="Who", queryset=colleagues())
    function = forms.CharField(label="For which function", max_length=60)
    share = forms.IntegerField(label="Per cent of their time", min_value=1, max_value=100)
    from_on = forms.DateField(label="From", widget=forms.DateInput(attrs=DAY))


class LeaveForm(forms.Form):
    """Their last day."""

    until_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs=DAY))


class WantForm(forms.Form):
    """A capability that is lacking."""

    what = forms.CharField(label="What is needed", max_length=120)
    by_on = forms.DateField(label="By", widget=forms.DateInput(attrs=DAY))


class FindForm(forms.Form):
    """Where it comes from."""

    source = forms.ChoiceField(label="From", choices=Want.Source.choices)
    found = forms.CharField(label="Who brings it", max_length=120)


class LookForm(forms.Form):
    """How a risk is weighed today."""

    chance = forms.TypedChoiceField(label="Chance", choices=RiskLook.Chance.choices, coerce=int)
    consequence = forms.TypedChoiceField(
        label="Consequence", choices=RiskLook.Consequence.choices, coerce=int
    )
    done_about_it = forms.CharField(label="What is done about it", max_length=300)
    again_on = forms.DateField(label="Look again on", widget=forms.DateInput(attrs=DAY))
    is_closed = forms.BooleanField(label="It is past, or it happened: close it", required=False)


class RiskForm(LookForm):
    """What could go wrong."""

    what = forms.CharField(label="What could go wrong", max_length=200)
    owner = forms.ModelChoiceField(label="Who looks after it", queryset=colleagues())
    is_closed = None
    field_order = ("what", "owner")
