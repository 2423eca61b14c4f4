"""The page of economics, and the customers behind each group."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles, sees_names
from groundswell.listen.surveys.models import KindOfScore
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address
from groundswell.look.components import Tab
from groundswell.science.money.retention import KINDS

from .following import followed
from .queries import customers_visible_to, earned_growth, members_of_group, preferred, value_of
from .report import (
    ASSOCIATION,
    NAMES,
    asked_sentence,
    group_url,
    growth_picture,
    growth_sentence,
    ladder_picture,
    opening_sentence,
)
from .rules import SEES_MONEY

KINDS_TO_FOLLOW = (KindOfScore.RELATIONSHIP, KindOfScore.EXPERIENCE)
ROWS_PER_PAGE = 50


@for_roles(*SEES_MONEY)
def economics(request: HttpRequest) -> HttpResponse:
    """What promoters, passives and detractors did later, and how growth was earned."""
    at = timezone.now()
    asked = read_address(request, kind=one_of(KINDS_TO_FOLLOW))["kind"]
    kind, found = (_kind(asked), followed(_kind(asked), at)) if asked else preferred(at)
    groups, growth = value_of(found), earned_growth(at)
    context = {
        "page_section": "prove",
        "kind": kind,
        "tabs": [
            Tab(f"By {one.label.lower()} answer", f"?kind={one}", one == kind) for one in KINDS_TO_FOLLOW
        ],
        "left_out": found.left_out,
        "other_wordings": found.other_wordings,
        "groups": [(NAMES[group.kind], group, group_url(group.kind, kind)) for group in groups],
        "sentence": opening_sentence(groups),
        "association": ASSOCIATION,
        "ladder": ladder_picture(groups, kind),
        "growth": growth,
        "growth_sentence": growth_sentence(growth),
        "asked_sentence": asked_sentence(growth),
        "growth_picture": growth_picture(growth),
    }
    return render(request, "economics/economics.html", context)


@for_roles(*SEES_MONEY)
def customers(request: HttpRequest) -> HttpResponse:
    """The customers behind one group, the highest revenue first."""
    asked = read_address(
        request,
        group=one_of(KINDS, "promoter"),
        kind=one_of(KINDS_TO_FOLLOW, KindOfScore.RELATIONSHIP),
        page=number_of_page,
    )
    group, kind = asked["group"], _kind(asked["kind"])
    page = page_of(members_of_group(followed(kind, timezone.now()), group), asked["page"], ROWS_PER_PAGE)
    named = customers_visible_to(request.user).in_bulk([person.customer_id for person in page])
    here, names = reverse("economics:customers"), sees_names(request.user)
    context = {
        "page_section": "prove",
        "group_name": NAMES[group],
        "kind": kind,
        "page": page,
        "rows": [
            (named[person.customer_id] if names else f"Customer {person.customer_id}", person)
            for person in page
            if person.customer_id in named
        ],
        "tabs": [Tab(NAMES[one], f"{here}?group={one}&kind={kind}", one == group) for one in KINDS],
        "association": ASSOCIATION,
    }
    return render(request, "economics/customers.html", context)


def _kind(text: str) -> KindOfScore:
    if text not in KINDS_TO_FOLLOW:
        raise BadRequest("Choose relationship or experience as the kind of answer.")
    return KindOfScore(text)
