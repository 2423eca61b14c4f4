"""The pages of what is watched: the list, one series, one alert."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, STEERS, for_roles
from groundswell.look import downloads
from groundswell.look.addresses import page_asked

from .actions import acknowledge, call_false_alarm, explain, hand_over, stop_watching, watch
from .errors import WatchingRefused
from .forms import OwnerForm, SettleForm, WatchForm
from .models import Alert, Look, Settlement, WatchedSeries
from .pictures import chart_of_series, shifts_of, voices_of
from .queries import alerts_visible_to, false_alarm_words, series_visible_to
from .rules import may_settle, may_steer
from .voices import voices_behind
from .weeks import Reading, last_week, read_series
from .words import MEANINGS, alerts_in_words, what_happened

READERS = (*LEADS, User.Role.ANALYST)


@for_roles(*READERS)
def watching(request: HttpRequest) -> HttpResponse:
    """What waits, what is watched, what was settled."""
    alerts = alerts_visible_to(request.user)
    watched = list(series_visible_to(request.user).filter(ended_at=None).order_by("what", "pk"))
    context = {
        "open": alerts_in_words(request.user),
        "watched": sorted((one for one in watched if _can_tell(one)), key=_order),
        "few": [one for one in watched if not _can_tell(one)],
        "chance": false_alarm_words(
            len(watched), sum(one.limits == WatchedSeries.Limits.SLOW for one in watched)
        ),
        "page": page_asked(request, alerts.exclude(settlement=None), 20),
        "may_steer": may_steer(request.user),
    }
    return _page(request, "watching", context)


def _can_tell(series: WatchedSeries) -> bool:
    return hasattr(series, "look") and series.look.state != Look.State.FEW


def _order(series: WatchedSeries) -> tuple[bool, str, str]:
    """Signals first, then by what is watched."""
    return series.look.state != Look.State.SIGNAL, series.what, str(series)


@for_roles(*READERS)
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: its chart, where its mean shifted, its alerts, its owner."""
    found = get_object_or_404(series_visible_to(request.user), pk=pk)
    return _series_page(request, found, OwnerForm(initial={"to": found.owner_id}))


def _series_page(request: HttpRequest, found: WatchedSeries, form: OwnerForm) -> HttpResponse:
    reading = read_series(found, last_week(found, timezone.now()))
    shifts = shifts_of(reading)
    charts = {"weeks": chart_of_series(found, reading, shifts)}
    if file := downloads.file_asked(request, charts, _origin(found, reading)):
        return file
    here = reverse("watching:series", args=[found.pk])
    context = {
        "series": found,
        "meaning": MEANINGS[found.what],
        "reading": reading,
        "shifts": shifts,
        "chart": downloads.with_downloads(charts, here)["weeks"],
        "alerts": alerts_visible_to(request.user).filter(series=found)[:20],
        "may_steer": may_steer(request.user),
        "form": form,
    }
    return _page(request, "series", context, 422 if form.errors else 200)


def _origin(series: WatchedSeries, reading: Reading) -> downloads.Origin:
    weeks = reading.weeks
    return downloads.Origin(
        of=f"{series}, week by week",
        period=f"{weeks[0].monday} to {weeks[-1].monday + timedelta(days=6)}" if weeks else "",
        definition=MEANINGS[series.what],
        counted_on=timezone.localdate(),
        margins="The range of the usual is three standard errors wide on either side",
    )


@for_roles(*READERS)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, the chart, the voices, and what it was."""
    return _alert_page(request, get_object_or_404(alerts_visible_to(request.user), pk=pk), SettleForm())


def _alert_page(request: HttpRequest, found: Alert, form: SettleForm) -> HttpResponse:
    reading = read_series(found.series, last_week(found.series, timezone.now()))
    shifts = shifts_of(reading)
    context = {
        "alert": found,
        "what_happened": f"{what_happened(found)}.",
        "chart": chart_of_series(found.series, reading, shifts),
        "voices": voices_behind(found, request.user),
        "voices_url": voices_of(found.series, found.since, found.week),
        "may_settle": may_settle(request.user, found.series) and not hasattr(found, "settlement"),
        "form": form,
    }
    return _page(request, "alert", context, 422 if form.errors else 200)


@for_roles(*READERS)
@require_POST
def acknowledge_alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looks into it."""
    found = _mine(request, pk)
    acknowledge(found, by=request.user, at=timezone.now())
    messages.success(request, "Noted: you look into it.")
    return redirect("watching:alert", found.pk)


@for_roles(*READERS)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it was."""
    found = _mine(request, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _alert_page(request, found, form)
    given, who = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    try:
        if given["kind"] == Settlement.Kind.EXPLAINED:
            explain(found, words=given["words"], begins_anew=given["begins_anew"], **who)
        else:
            call_false_alarm(found, words=given["words"], **who)
    except WatchingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Settled. The chart keeps what you said.")
    return redirect("watching:alert", found.pk)


@for_roles(*STEERS)
def new_series(request: HttpRequest) -> HttpResponse:
    """Watch one more figure."""
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = watch(**form.cleaned_data, by=request.user, at=timezone.now())
        except WatchingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Watched from now on; the first look comes within the hour.")
            return redirect("watching:series", made.pk)
    return _page(request, "new", {"form": form}, 422 if form.errors else 200)


@for_roles(*STEERS)
@require_POST
def hand_over_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else is told."""
    found = get_object_or_404(series_visible_to(request.user), pk=pk)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return _series_page(request, found, form)
    hand_over(found, to=form.cleaned_data["to"], by=request.user, at=timezone.now())
    messages.success(request, f"{found.owner} is told from now on.")
    return redirect("watching:series", found.pk)


@for_roles(*STEERS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is told of it any more."""
    found = get_object_or_404(series_visible_to(request.user), pk=pk)
    stop_watching(found, by=request.user, at=timezone.now())
    messages.success(request, "Nobody is told of it any more. Its alerts stay.")
    return redirect("watching:list")


def _mine(request: HttpRequest, pk: int) -> Alert:
    found = get_object_or_404(alerts_visible_to(request.user), pk=pk)
    if not may_settle(request.user, found.series):
        raise PermissionDenied("The owner of this figure settles its alerts, or somebody who steers.")
    return found


def _page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    return render(request, f"watching/{name}.html", {"page_section": "understand", **context}, status=status)
