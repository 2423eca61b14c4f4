"""The pages of the register: what comes first and why, and one opportunity as a story."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_of, read_address, words
from groundswell.look.components import Fact, Tab

from .actions import change_opportunity, open_opportunity, settle_opportunity
from .asking import asked_of
from .before_a_body import declined
from .candidates.listing import address_of_key
from .cards import telling_voices
from .counted import count
from .course import months_of
from .doing import do, where_it_went
from .errors import OpportunityRefused
from .files import FORMS, chunks
from .forms import OpportunityForm, SettleForm, SplitForm
from .merging.queries import joined_with, standing_on_the_same
from .models import Opportunity, Settlement
from .next_step import next_step_of
from .pictures import sweet_spot_of
from .queries import (
    elevations_to_triage,
    elevations_visible_to,
    last_year,
    opportunities_visible_to,
    similar_opportunities,
    standing_of,
)
from .register import ASKS, NARROWS, NarrowForm, address_of, is_narrowed, settled, waiting
from .roots.queries import options_of, root_causes_found, tree_of
from .rules import may_triage, may_work_on, reads_the_whole_outer_loop
from .standing.counting import is_being_counted
from .standing.kept import newest_ranking
from .standing.shared import shared_by, twin_of_first
from .story import course_chart, how_often, reasons_of, stands_alone, where_the_doubt_is
from .voices import DEFINITION
from .whom import who_meets

ROWS = 25
PROPOSED = ("proposals__body", "proposals__decision", "proposals__escalated_as", "proposals__withdrawal")
KEYS = [
    Fact("j, k", "Down and up"),
    Fact("Enter, o", "Open the opportunity"),
    Fact("1 to 8", "Order: place, customers, points, money, handling, rising, effort, newest"),
    Fact("/", "Search"),
    Fact("?", "These keys"),
]


@for_roles()
def register(request: HttpRequest) -> HttpResponse:
    """What only the organisation can fix: the ranking, and what has left it."""
    asked, at = read_address(request, **ASKS), timezone.now()
    is_settled = asked["show"] == "settled"
    standings = [] if is_settled else waiting(asked, request.user, at)
    left = settled(asked, request.user)
    page = page_of(left if is_settled else standings, asked["page"], ROWS)
    if not is_settled:
        prefetch_related_objects([one.opportunity for one in page], *PROPOSED)
    ranking, seen = newest_ranking(), opportunities_visible_to(request.user)
    shared = {} if is_settled else shared_by((one.opportunity for one in page), ranking, seen)
    triage = elevations_to_triage().filter(pk__in=elevations_visible_to(request.user).values("pk"))
    context = {
        "page_section": "act",
        "tabs": _tabs(request.user, is_settled, len(standings), is_narrowed(asked)),
        "is_settled": is_settled,
        "sees_all": reads_the_whole_outer_loop(request.user),
        "is_narrowed": is_narrowed(asked),
        "leads": asked["sort"] == "rank" and not is_narrowed(asked) and (asked["page"] or 1) == 1,
        "asked": asked,
        "filter_form": NarrowForm(asked),
        "here": address_of(asked, without=("page", "show")),
        "page": page,
        "standings": standings,
        "picture": sweet_spot_of(standings) if standings else None,
        "to_triage": triage.count(),
        "may_triage": may_triage(request.user),
        "ranking": ranking,
        "is_being_counted": is_being_counted(at),
        "rows": [] if is_settled else [(one, shared.get(one.opportunity.pk, ())) for one in page],
        "twin": None if is_settled or not page else twin_of_first(standings, shared),
        "forms": list(FORMS),
        "keys": KEYS,
    }
    return render(request, "opportunities/register.html", context)


@for_roles()
def counting(request: HttpRequest) -> JsonResponse:
    """Whether the register stands as it was counted: asked by pages that wait for it."""
    return JsonResponse({"is_counted": not is_being_counted(timezone.now())})


@for_roles()
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The ranking that a person may see as a file, narrowed and sorted as on the page."""
    if form not in FORMS:
        raise Http404("There is no such form of file.")
    asked = read_address(
        request, **{name: reader for name, reader in ASKS.items() if name in {*NARROWS, "sort"}}
    )
    kind, name = FORMS[form]
    answer = StreamingHttpResponse(
        chunks(form, waiting(asked, request.user, timezone.now())), content_type=kind
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@for_roles()
def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """One opportunity as a story: the customers' words, the evidence, why it stands there, what was found out and decided."""
    seen = opportunities_visible_to(request.user)
    found = get_object_or_404(
        seen.select_related(
            "theme", "touchpoint", "root_cause", "owner", "settlement", "merger__into", "merger__by"
        ),
        pk=pk,
    )
    if gone := where_it_went(request, found):
        return gone
    at = timezone.now()
    standing, (_, until) = standing_of(found, at), last_year(at)
    asked = asked_of(found)
    counted = count(asked, until) if asked else None
    months = months_of(counted.months, counted.months_where, until) if counted else ()
    behind = reverse("opportunities:voices", args=[pk])
    branches = tree_of(found)
    options = [one for one in options_of(found, standing.evidence) if not one.is_dropped]
    proposals = list(
        found.proposals.select_related("body", "decision__initiative", "escalated_as__body", "withdrawal")
    )
    triages, works = may_triage(request.user), may_work_on(request.user, found)
    context = {
        "page_section": "act",
        "opportunity": found,
        "standing": standing,
        "is_being_counted": is_being_counted(at),
        "definition": DEFINITION,
        "voices": telling_voices(found, request.user),
        "often": how_often(months, standing.evidence, counted.first if counted else None, behind),
        "course": course_chart(months, behind),
        "behind": behind,
        "groups": who_meets(counted) if counted else {},
        "reasons": reasons_of(standing),
        "stands_alone": stands_alone(standing),
        "doubt": where_the_doubt_is(standing),
        "origins": [(one, address_of_key(one.key)) for one in found.origins.select_related("by")],
        "shared": shared_by([found], newest_ranking(), seen).get(pk, ()),
        "joined": joined_with(found),
        "likely": standing_on_the_same(found, request.user) if triages else (),
        "joinings": found.joinings.select_related("elevation__unit", "elevation__raised_by"),
        "roots": root_causes_found(branches),
        "branches": branches,
        "options": options,
        "proposals": proposals,
        "declined": declined(proposals),
        "next": next_step_of(
            found, standing.evidence, branches, options, proposals, may_work=works, may_propose=triages
        ),
        "similar": _similar(found, request.user),
        "settlement": getattr(found, "settlement", None),
        "may_triage": triages,
        "may_work": works,
        "settle_form": SettleForm(),
        "split_form": SplitForm(),
    }
    return render(request, "opportunities/opportunity.html", context)


@for_roles(*STEERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter what nobody raised in a huddle: a theme or a touchpoint."""
    asked = read_address(request, theme=words, touchpoint=words, root_cause=words, title=words)
    given = {name: value for name, value in asked.items() if value}
    form = OpportunityForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_opportunity(**form.words(), by=request.user, at=timezone.now())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return do(
                request, "It is in the register.", lambda at: None, "opportunities:opportunity", made.pk
            )
    context = {"page_section": "act", "form": form}
    return render(request, "opportunities/new.html", context, status=422 if form.errors else 200)


@for_roles()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Word it anew, judge effort and impact, name its owner: for its owner and those who triage."""
    found = get_object_or_404(opportunities_visible_to(request.user), pk=pk)
    if not may_work_on(request.user, found):
        raise PermissionDenied("Its owner and the customer advocacy office change it. Ask them.")
    if gone := where_it_went(request, found):
        return gone
    form = OpportunityForm(request.POST or None, initial=OpportunityForm.words_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_opportunity(found, **form.words(), by=request.user, at=timezone.now())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "It is changed. Its place is counted again within minutes."
            return do(request, said, lambda at: None, "opportunities:opportunity", pk)
    context = {"page_section": "act", "form": form, "opportunity": found}
    return render(request, "opportunities/change.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles()
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an opportunity out of the ranking without a decision."""
    if not may_triage(request.user):
        raise PermissionDenied("The customer advocacy office keeps the register. Ask it.")
    found, form = get_object_or_404(opportunities_visible_to(request.user), pk=pk), SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why it is not pursued: those who raised it read your reason.")
        return redirect("opportunities:opportunity", pk)
    why, outcome = form.cleaned_data["why"], Settlement.Outcome.NOT_PURSUED
    return do(
        request,
        "It has left the ranking. Those who raised it read why.",
        lambda at: settle_opportunity(found, outcome, why=why, by=request.user, at=at),
        "opportunities:register",
    )


def _similar(one: Opportunity, user: User) -> list[Opportunity]:
    alike = similar_opportunities(one)
    seen = opportunities_visible_to(user).filter(pk__in=[other.pk for other in alike]).in_bulk()
    return [other for other in alike if other.pk in seen][:3]


def _tabs(user: User, is_settled: bool, count: int, is_part: bool) -> list[Tab]:
    left = opportunities_visible_to(user).filter(settlement__isnull=False).count()
    return [
        Tab("Waiting for their turn", "?", not is_settled, None if is_settled or is_part else count),
        Tab("Left the ranking", "?show=settled", is_settled, left),
    ]
