"""What people fill in about an opening rule."""

from typing import Any

from django import forms

from groundswell.look.amounts import AmountField
from groundswell.understand.themes.models import Theme

from .models import OpeningRule
from .opening_rule import ABOUT_ACCOUNTS
from .ruling import NewRule


class RuleForm(forms.Form):
    """Which voices, or which silence, open a case, how soon somebody gets back, and what goes first."""

    name = forms.CharField(max_length=100, help_text="As colleagues read it on the case.")
    opens_for = forms.ChoiceField(label="Opens a case for", choices=OpeningRule.Opens)
    highest_score = forms.IntegerField(
        label="Up to this score", required=False, min_value=0, max_value=10,
        help_text="0 to 10 for a recommendation; 1 to 5 for satisfaction; 1 to 7 for ease.",
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.filter(retired_at=None), label="Only about one of these themes", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="None chosen: about anything.",
    )  # fmt: skip
    least_revenue = AmountField(
        label="Only from customers who bring at least", required=False, min_value=0,
        help_text="In twelve months, alone or with their account. Empty: from anybody.",
    )  # fmt: skip
    is_looked_after = forms.BooleanField(
        label="Of accounts: only those that a colleague looks after", required=False
    )
    quiet_days = forms.IntegerField(
        label="Of accounts: quiet after so many days", required=False, min_value=1, max_value=1000
    )
    rest_days = forms.IntegerField(
        label="Of accounts: no second case for so many days after the first ended", required=False, min_value=1,
        max_value=1000, initial=90,
    )  # fmt: skip
    within_hours = forms.IntegerField(
        label="Working hours until the customer has heard from us", min_value=1, max_value=200
    )
    ask_again_after_hours = forms.IntegerField(
        label="Working hours from closing to the second ask", min_value=1, max_value=200, initial=8
    )
    goes_to = forms.ChoiceField(label="Goes to", choices=OpeningRule.GoesTo)
    skill = forms.CharField(
        label="First to who knows about",
        required=False,
        max_length=60,
        help_text="A skill as it stands on the page of people. Where nobody here has it, the case goes as usual.",
    )
    priority = forms.TypedChoiceField(
        choices=OpeningRule.Priority, coerce=int, initial=OpeningRule.Priority.USUAL,
        help_text="Where several rules fit one voice, the first of them opens its case.",
    )  # fmt: skip

    def rule(self) -> NewRule:
        """The rule as it was filled in."""
        given: dict[str, Any] = dict(self.cleaned_data)
        given["themes"] = list(given["themes"])
        if given["opens_for"] in (OpeningRule.Opens.COMPLAINT, OpeningRule.Opens.ANY_VOICE):
            given["highest_score"] = None
        if given["opens_for"] in ABOUT_ACCOUNTS:
            given |= {"highest_score": None, "themes": []}
        else:
            given |= {"quiet_days": None, "rest_days": None, "is_looked_after": False}
        return NewRule(**given)


def as_filled_in(rule: OpeningRule) -> dict[str, Any]:
    """What the form of a rule shows at first."""
    return {
        **{name: getattr(rule, name) for name in RuleForm.base_fields if name != "themes"},
        "themes": [theme.pk for theme in rule.themes.all()],
    }
