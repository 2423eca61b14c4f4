"""What a colleague fills in to thank another."""

from typing import Any

from django import forms

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal

from .queries import may_be_thanked, quotable_by


class ColleagueField(forms.ModelChoiceField):
    """Colleagues with the unit in which they work: two may have the same name."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj}, {obj.unit}"


class ThankForm(forms.Form):
    """Whom, and a few words. A voice comes along when one was chosen."""

    person = ColleagueField(
        label="A colleague",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody in particular",
    )
    team = forms.ModelChoiceField(
        label="Or a whole team", queryset=Unit.objects.none(), required=False, empty_label="No team"
    )
    words = forms.CharField(
        label="What you thank them for",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One thing they did, and what it meant.",
    )
    is_for_the_huddle = forms.BooleanField(label="May be read in their huddle", required=False, initial=True)
    signal = forms.ModelChoiceField(queryset=Signal.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset, self.fields["team"].queryset = may_be_thanked(user)
        self.fields["signal"].queryset = quotable_by(user)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("person")) == bool(given.get("team")):
            self.add_error("person", "Choose a colleague or a team, not both.")
        return given
