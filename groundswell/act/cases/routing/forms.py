"""What people fill in about who is away, and what they speak and know."""

from typing import Any

from django import forms
from django.db.models import Q

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.organisation.models import Ability, Person
from groundswell.listen.surveys.language_names import known_languages, name_of


def _parts(text: str) -> list[str]:
    return [part for part in (one.strip() for one in text.split(",")) if part]


class AbilitiesForm(forms.Form):
    """Languages by their names, skills in any words."""

    languages = forms.CharField(
        label="Languages", required=False, max_length=300, help_text="By their English names: French, German."
    )
    skills = forms.CharField(
        label="Knows about",
        required=False,
        max_length=300,
        help_text="Words that your rules ask for: refunds, leather.",
    )

    def clean_languages(self) -> list[str]:
        """The codes of the languages."""
        codes = {name.partition(" (")[0].casefold(): code for code, name in known_languages()}
        found = {one: codes.get(one.casefold()) for one in _parts(self.cleaned_data["languages"])}
        unknown = [one for one, code in found.items() if code is None]
        if unknown:
            raise forms.ValidationError(
                f"We know no language “{unknown[0]}”. Write its English name, such as French."
            )
        return [code for code in found.values() if code]

    def clean_skills(self) -> list[str]:
        """One by one."""
        skills = _parts(self.cleaned_data["skills"])
        if any(len(one) > 60 for one in skills):
            raise forms.ValidationError("Keep each under 60 characters, with commas between them.")
        return skills


def abilities_of(person: Person) -> dict[str, str]:
    """What the form of a person shows at first."""
    held = list(person.abilities.all())
    languages = [name_of(one.name) for one in held if one.kind == Ability.Kind.LANGUAGE]
    return {
        "languages": ", ".join(languages),
        "skills": ", ".join(one.name for one in held if one.kind == Ability.Kind.SKILL),
    }


class AbsenceForm(forms.Form):
    """From when until when, and who stands in."""

    starts_on = forms.DateField(label="First day away", widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label="Last day away", widget=forms.DateInput(attrs={"type": "date"}))
    stand_in = forms.ModelChoiceField(
        label="Who stands in", queryset=Person.objects.none(), required=False, empty_label="Nobody: the lead sees it",
        help_text="Their cases go there while they are away.",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = colleagues().exclude(pk=person.pk)
        above = person.unit.ancestors(include_self=True).values_list("owner_id", flat=True)
        near = Q(unit__in=[one for one in (person.unit_id, person.unit.parent_id) if one])
        near |= Q(pk__in=[owner for owner in above if owner])
        self.fields["stand_in"].queryset = others.filter(near).order_by("name")
