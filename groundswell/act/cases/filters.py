"""How a list of cases is narrowed: each filter is one name of its address."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.look.addresses import filled, number_of_page, one_of, whole_number, words
from groundswell.understand.themes.models import Mention, Theme

from .finding import found_by
from .lists import LISTS
from .models import Case, OpeningRule
from .standing import BEFORE_ALL_OTHERS

DAYS = {"7": "The last 7 days", "30": "The last 30 days", "90": "The last 90 days"}
NUMBER = whole_number(0, 2**62)
NARROWS = {
    "q": words,
    "unit": NUMBER,
    "owner": NUMBER,
    "rule": NUMBER,
    "first": one_of(("1",)),
    "channel": one_of([*Signal.Channel.values, Case.SILENCE]),
    "theme": NUMBER,
    "days": one_of(DAYS),
}
"""What narrows a list, by its name in the address. ``owner=0`` asks for cases that nobody has."""

ASKS = {"show": one_of(LISTS), **NARROWS, "page": number_of_page}


class FilterForm(forms.Form):
    """Narrow a list of cases."""

    q = forms.CharField(label="Words, customer or number", required=False, max_length=200)
    show = forms.ChoiceField(
        label="Which", required=False, choices=[(name, one.label) for name, one in LISTS.items()]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Where", required=False, empty_label="Everywhere"
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    rule = forms.ModelChoiceField(
        OpeningRule.objects.all(), label="Opened by", required=False, empty_label="Any rule"
    )
    first = forms.ChoiceField(
        label="Goes first", required=False, choices=[("", "All"), ("1", "Before all others")]
    )
    channel = forms.ChoiceField(
        label="Came by",
        required=False,
        choices=[("", "Every door"), *Signal.Channel.choices, (Case.SILENCE, "Nothing was heard")],
    )
    theme = forms.ModelChoiceField(
        Theme.objects.filter(retired_at=None), label="About", required=False, empty_label="Any theme"
    )
    days = forms.ChoiceField(label="Opened", required=False, choices=[("", "At any time"), *DAYS.items()])

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = units_visible_to(user)
        self.fields["unit"].queryset = near
        people = Person.objects.filter(unit__in=near.values("pk"), left_on=None).order_by("name")
        self.fields["owner"].choices = [
            ("", "Everybody"),
            ("0", "Nobody yet"),
            *people.values_list("pk", "name"),
        ]


class KeepForm(forms.Form):
    """Under which name a list is kept, and for whom."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="Words that you look for are not kept: they may name a customer.",
    )
    for_team = forms.BooleanField(label="For everybody in my part of the organisation", required=False)
    asks = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


def narrowed(cases: QuerySet[Case], asked: Mapping[str, Any], user: User, *, at: datetime) -> QuerySet[Case]:
    """Only what the address asks for."""
    wanted = Q()
    if asked["q"]:
        wanted &= found_by(asked["q"], user)
    if asked["unit"] is not None:
        unit = Unit.objects.filter(pk=asked["unit"]).first()
        wanted &= Q(unit__in=subtree_ids(unit) if unit else [])
    if asked["owner"] is not None:
        wanted &= Q(owner=asked["owner"] or None)
    if asked["rule"] is not None:
        wanted &= Q(rule=asked["rule"])
    if asked["first"]:
        wanted &= Q(rank__in=BEFORE_ALL_OTHERS)
    if asked["channel"]:
        wanted &= Q(channel=asked["channel"])
    if asked["theme"] is not None:
        wanted &= Q(Exists(Mention.objects.filter(theme=asked["theme"], signal=OuterRef("signal"))))
    if asked["days"]:
        wanted &= Q(opened_at__gte=at - timedelta(days=int(asked["days"])))
    return cases.filter(wanted)


def is_narrowed(asked: Mapping[str, Any]) -> bool:
    """Whether anything but the list itself is asked for."""
    return any(asked[name] not in (None, "") for name in NARROWS)


def address_of(asked: Mapping[str, Any], *, without: tuple[str, ...] = ("page",)) -> str:
    """The same again, to be followed or sent."""
    return "?" + urlencode(filled([(name, asked[name]) for name in ASKS if name not in without]))
