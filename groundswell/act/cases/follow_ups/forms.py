"""What people fill in about a promise inside a case."""

from typing import Any

from django import forms
from django.db.models import Q

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from ..models import Case
from ..queries import people_to_hand_to


class FollowUpForm(forms.Form):
    """Who does what by which day."""

    what = forms.CharField(label="What is promised", max_length=300)
    person = forms.ModelChoiceField(label="Who does it", queryset=Person.objects.none(), empty_label=None)
    due_on = forms.DateField(label="By", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = people_to_hand_to(user, case).order_by().values("pk")
        own = [one for one in (case.owner_id, user.person_id) if one]
        people = Person.objects.filter(Q(pk__in=near) | Q(pk__in=own), left_on=None)
        self.fields["person"].queryset = people.order_by("name")
        self.fields["person"].initial = user.person_id
