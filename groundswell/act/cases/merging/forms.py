"""Which case of the same customer goes on in this one."""

from typing import Any

from django import forms
from django.utils import timezone

from groundswell.foundation.access.models import User

from ..models import Case
from .actions import mergeable_with


class MergeForm(forms.Form):
    """The case on whose page one stands stays; the chosen one goes on in it."""

    case = forms.ModelChoiceField(
        label="The case that goes on in this one", queryset=Case.objects.none(), empty_label="Choose a case"
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        field.queryset = mergeable_with(case, user)
        field.label_from_instance = _named


def _named(case: Case) -> str:
    said = " ".join(case.signal.comment.split()[:8]) or "no words"
    return f"Case {case.pk}, {timezone.localtime(case.opened_at):%-d %B}: {said}"
