"""The register as its address asks for it: found by words, narrowed, sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.looking_for import holds
from groundswell.foundation.organisation.models import Person
from groundswell.look.addresses import filled, number_of_page, one_of, whole_number, words
from groundswell.understand.themes.models import Theme

from .candidates.models import Source
from .estimates import Estimate
from .models import Merger, Opportunity
from .queries import open_opportunities, opportunities_visible_to, ranked_opportunities
from .standing.kept import Standing

NUMBER = whole_number(0, 2**62)
SORTS = {
    "rank": "Place",
    "customers": "Customers touched",
    "points": "Points taken from the whole score",
    "money": "Revenue at risk",
    "handling": "Cost of handling",
    "rise": "Rising most",
    "effort": "Least effort",
    "newest": "Newest",
}
NARROWS = {
    "q": words,
    "impact": one_of(Opportunity.Impact.values),
    "source": one_of(Source.values),
    "theme": NUMBER,
    "touchpoint": NUMBER,
    "owner": NUMBER,
}
"""What narrows the register, by its name in the address. ``owner=0`` asks for what nobody owns."""

ASKS = {"show": one_of(["settled"]), **NARROWS, "sort": one_of(SORTS, "rank"), "page": number_of_page}


class NarrowForm(forms.Form):
    """Find and narrow."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    impact = forms.ChoiceField(
        label="What it does", required=False, choices=[("", "Anything"), *Opportunity.Impact.choices]
    )
    source = forms.ChoiceField(
        label="Found by", required=False, choices=[("", "Any source"), *Source.choices]
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label="Theme", required=False, empty_label="Any theme"
    )
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label="Touchpoint", required=False, empty_label="Any touchpoint"
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    sort = forms.ChoiceField(label="Order", required=False, choices=list(SORTS.items()))
    show = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Person.objects.filter(opportunities__isnull=False).distinct().order_by("name")
        self.fields["owner"].choices = [
            ("", "Everybody"),
            ("0", "Nobody yet"),
            *owners.values_list("pk", "name"),
        ]


def narrowed(asked: Mapping[str, Any]) -> Q:
    """Only what the address asks for."""
    wanted = Q()
    if asked["q"]:
        said = Opportunity.objects.filter(holds("title", asked["q"]) | holds("problem", asked["q"]))
        joined = Merger.objects.filter(opportunity__in=said).values("into")
        wanted &= Q(pk__in=said.values("pk")) | Q(pk__in=joined)
    if asked["impact"]:
        wanted &= Q(impact=asked["impact"])
    if asked["source"]:
        found = Q(origins__source=asked["source"])
        wanted &= found | Q(joinings__isnull=False) if asked["source"] == Source.PEOPLE else found
    for name in ("theme", "touchpoint"):
        if asked[name] is not None:
            wanted &= Q(**{name: asked[name]})
    if asked["owner"] is not None:
        wanted &= Q(owner=asked["owner"] or None)
    return wanted


def waiting(asked: Mapping[str, Any], user: User, at: datetime) -> list[Standing]:
    """What waits for its turn and is asked for, in the order asked for. Places stay those among all."""
    seen = opportunities_visible_to(user).filter(narrowed(asked)).values("pk")
    found = ranked_opportunities(at, open_opportunities().filter(pk__in=seen))
    return found if asked["sort"] == "rank" else sorted(found, key=_by[asked["sort"]])


def settled(asked: Mapping[str, Any], user: User) -> QuerySet[Opportunity]:
    """What has left the ranking and is asked for, the latest first."""
    seen = opportunities_visible_to(user).filter(narrowed(asked)).values("pk")
    left = Opportunity.objects.filter(pk__in=seen, settlement__isnull=False)
    return left.select_related("settlement", "theme", "touchpoint").order_by("-settlement__at", "-pk")


def is_narrowed(asked: Mapping[str, Any]) -> bool:
    """Whether anything but the list itself is asked for."""
    return any(asked[name] not in (None, "") for name in NARROWS)


def address_of(asked: Mapping[str, Any], *, without: Sequence[str] = ("page",)) -> str:
    """The same again, to be followed or sent."""
    kept = [(name, asked[name]) for name in ASKS if name not in without]
    return "?" + urlencode(filled([one for one in kept if one != ("sort", "rank")]))


def _largest(of: Callable[[Standing], Estimate | None]) -> Callable[[Standing], tuple[bool, float, int]]:
    def key(one: Standing) -> tuple[bool, float, int]:
        estimate = of(one)
        return estimate is None, -(estimate.value if estimate else 0.0), one.opportunity.pk

    return key


_by: dict[str, Callable[[Standing], tuple[Any, ...]]] = {
    "customers": _largest(lambda one: one.evidence.touched),
    "points": _largest(lambda one: one.evidence.whole_score),
    "money": _largest(lambda one: one.evidence.money),
    "handling": _largest(lambda one: one.evidence.handling),
    "rise": _largest(lambda one: one.evidence.rise),
    "effort": lambda one: (one.evidence.effort_judged is None, sum(one.evidence.effort), one.opportunity.pk),
    "newest": lambda one: (-one.opportunity.opened_at.timestamp(), one.opportunity.pk),
}
