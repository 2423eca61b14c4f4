"""What people enter: what they hear, when, and the address of a chat."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.outbound.client import destination_of
from groundswell.listen.channels.outbound.errors import OutsideProblem
from groundswell.listen.surveys.language_names import languages_to_choose, own_name

from .kinds import kinds_for
from .models import ChatAddress, Habits
from .readers import speaker_of, usual_language_of
from .wanting import paces_of

WEEKDAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PacesForm(forms.Form):
    """How soon somebody hears of each kind."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paces = paces_of(user)
        for kind in kinds_for(user):
            usual, chosen = kind.usual_for(user.role), paces[kind.code]
            said = [f"It cannot be switched off: {kind.at_least}"] if kind.at_least else []
            said += [f"Usual for you: {usual.label.lower()}."] if chosen != usual else []
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.title,
                choices=[(pace.value, pace.label) for pace in kind.paces()],
                initial=chosen.value,
                help_text=" ".join(said),
            )


class HabitsForm(forms.ModelForm):
    """When, how and in which language somebody is told."""

    language = forms.ChoiceField(label="Tell me in", required=False)
    field_order = ("language",)

    class Meta:
        model = Habits
        fields = ("by_email", "begins_at", "ends_at", "digest_at", "weekly_on")
        labels = {
            "by_email": "Write to me by e-mail",
            "begins_at": "My hours begin at",
            "ends_at": "My hours end at",
            "digest_at": "My digest comes at",
            "weekly_on": "My weekly digest comes on",
        }
        help_texts = {
            "begins_at": "Empty: the working hours of your part of the organisation, without its public holidays.",
            "ends_at": "Outside these hours nothing is sent. It waits until you are back.",
            "digest_at": "Empty: when your hours begin.",
        }
        widgets = {
            "begins_at": CLOCK,
            "ends_at": CLOCK,
            "digest_at": CLOCK,
            "weekly_on": forms.Select(choices=WEEKDAYS),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.person:
            self.fields["begins_at"].help_text = "Empty: the working hours of the organisation."
        speaker = speaker_of(user)
        if speaker is None:
            del self.fields["language"]
            return
        whose, what = (
            ("my part", "Letters and chat messages") if user.person else ("the organisation", "Letters")
        )
        usual = f"The language of {whose}: {own_name(usual_language_of(user))}"
        self.fields["language"].choices = languages_to_choose(usual)
        self.fields["language"].initial = speaker.language
        self.fields["language"].help_text = f"{what}. The pages here are in English."

    def clean(self) -> dict[str, Any]:
        """Both ends or none."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(found.get("begins_at")) != bool(found.get("ends_at")):
            self.add_error("ends_at", "Give both the beginning and the end of your hours, or neither.")
        return found


class ChatForm(forms.Form):
    """The incoming webhook of a chat."""

    name = forms.CharField(label="Name", max_length=80, help_text="As your colleagues call it: #leeds-shop.")
    form = forms.ChoiceField(label="Which chat", choices=ChatAddress.Format.choices)
    address = forms.CharField(
        label="Address of its incoming webhook",
        max_length=2048,
        help_text="Begins with https://. It is a secret: it is kept in a file and never shown again.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        """Only an address that we may reach now; it is checked again each time."""
        address: str = self.cleaned_data["address"].strip()
        try:
            destination_of(address)
        except OutsideProblem as problem:
            raise forms.ValidationError(str(problem)) from problem
        return address


class TeamChatForm(ChatForm):
    """The chat of a part of the organisation."""

    unit = forms.ModelChoiceField(label="Part of the organisation", queryset=Unit.objects.none())
    language = forms.ChoiceField(
        label="Tell it in", choices=languages_to_choose("The language of the part"), required=False
    )
    field_order = ("unit", "name", "language", "form", "address")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_visible_to(user).order_by("name")


class PartLanguageForm(forms.Form):
    """In which language the people of a part are told who chose none."""

    part = forms.ModelChoiceField(label="Part of the organisation", queryset=Unit.objects.none())
    language = forms.ChoiceField(
        label="Its people are told in",
        choices=languages_to_choose("The language of the part above"),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = units_visible_to(user).order_by("name")
