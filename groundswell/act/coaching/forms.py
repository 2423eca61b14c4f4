"""What a coach and a colleague fill in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Attribution, PoorVoicePolicy, Signal

from .models import Conversation

DAY = forms.DateInput(attrs={"type": "date"})
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class VoicesField(forms.ModelMultipleChoiceField):
    """Voices by their words, as far as they fit on a line or two."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Signal) -> str:
        reading = getattr(obj, "reading", None)
        words = Truncator((reading and reading.redacted_comment) or obj.comment).words(30)
        score = "" if obj.score is None else f"{obj.score} of 10: "
        return f"{score}{words} ({timezone.localdate(obj.submitted_at):%-d %B})"


class VoicesForm(forms.Form):
    """Voices to talk about."""

    voices = VoicesField(label="Voices to talk about", queryset=Signal.objects.none(), required=False)

    def __init__(self, *args: Any, voices: QuerySet[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voices"].queryset = voices


class PlanForm(VoicesForm):
    """When the two talk; nothing means now."""

    planned_at = forms.DateTimeField(label="When", required=False, widget=MOMENT)


class CoachForm(forms.Form):
    """Who coaches a colleague."""

    coach = forms.ModelChoiceField(
        label="Who coaches",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Whoever leads the unit",
    )

    def __init__(self, *args: Any, peers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = peers


class AgreeForm(forms.Form):
    """What one of the two will do by a day."""

    person = forms.ModelChoiceField(label="Who", queryset=Person.objects.none(), empty_label=None)
    text = forms.CharField(label="Will", max_length=300)
    due_on = forms.DateField(label="By", widget=DAY)

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        two = [conversation.person_id, conversation.coach_id]
        self.fields["person"].queryset = Person.objects.filter(pk__in=two)
        self.fields["person"].initial = conversation.person_id


class ReviewForm(forms.Form):
    """What became of an agreed action."""

    is_done = forms.ChoiceField(choices=[("yes", "Done"), ("no", "Not yet")])
    words = forms.CharField(max_length=300, required=False)


class NoteForm(forms.Form):
    """Something to keep."""

    text = forms.CharField(label="Your note", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class AppealForm(forms.Form):
    """Why a voice is not one's own, and what would be right."""

    reason = forms.ChoiceField(
        label="Why is it not yours?", choices=Attribution.Reason, widget=forms.RadioSelect
    )
    right_person = forms.ModelChoiceField(
        label="Who was it, if you know?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="I do not know",
    )
    right_unit = forms.ModelChoiceField(
        label="Where was it, if it was elsewhere?",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Here",
    )
    words = forms.CharField(
        label="In your words", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right_person"].queryset = people
        self.fields["right_unit"].queryset = Unit.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") == Attribution.Reason.OTHER and not given.get("words"):
            self.add_error("words", "Say in a few words why, so that somebody can decide.")
        return given


class DecisionForm(forms.Form):
    """Granted or refused, why, and how the voice stands then."""

    is_granted = forms.ChoiceField(
        label="Your decision",
        choices=[("yes", "Granted: move the voice"), ("no", "Refused: it stays")],
        widget=forms.RadioSelect,
    )
    right_person = forms.ModelChoiceField(
        label="If granted: whom is it about?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody",
    )
    right_unit = forms.ModelChoiceField(
        label="If granted: which part?", queryset=Unit.objects.none(), required=False, empty_label="As it is"
    )
    reason = forms.CharField(
        label="Your reason, for both to read", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right_person"].queryset = people
        self.fields["right_unit"].queryset = Unit.objects.order_by("name")

    @property
    def decided(self) -> dict[str, Any]:
        """What to decide."""
        return self.cleaned_data | {"is_granted": self.cleaned_data["is_granted"] == "yes"}


class PolicyForm(forms.Form):
    """Who sees a poor voice first."""

    unit = forms.ModelChoiceField(label="In", queryset=Unit.objects.none(), empty_label=None)
    order = forms.ChoiceField(
        label="Who sees it first?", choices=PoorVoicePolicy.Order, widget=forms.RadioSelect
    )
    hours = forms.IntegerField(label="For so many working hours", min_value=1, max_value=80, initial=8)
    poor_to = forms.IntegerField(
        label="Poor is a score up to", min_value=0, max_value=8, initial=6, help_text="A complaint always is."
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
