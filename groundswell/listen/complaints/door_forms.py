"""The forms of the doors: for the customer one field is enough; a colleague writes down what a caller says."""

from typing import Any

from django import forms

from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Identity
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Signal

from .actions import CALL, NewComplaint
from .origin import Origin
from .wording import FIRST, words_in

MOST_PLACES = 60
"""More than these are no list to choose from on a phone: their name is written instead."""
LONGEST = 10_000


class ComplaintForm(forms.Form):
    """What happened; all else is optional."""

    what_happened = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    wants = forms.CharField(max_length=300, required=False)
    email = forms.EmailField(max_length=254, required=False)
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.filter(kind=Unit.Kind.TEAM), required=False, empty_label=""
    )
    place = forms.CharField(max_length=120, required=False)
    touchpoint = forms.ModelChoiceField(queryset=Touchpoint.objects.all(), required=False, empty_label="")
    submission = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, origin: Origin | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origin = origin or Origin(FIRST)
        self.words = words_in(self.origin.language)
        self._leave_out()
        for name, field in self.fields.items():
            field.label = self.words.get("unit" if name == "place" else name, name)
            field.error_messages |= {
                "required": self.words["what_required"],
                "invalid": self.words["email_wrong"],
                "max_length": self.words["too_long"],
                "invalid_choice": self.words["not_there"],
            }
        self.fields["email"].help_text = self.words[
            "email_known" if self.origin.customer_id else "email_help"
        ]
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def _leave_out(self) -> None:
        """What is known is not asked."""
        many = Unit.objects.filter(kind=Unit.Kind.TEAM).count() > MOST_PLACES
        for name, is_known in (
            ("unit", self.origin.unit is not None or many),
            ("place", self.origin.unit is not None or not many),
            ("touchpoint", self.origin.touchpoint is not None),
        ):
            if is_known:
                del self.fields[name]

    def clean_email(self) -> str:
        return self._as_identity("email")

    def _as_identity(self, kind: str) -> str:
        text: str = self.cleaned_data[kind]
        if text:
            try:
                canonical(Identity.Kind(kind), text)
            except IdentityRefused as refusal:
                wrong = str(refusal) if self.origin.language == FIRST else self.words["email_wrong"]
                raise forms.ValidationError(wrong) from refusal
        return text

    def complaint(self) -> NewComplaint:
        """What the customer told us, about the occasion they come from."""
        return NewComplaint(**self._told())

    def _told(self) -> dict[str, Any]:
        given, origin = self.cleaned_data, self.origin
        place = given.get("place", "").strip()
        unit = origin.unit or given.get("unit") or self._unit_named(place)
        touchpoint = origin.touchpoint or given.get("touchpoint")
        return {
            "submission": given["submission"],
            "what_happened": given["what_happened"],
            "wants": given["wants"],
            "email": given["email"],
            "unit_id": unit and unit.pk,
            "touchpoint_id": touchpoint and touchpoint.pk,
            "channel": Signal.Channel.SHOP if origin.back_to else Signal.Channel.WEB,
            "language": origin.language,
            "customer_id": origin.customer_id,
            "employee_id": origin.employee_id,
            "episode_at": origin.episode_at,
            "known": {"place": place} if place and unit is None else {},
        }

    def _unit_named(self, place: str) -> Unit | None:
        """The one part of the organisation of this name; a name that is not clear stays a name."""
        found = Unit.objects.filter(name__iexact=place)[:2] if place else []
        return found[0] if len(found) == 1 else None


class CallForm(ComplaintForm):
    """What a caller tells a colleague, who writes it down in the caller's own words."""

    name = forms.CharField(max_length=200, required=False)
    phone = forms.CharField(max_length=40, required=False, help_text="Such as +44 20 7946 0018.")
    field_order = [
        "name", "phone", "email", "what_happened", "wants", "unit", "place", "touchpoint", "submission",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["phone"].label = "Who calls?", "Their number"
        self.fields["name"].help_text = "A name, or a customer number."
        self.fields["what_happened"].help_text = "In the caller’s own words. Read them back."
        self.fields["email"].label, self.fields["email"].help_text = "Their e-mail address", ""
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self) -> str:
        return self._as_identity("phone")

    def complaint_of(self, customer_id: int | None) -> NewComplaint:
        """What the caller told us, and who it is where a colleague found them."""
        given = self.cleaned_data
        told = self._told() | {"channel": Signal.Channel.PHONE, "source": CALL, "customer_id": customer_id}
        return NewComplaint(**told, phone=given["phone"], name=given["name"])


class AddingForm(forms.Form):
    """What the customer adds to a complaint."""

    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    submission = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str = FIRST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = words_in(language)
        self.fields["words"].label = said["add_label"]
        self.fields["words"].error_messages |= {
            "required": said["add_required"],
            "max_length": said["too_long"],
        }
