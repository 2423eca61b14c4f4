"""Pages of the notices: who is told, what, with which result."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked

from .actions import change_subscription, rotate_secret, subscribe, tell_again
from .forms import SubscriptionForm
from .kinds import every_kind
from .models import Notice, Subscription
from .queries import log_of, subscriptions_visible_to
from .sending import end_subscription


@for_roles(*STEERS)
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Which other systems are told."""
    found = subscriptions_visible_to(request.user).order_by("ended_at", "name", "id")
    return _page(request, "subscriptions", page=page_asked(request, found, 50))


@for_roles(*STEERS)
@never_cache
def new_subscription(request: HttpRequest) -> HttpResponse:
    """Tell one more system. Its secret is shown on the answer to this form and nowhere else."""
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, secret = subscribe(**form.cleaned_data, by=request.user, at=timezone.now())
        return _page(request, "subscription_secret", subscription=made, secret=secret)
    return _page(request, "subscribe", form=form, status=422 if form.errors else 200)


@for_roles(*STEERS)
def subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscriber: what was told, what waits; change it here."""
    found = get_object_or_404(subscriptions_visible_to(request.user), pk=pk)
    start = {name: getattr(found, name) for name in ("name", "address", "kinds", "has_words")}
    form = SubscriptionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and found.ended_at is None:
        change_subscription(found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Changed. It holds for what happens from now on.")
        return redirect("channels:subscription", pk)
    page = page_asked(request, log_of(found), 25)
    lines = [(notice, every_kind().get(notice.kind), _state(notice)) for notice in page]
    context = {"subscription": found, "form": form, "page": page, "lines": lines}
    return _page(request, "subscription", **context, status=422 if form.errors else 200)


@for_roles(*STEERS)
@require_POST
@never_cache
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new secret; the old one signs too for a day."""
    found = get_object_or_404(subscriptions_visible_to(request.user), pk=pk, ended_at=None)
    secret = rotate_secret(found, by=request.user, at=timezone.now())
    return _page(request, "subscription_secret", subscription=found, secret=secret, is_rotated=True)


@for_roles(*STEERS)
@require_POST
def again(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponse:
    """Tell one notice once more."""
    found = get_object_or_404(subscriptions_visible_to(request.user), pk=pk, ended_at=None)
    tell_again(get_object_or_404(found.notices, pk=notice_pk), by=request.user, at=timezone.now())
    messages.success(request, "It goes out again, under the same id.")
    return redirect("channels:subscription", pk)


@for_roles(*STEERS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell this system nothing any more."""
    found: Subscription = get_object_or_404(subscriptions_visible_to(request.user), pk=pk, ended_at=None)
    end_subscription(found, why="Ended by a colleague.", by=request.user, at=timezone.now())
    messages.success(request, f"{found} is told nothing any more.")
    return redirect("channels:subscriptions")


def _state(notice: Notice) -> str:
    if notice.told_at:
        return "Told"
    if notice.due_at:
        return "Tried again later" if notice.tries else "Waiting"
    return "Given up"


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    given = {"page_section": "listen", **context}
    return render(request, f"channels/{name}.html", given, status=status)
