"""What is new for you, and what you choose to hear."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address
from groundswell.look.components import Tab

from .actions import choose_paces, connect_chat, read_tidings, set_habits, tidy_list
from .forms import ChatForm, HabitsForm, PacesForm
from .hours import hours_in_words
from .models import ChatAddress, Habits
from .queries import lines_for, tidings_of, unread_of
from .readers import may_hear, rows_of
from .standing import sort_out

A_PAGE = 30


@for_roles(*User.Role.values)
@never_cache
def tidings(request: HttpRequest) -> HttpResponse:
    """What is new, the latest first. What is settled is said to be, and does not count as new."""
    asked = read_address(request, show=one_of(("new", "all"), "new"), page=number_of_page)
    rows = unread_of(request.user) if asked["show"] == "new" else tidings_of(request.user)
    page = page_of(rows, asked["page"], A_PAGE)
    found = sort_out(request.user, list(page))
    lines = lines_for(request.user, list(page), found)
    tidy_list(found, at=timezone.now())
    new = unread_of(request.user).count()
    tabs = [
        Tab("New", request.path, asked["show"] == "new", new),
        Tab("All of three months", f"{request.path}?show=all", asked["show"] == "all"),
    ]
    context = {
        "page": page,
        "lines": lines,
        "tabs": tabs,
        "new": new,
        "shows_all": asked["show"] == "all",
        "choices_url": reverse("telling:choices"),
        "is_partner": request.user.role == User.Role.PARTNER,
    }
    return _page(request, "list", **context)


@for_roles(*User.Role.values)
@never_cache
def open_tiding(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where it leads. It is not new any more."""
    found = get_object_or_404(tidings_of(request.user), pk=pk)
    read_tidings(tidings_of(request.user).filter(pk=pk), at=timezone.now())
    if sort_out(request.user, [found]).unseen:
        messages.info(request, "That is not yours to see any more. Somebody else looks after it now.")
        return redirect("telling:list")
    return redirect(found.link)


@for_roles(*User.Role.values)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """I have seen all of it."""
    count = read_tidings(unread_of(request.user), at=timezone.now())
    messages.success(request, f"{count} marked as read." if count else "Nothing was new.")
    return redirect("telling:list")


@for_roles(*User.Role.values)
def choices(request: HttpRequest) -> HttpResponse:
    """What this person hears, how soon, when and where."""
    user = request.user
    habits = Habits.objects.filter(**rows_of(user)).first()
    form = HabitsForm(request.POST or None, instance=habits, user=user)
    if may_hear(user) and request.method == "POST" and form.is_valid():
        set_habits(user, form.cleaned_data, by=user, at=timezone.now())
        messages.success(request, "Kept. It holds from now on.")
        return redirect("telling:choices")
    return _choices(request, form, habits)


@for_roles(*User.Role.values)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep how soon this person hears of each kind."""
    form = PacesForm(request.POST, user=request.user)
    if may_hear(request.user) and form.is_valid():
        choose_paces(request.user, form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Kept. It holds for what is new from now on.")
    else:
        messages.error(request, "One of these cannot be chosen. Nothing was changed.")
    return redirect("telling:choices")


@for_roles()
@require_POST
def own_chat(request: HttpRequest) -> HttpResponse:
    """Tell this person in a chat of their own."""
    form, person = ChatForm(request.POST), request.user.person
    if not form.is_valid():
        habits = Habits.objects.filter(**rows_of(request.user)).first()
        return _choices(request, HabitsForm(instance=habits, user=request.user), habits, form)
    if person:
        connect_chat(**form.cleaned_data, person=person, by=request.user, at=timezone.now())
        messages.success(request, "Connected. Send a test to see that it arrives.")
    else:
        messages.error(request, "You have no post here.")
    return redirect("telling:choices")


def _choices(
    request: HttpRequest, form: HabitsForm, habits: Habits | None, chat_form: ChatForm | None = None
) -> HttpResponse:
    is_partner = request.user.role == User.Role.PARTNER
    person = None if is_partner else request.user.person
    context = {
        "is_partner": is_partner,
        "form": form,
        "paces": PacesForm(user=request.user),
        "chat": ChatAddress.objects.filter(person=person, ended_at=None).first() if person else None,
        "chat_form": chat_form or ChatForm(),
        "hours_words": hours_in_words(person, habits) if may_hear(request.user) else "",
    }
    return _page(
        request, "choices", status=422 if form.errors or (chat_form and chat_form.errors) else 200, **context
    )


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    return render(request, f"telling/{name}.html", context, status=status)
