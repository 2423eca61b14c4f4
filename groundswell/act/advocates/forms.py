"""What people fill in here: colleagues inside, customers on the public pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.look.amounts import AmountField

from .models import Ask, Gathering, Incentive, Platform, ReferenceNeed, Testimonial

DAY = forms.DateInput(attrs={"type": "date"})
LONGEST_WORDS = 1000


class ThankForm(forms.Form):
    """The words of a thank-you."""

    words = forms.CharField(label="Your words", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class AskForm(forms.Form):
    """What an advocate is asked for, and about which platform, gathering or call."""

    what = forms.ChoiceField(label="What do you ask for?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.abouts: dict[str, Any] = {}
        self.fields["what"].choices = list(self._choices(at))

    def _choices(self, at: datetime) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        platforms = Platform.objects.filter(ended_at=None, forbids_choosing=False)
        needs = ReferenceNeed.objects.filter(closed_at=None)
        coming = Gathering.objects.filter(starts_at__gt=at).order_by("starts_at")
        for kind in Ask.Kind:
            if kind == Ask.Kind.REVIEW:
                found += self._each(kind, platforms)
            elif kind == Ask.Kind.REFERENCE:
                found += self._each(kind, needs)
            elif kind in Gathering.Kind.values:
                found += self._each(kind, coming.filter(kind=kind))
            else:
                found.append((kind.value, kind.label))
        return found

    def _each(self, kind: Ask.Kind, things: QuerySet[Any]) -> list[tuple[str, str]]:
        found = {f"{kind.value}-{thing.pk}": thing for thing in things}
        self.abouts |= found
        return [(name, f"{kind.label}: {thing}") for name, thing in found.items()]

    @property
    def asked(self) -> dict[str, Any]:
        """The kind, and what it is about."""
        what = self.cleaned_data["what"]
        return {"kind": what.rpartition("-")[0] or what, "about": self.abouts.get(what)}


class IncentiveForm(forms.Form):
    """What somebody was given, and for what."""

    kind = forms.ChoiceField(label="What", choices=Incentive.Kind)
    value = AmountField(label="Worth", min_value=0, max_value=99_999)
    given_for = forms.ChoiceField(label="For what", choices=Incentive.For, widget=forms.RadioSelect)
    why = forms.CharField(label="Why", max_length=200)
    ask = forms.ModelChoiceField(
        label="It followed", queryset=Ask.objects.none(), required=False, empty_label="Nothing that was asked"
    )
    depends_on_opinion = forms.BooleanField(
        label="It depends on a score, or on what they say",
        required=False,
        help_text="Then it cannot be given.",
    )

    def __init__(self, *args: Any, asks: QuerySet[Ask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ask"].queryset = asks


class RuleForm(forms.Form):
    """One amount."""

    amount = forms.IntegerField(min_value=0, max_value=9999)


class GatheringForm(forms.Form):
    """Something to which advocates come."""

    kind = forms.ChoiceField(label="What", choices=Gathering.Kind, widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=120, help_text="As customers read it.")
    starts_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label="Where", max_length=200, help_text="An address, or a link.")
    seats = forms.IntegerField(label="Seats", min_value=1, max_value=9999)


class MinutesForm(forms.Form):
    """What was heard."""

    words = forms.CharField(
        label="What you heard", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    over = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class NeedForm(forms.Form):
    """Who wants to hear a customer."""

    who = forms.CharField(label="Who wants to speak with a customer?", max_length=120)
    segment = forms.CharField(
        label="Their segment or industry",
        max_length=60,
        required=False,
        help_text="Matched with your customers’ segments.",
    )
    about = forms.CharField(label="About what", max_length=300, help_text="As the customer reads it.")
    until = forms.DateField(label="Needed by", widget=DAY)


class PlatformForm(forms.Form):
    """A place for reviews, and what its rules say."""

    name = forms.CharField(label="Platform", max_length=80)
    address = forms.URLField(
        label="Address of the page where one writes", max_length=300, assume_scheme="https"
    )
    forbids_choosing = forms.BooleanField(
        label="Its rules forbid inviting only those who praise you",
        required=False,
        initial=True,
        help_text="Most do. Then everybody of a period is invited in the same words.",
    )
    forbids_incentives = forms.BooleanField(
        label="Its rules forbid giving anything for a review", required=False, initial=True
    )


class RoundForm(forms.Form):
    """Whose turn it is to be invited."""

    platform = forms.ModelChoiceField(
        label="Platform", queryset=Platform.objects.filter(ended_at=None), empty_label=None
    )
    unit = forms.ModelChoiceField(
        label="Who answered for", queryset=Unit.objects.none(), required=False, empty_label="Everything"
    )
    since = forms.DateField(label="From", widget=DAY)
    until = forms.DateField(label="To", widget=DAY)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_visible_to(user)


class WordsForm(forms.Form):
    """Other words that a customer is asked to agree to."""

    words = forms.CharField(
        label="Other words", max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )


class CodeForm(forms.Form):
    """A customer names a code at the first purchase."""

    code = forms.CharField(label="Code", max_length=20)
    email = forms.EmailField(label="The customer’s e-mail address", max_length=254, required=False)
    external_id = forms.CharField(label="Or their customer number", max_length=128, required=False)
    bought_on = forms.DateField(label="First purchase", widget=DAY)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("email") and not given.get("external_id"):
            raise forms.ValidationError("Give an e-mail address or a customer number.")
        return given


class _Spoken(forms.Form):
    """A form on a public page, in the reader's language."""

    labels: Mapping[str, str] = {}

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = words[self.labels.get(name, name)]
            field.error_messages |= {"required": words["needed"], "invalid": words["email_wrong"]}


class FriendForm(_Spoken):
    """Somebody who comes by a recommendation."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    may_write = forms.BooleanField(required=False)


class NameForm(_Spoken):
    """What name stands below a customer's words."""

    labels = {"shown_as": "shown_as"}
    shown_as = forms.ChoiceField(choices=Testimonial.ShownAs, widget=forms.RadioSelect, initial="first")
    town = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["shown_as"].choices = [(one.value, words[one.value]) for one in Testimonial.ShownAs]


class TestimonialForm(NameForm):
    """Words that may be shown, and under which name."""

    field_order = ["words", "shown_as", "town"]
    labels = {"words": "words_label"}
    words = forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        said = {"required": words["words_needed"], "max_length": words["words_long"]}
        self.fields["words"].error_messages |= said
        self.fields["words"].help_text = words["words_hint"]
