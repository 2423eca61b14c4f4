"""What people fill in at the council."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from groundswell.foundation.access.queries import colleagues
from groundswell.look.amounts import AmountField

from .conditions import OnCondition
from .models import Body, KindOfDecision, Right

MOST_CONDITIONS, PARTS_OF_A_CONDITION = 5, ("condition_", "owner_", "due_")


def must_be_coming(day: date | None) -> date | None:
    """A second look is on a later day. Raises ValidationError."""
    if day is not None and day <= localdate():
        raise forms.ValidationError(f"{day:%-d %B %Y} is not to come. Choose a day after today.")
    return day


class KindField(forms.ModelChoiceField):
    """Kinds of decision of several bodies, each with the name of its body."""

    def label_from_instance(self, kind: KindOfDecision) -> str:
        return f"{kind.body}: {kind}"


class ProposeForm(forms.Form):
    """What to do, what it costs, and who stands for it."""

    body = forms.ModelChoiceField(label="Before which body", queryset=Body.objects.all(), empty_label=None)
    solution = forms.CharField(
        label="What is to be done",
        help_text="One page is enough: what changes for the customer, who does it, by when.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
    )
    amount = AmountField(label="What it costs", min_value=0)
    kind_of_money = forms.ChoiceField(label="Kind of money", choices=Right.Kind)
    kind_of_decision = KindField(
        label="Kind of decision",
        queryset=KindOfDecision.objects.select_related("body").order_by("body__name", "name"),
        required=False,
        empty_label="Its body has no kinds",
        help_text="It says who must agree. A body that has kinds takes nothing without one.",
    )
    crosses_functions = forms.TypedChoiceField(
        label="Who has to work on it",
        choices=[("yes", "Several functions"), ("no", "One function alone")],
        coerce=lambda word: word == "yes",
        initial="yes",
        required=False,
        empty_value=True,
    )
    recommended_by = forms.ModelChoiceField(
        label="Who recommends it", queryset=colleagues(), empty_label="Choose a person"
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.with_kinds = set(KindOfDecision.objects.values_list("body", flat=True))
        if not self.with_kinds:
            del self.fields["kind_of_decision"]
        elif self.with_kinds.issuperset(Body.objects.values_list("pk", flat=True)):
            self.fields["kind_of_decision"].required = True
            self.fields["kind_of_decision"].empty_label = "Choose one"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, body = said.get("kind_of_decision"), said.get("body")
        if kind is not None and body is not None and kind.body_id != body.pk:
            self.add_error("kind_of_decision", f"This is a kind of {kind.body}. Choose one of {body}.")
        elif kind is None and body is not None and body.pk in self.with_kinds:
            self.add_error("kind_of_decision", f"Say which kind of {body} it is.")
        return said


class KindNamedForm(forms.Form):
    """Which kind it is, and why. The choices are those of its body."""

    kind = forms.ModelChoiceField(
        label="Kind of decision", queryset=KindOfDecision.objects.all(), empty_label="Choose one"
    )
    why = forms.CharField(label="Why it is of this kind", max_length=300)


class MoreForm(forms.Form):
    """How much more, and why."""

    amount = AmountField(label="How much more", min_value=Decimal("0.01"))
    solution = forms.CharField(
        label="Why it needs more", max_length=6000, widget=forms.Textarea(attrs={"rows": 3})
    )
    recommended_by = forms.ModelChoiceField(
        label="Who recommends it", queryset=colleagues(), empty_label="Choose a person"
    )


class VoteForm(forms.Form):
    """A vote. A no has words."""

    in_favour = forms.TypedChoiceField(
        label="Your vote",
        choices=[("yes", "In favour"), ("no", "Against")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    note = forms.CharField(
        label="Your words",
        help_text="If you are against it, say why. Dissent is kept.",
        required=False,
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("in_favour") is False and not said.get("note"):
            self.add_error("note", "Say why you are against it: dissent is kept with its words.")
        return said


class DecideForm(forms.Form):
    """The decision, with its reasons."""

    approved = forms.TypedChoiceField(
        label="The decision",
        choices=[("yes", "Approve"), ("no", "Decline")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="The people who raised it read them.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    review_on = forms.DateField(
        label="Look at it again on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    over_limit_because = forms.CharField(
        label="Why one more at a time",
        help_text="Only when as much is running as the body allows itself.",
        required=False,
        max_length=2000,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for number in range(1, MOST_CONDITIONS + 1):
            self.fields |= {
                f"condition_{number}": forms.CharField(
                    label="What must come true", required=False, max_length=600
                ),
                f"owner_{number}": forms.ModelChoiceField(
                    label="Who sees to it",
                    queryset=colleagues(),
                    required=False,
                    empty_label="Choose a person",
                ),
                f"due_{number}": forms.DateField(
                    label="By when", required=False, widget=forms.DateInput(attrs={"type": "date"})
                ),
            }

    @property
    def ruling(self) -> list[forms.BoundField]:
        """All but the conditions."""
        return [self[name] for name in self.fields if not name.startswith(PARTS_OF_A_CONDITION)]

    @property
    def conditions(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """Each condition's three fields, and whether its part of the page is open: the first, or all further ones."""
        rows = [
            [self[f"{part}{number}"] for part in PARTS_OF_A_CONDITION]
            for number in range(1, MOST_CONDITIONS + 1)
        ]
        filled = [any(one.value() for one in row) for row in rows]
        return list(zip([filled[0], *[any(filled[1:])] * (MOST_CONDITIONS - 1)], rows, strict=True))

    def clean_review_on(self) -> date | None:
        return must_be_coming(self.cleaned_data["review_on"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        conditions = []
        for number in range(1, MOST_CONDITIONS + 1):
            names = [f"{part}{number}" for part in PARTS_OF_A_CONDITION]
            words, owner, due = given = [said.pop(name, None) for name in names]
            if not any(given) or any(name in self.errors for name in names):
                continue
            for name, value in zip(names, given, strict=True):
                if not value:
                    self.add_error(name, f"{self.fields[name].label}: a condition needs it. Fill it in.")
            if due and due < localdate():
                self.add_error(names[2], f"{due:%-d %B %Y} is over. Choose a day from today on.")
            if all(given):
                conditions.append(OnCondition(words, owner, due))
        if conditions and said.get("approved") is False:
            self.add_error("condition_1", "Conditions belong to an approval. Approve, or leave them out.")
        said["conditions"] = conditions
        return said


class CirculateForm(forms.Form):
    """Until when the seats vote, and why it does not wait."""

    until_on = forms.DateField(label="Votes until", widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="Why it does not wait for the meeting", max_length=300)


class TalkForm(forms.Form):
    """What somebody wants to talk about first."""

    why = forms.CharField(label="What you want to talk about", max_length=300)


class EscalateForm(forms.Form):
    """Why a proposal goes up."""

    why = forms.CharField(
        label="Why you pass it on", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecuseForm(forms.Form):
    """Which interest of one's own."""

    why = forms.CharField(label="Which interest of yours it touches", max_length=300)


class StandForm(forms.Form):
    """Who recommends it from now on."""

    person = forms.ModelChoiceField(
        label="Who stands for it now", queryset=colleagues(), empty_label="Choose a person"
    )


class WithdrawForm(forms.Form):
    """Why a proposal is taken back."""

    why = forms.CharField(label="Why it is withdrawn", max_length=300)


class AgreeForm(forms.Form):
    """The word of somebody who must agree."""

    agrees = forms.TypedChoiceField(
        label="Your word",
        choices=[("yes", "I agree"), ("no", "I do not agree")],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    words = forms.CharField(
        label="Your reasons", help_text="A refusal says what would change it.", required=False, max_length=300
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("agrees") is False and not said.get("words"):
            self.add_error("words", "Say why you do not agree, and what would change it.")
        return said


class InputForm(forms.Form):
    """What somebody who is heard knows of it."""

    words = forms.CharField(
        label="What the body should know", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
