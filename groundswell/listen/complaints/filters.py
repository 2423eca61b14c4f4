"""How the register is narrowed, and the lists that somebody keeps."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.looking_for import holds
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.look.addresses import one_of, whole_number, words

from .lists import LISTS
from .models import Complaint, Outcome, SavedList
from .queries import complaints_visible_to

DAYS = {"7": "The last 7 days", "30": "The last 30 days", "90": "The last 90 days", "365": "The last year"}
ASKS = {
    "show": one_of(LISTS, "open"),
    "q": words,
    "unit": whole_number(1, 2**31),
    "touchpoint": whole_number(1, 2**31),
    "owner": whole_number(1, 2**31),
    "channel": one_of(Signal.Channel.values),
    "outcome": one_of(Outcome.values),
    "days": one_of(DAYS),
}
"""What the address of the register may say."""


class FilterForm(forms.Form):
    """Narrow the register: each field is one name of its address."""

    q = forms.CharField(label="Words or reference", required=False, max_length=200)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Where", required=False, empty_label="Everywhere"
    )
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label="About", required=False, empty_label="Everything"
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Owner", required=False, empty_label="Everybody"
    )
    channel = forms.ChoiceField(
        label="Came by", required=False, choices=[("", "Every door"), *Signal.Channel.choices]
    )
    outcome = forms.ChoiceField(
        label="Our answer", required=False, choices=[("", "Any or none"), *Outcome.choices]
    )
    days = forms.ChoiceField(label="Received", required=False, choices=[("", "At any time"), *DAYS.items()])

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = complaints_visible_to(user).order_by()
        self.fields["unit"].queryset = units_visible_to(user)
        self.fields["owner"].queryset = Person.objects.filter(pk__in=seen.values("owner")).order_by("name")


def narrowed(seen: QuerySet[Complaint], asked: Mapping[str, Any], *, at: datetime) -> QuerySet[Complaint]:
    """Only what the address asks for."""
    wanted = Q()
    if asked["q"]:
        wanted &= holds("signal__comment", asked["q"]) | Q(reference__icontains=asked["q"])
    if asked["unit"]:
        unit = Unit.objects.filter(pk=asked["unit"]).first()
        wanted &= Q(signal__unit__in=subtree_ids(unit) if unit else [])
    if asked["touchpoint"]:
        wanted &= Q(signal__touchpoint=asked["touchpoint"])
    if asked["owner"]:
        wanted &= Q(owner=asked["owner"])
    if asked["channel"]:
        wanted &= Q(signal__channel=asked["channel"])
    if asked["outcome"]:
        wanted &= Q(answer__outcome=asked["outcome"])
    if asked["days"]:
        wanted &= Q(received_at__gte=at - timedelta(days=int(asked["days"])))
    return seen.filter(wanted)


def saved_lists(user: User) -> QuerySet[SavedList]:
    """The lists that this person keeps, by name."""
    return SavedList.objects.filter(user=user)


def keep_list(user: User, name: str, asks: str, *, at: datetime) -> SavedList | None:
    """Keep a list under a name; the same name is the same list. Only names that the register knows are kept."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        return None
    known = [(key, value) for key, value in parse_qsl(asks.lstrip("?")) if key in ASKS]
    kept, _ = SavedList.objects.update_or_create(
        user=user, name=name, defaults={"asks": ("?" + urlencode(known))[:500], "at": at}
    )
    return kept
