"""What somebody says of a unit or a colleague."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.access.rules import roles_given_by
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import places
from groundswell.listen.surveys.language_names import languages_to_choose

ROLES = {
    "frontline": "calls customers back, sees their own voices",
    "lead": "leads a team, sees its part",
    "office": "runs the loop, sees everything",
    "executive": "decides, sees figures and words without names",
    "analyst": "asks the figures, sees words without names",
    "partner": "an agency, sees only shared boards",
    "administrator": "keeps the installation",
}


def indented_units(*, also: Unit | None = None) -> list[tuple[int, str]]:
    """Living units in the order of the tree, each set in as deep as it lies."""
    closed = set(Unit.objects.exclude(closed_on=None).values_list("pk", flat=True))
    closed -= {also.pk} if also else set()
    return [(one.unit_id, "\u2003" * one.depth + one.name) for one in places() if one.unit_id not in closed]


class UnitChoice(forms.TypedChoiceField):
    """A living part of the organisation, drawn as a tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=lambda pk: Unit.objects.get(pk=pk), empty_value=None, **kwargs)


class ColleagueForm(forms.Form):
    """Who they are, what they sign in as, where they work."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail", help_text="They sign in with it.")
    role = forms.ChoiceField()
    unit = UnitChoice(label="Part of the organisation")
    language = forms.ChoiceField(label="Told in", required=False)

    def __init__(self, *args: Any, by: User, of: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = roles_given_by(by)
        labels = dict(User.Role.choices)
        self.fields["role"].choices = [(role, f"{labels[role]}: {ROLES[role]}") for role in given]
        self.fields["unit"].choices = indented_units(also=of.person.unit if of and of.person else None)
        self.fields["language"].choices = languages_to_choose("The language of their part")
        if of:
            del self.fields["email"]


class LeaveForm(forms.Form):
    """Who takes what lies with them."""

    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who takes it",
        required=False,
        empty_label="Nobody named: cases go to whom new ones would go",
    )

    def __init__(self, *args: Any, of: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Person.objects.filter(left_on=None, user__is_active=True).exclude(pk=of.pk)
        self.fields["to"].queryset = here.exclude(user__role=User.Role.PARTNER).order_by("name")


class UnitForm(forms.Form):
    """A part of the organisation: its name, its place, who answers for it."""

    name = forms.CharField(max_length=120, help_text="As your files name it: answers find their place by it.")
    parent = UnitChoice(label="Below")
    kind = forms.ChoiceField(
        choices=[kind for kind in Unit.Kind.choices if kind[0] != Unit.Kind.ORGANISATION]
    )

    def __init__(self, *args: Any, of: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = indented_units(also=of.parent if of else None)
        if of is None:
            self.fields["kind"].initial = Unit.Kind.TEAM
            return
        self.fields["owner"] = forms.ModelChoiceField(
            colleagues().order_by("name"),
            label="Who answers for it",
            required=False,
            empty_label="Who answers for the part above",
            help_text="Cases that nobody is there for, and complaints, go to them.",
        )
        if of.parent_id is None:
            del self.fields["parent"], self.fields["kind"]
