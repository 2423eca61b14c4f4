"""Gatherings, reference calls, platforms and rounds of reviews, and how the community does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import LEADS, STEERS, for_roles
from groundswell.listen.surveys.language_names import name_of
from groundswell.look.addresses import page_asked, read_address
from groundswell.science.text.fingerprint import fingerprint

from .asking import take_back
from .errors import MinutesMoved
from .forms import GatheringForm, MinutesForm, NeedForm, PlatformForm, RoundForm
from .gathering import add_platform, close_need, note_need, plan_gathering, write_minutes
from .health import health_of
from .inviting import invitable, invite_everybody
from .knowing import Standing, standings
from .letters import review_invitation
from .models import Ask, Gathering, Platform, ReferenceNeed, ReviewInvitation, ReviewRound
from .queries import advocates_visible_to, asks_visible_to, living_advocates
from .rooms import tabs_of

MATCHES = 20


@for_roles()
def health(request: HttpRequest) -> HttpResponse:
    """How the community does; each figure opens its list."""
    read_address(request)
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "health"),
        "health": health_of(request.user, timezone.now()),
    }
    return render(request, "advocates/health.html", context)


@for_roles(*LEADS)
def gatherings(request: HttpRequest) -> HttpResponse:
    """Advisory boards, betas and events, and a form for the next one."""
    form = GatheringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = plan_gathering(**form.cleaned_data, by=request.user.person, at=timezone.now())
        messages.success(
            request, "Planned. Ask advocates one by one: each has a page of their own to answer."
        )
        return redirect("advocates:gathering", made.pk)
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "gatherings"),
        "page": page_asked(request, Gathering.objects.all(), 20),
        "form": form,
    }
    return render(request, "advocates/gatherings.html", context, status=422 if form.errors else 200)


@for_roles(*LEADS)
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked, who comes, who waits for a seat, who came; and the minutes."""
    found = get_object_or_404(Gathering, pk=pk)
    begun = {"words": found.minutes, "over": fingerprint(found.minutes)}
    form, moved = MinutesForm(request.POST or None, initial=begun), None
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(found, **form.cleaned_data, by=request.user.person, at=timezone.now())
        except MinutesMoved as refusal:
            moved, form = refusal, _to_join(form, refusal)
        else:
            messages.success(request, "Kept.")
            return redirect("advocates:gathering", pk)
    every = Ask.objects.filter(gathering=found)
    yes = list(every.filter(answer=Ask.Answer.YES).order_by("answered_at", "pk").values_list("pk", flat=True))
    seen = asks_visible_to(request.user).filter(gathering=found).order_by("answered_at", "pk")
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "gatherings"),
        "gathering": found,
        "asked": every.count(),
        "yes": len(yes),
        "came": every.filter(done_at__isnull=False).count(),
        "rows": [(one, yes.index(one.pk) + 1 if one.pk in yes else None) for one in seen],
        "form": form,
        "moved": moved,
        "has_begun": found.starts_at <= timezone.now(),
    }
    status = 409 if moved else 422 if form.errors else 200
    return render(request, "advocates/gathering.html", context, status=status)


def _to_join(form: MinutesForm, moved: MinutesMoved) -> MinutesForm:
    """The same words, to be kept over what stands now."""
    again = MinutesForm({"words": form.cleaned_data["words"], "over": fingerprint(moved.stand)})
    again.add_error("words", str(moved))
    return again


@for_roles(*LEADS)
def needs(request: HttpRequest) -> HttpResponse:
    """Who wants to hear a customer, and a form to note one."""
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = note_need(**form.cleaned_data, by=request.user.person, at=timezone.now())
        return redirect("advocates:need", made.pk)
    rows = ReferenceNeed.objects.order_by("closed_at", "until", "pk")
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "needs"),
        "page": page_asked(request, rows, 20),
        "form": form,
    }
    return render(request, "advocates/needs.html", context, status=422 if form.errors else 200)


@for_roles(*LEADS)
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Who fits: advocates who may be asked now, those of the same segment first, then those who took fewer calls."""
    found = get_object_or_404(ReferenceNeed, pk=pk)
    at = timezone.now()
    if request.method == "POST":
        for waiting in Ask.objects.filter(need=found, answer=""):
            take_back(waiting, by=request.user.person, at=at)
        close_need(found, by=request.user.person, at=at)
        messages.success(request, "Closed. Nobody is asked for it any more.")
        return redirect("advocates:needs")
    stand = standings(list(living_advocates(advocates_visible_to(request.user))), at, kind=Ask.Kind.REFERENCE)
    free = [one for one in stand if one.held is None]
    wanted = found.segment.casefold()

    def order(one: Standing) -> tuple[bool, int]:
        calls = sum(1 for past in one.known.asks if past.kind == Ask.Kind.REFERENCE and past.counts)
        return (one.advocate.customer.segment.casefold() != wanted, calls)

    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "needs"),
        "need": found,
        "matches": sorted(free, key=order)[:MATCHES],
        "free": len(free),
        "of": len(stand),
        "asks": asks_visible_to(request.user).filter(need=found),
        "is_asked": Ask.objects.filter(need=found, answer="").exists(),
    }
    return render(request, "advocates/need.html", context)


@for_roles(*STEERS)
def reviews(request: HttpRequest) -> HttpResponse:
    """The platforms with what their rules forbid, and the rounds in which everybody was invited."""
    read_address(request)
    form = PlatformForm(request.POST or None, auto_id="platform_%s")
    if request.method == "POST" and form.is_valid():
        add_platform(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Kept.")
        return redirect("advocates:reviews")
    rounds = ReviewRound.objects.select_related("platform", "unit", "by")[:20]
    kinds = list(ReviewInvitation.Kind)
    invited = list(ReviewInvitation.objects.filter(round__in=list(rounds)).values_list("round", "kind"))
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "reviews"),
        "platforms": Platform.objects.filter(ended_at=None),
        "kinds": kinds,
        "rounds": [(one, [(kind, invited.count((one.pk, kind.value))) for kind in kinds]) for one in rounds],
        "form": form,
        "round_form": RoundForm(user=request.user, auto_id="round_%s"),
    }
    return render(request, "advocates/reviews.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def review_round(request: HttpRequest) -> HttpResponse:
    """Look at whose turn it is, then invite all of them in the same words."""
    form, at = RoundForm(request.POST, user=request.user, auto_id="round_%s"), timezone.now()
    if not form.is_valid():
        messages.error(request, "Choose a platform and the days in which customers answered.")
        return redirect("advocates:reviews")
    asked = form.cleaned_data
    if "send" in request.POST:
        made = invite_everybody(**asked, by=request.user.person, at=at)
        messages.success(request, f"{made.invitations.count()} customers are invited, whatever they said.")
        return redirect("advocates:reviews")
    found = invitable(**asked, at=at)
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "reviews"),
        "asked": asked,
        "form": form,
        "found": found,
        "letters": [
            (name_of(language), len(people), review_invitation(asked["platform"], language))
            for language, people in found.by_language().items()
        ],
    }
    return render(request, "advocates/review_round.html", context)
