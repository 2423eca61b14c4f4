"""You said, we did: what was told inside, and the page that anybody may read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.act.initiatives.queries import initiatives_visible_to, latest_reading
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked

from .actions import announce, customers_behind, employees_behind
from .errors import ReplyRefused
from .forms import AnnounceForm
from .queries import announcements_visible_to, published_announcements, untold_initiatives
from .rules import may_announce, what_may_be_claimed


@for_roles()
def replies(request: HttpRequest) -> HttpResponse:
    """What was announced, how many were told, and what nobody has told yet."""
    may = may_announce(request.user)
    context = {
        "page_section": "act",
        "page": page_asked(request, announcements_visible_to(request.user), 20),
        "untold": untold_initiatives(request.user) if may else (),
    }
    return render(request, "replies/list.html", context)


@for_roles(*STEERS)
def new(request: HttpRequest, initiative_pk: int) -> HttpResponse:
    """Write one announcement; those it reaches are counted before it is sent."""
    seen = initiatives_visible_to(request.user).select_related("decision__proposal__opportunity")
    initiative = get_object_or_404(seen, pk=initiative_pk)
    form, at = AnnounceForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            made = announce(initiative, **form.cleaned_data, by=request.user, at=at)
        except ReplyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Published. {made.replies.count()} people are told.")
            return redirect("replies:list")
    context = {
        "page_section": "act",
        "initiative": initiative,
        "form": form,
        "what_came_of_it": what_may_be_claimed(latest_reading(initiative)),
        "customers": len(customers_behind(initiative, at)),
        "employees": len(employees_behind(initiative)),
    }
    return render(request, "replies/new.html", context, status=422 if form.errors else 200)


def public(request: HttpRequest) -> HttpResponse:
    """What customers started, for everybody to read. No person and no figure of ours."""
    page = page_asked(request, published_announcements(), 20, is_public=True)
    return render(request, "replies/public.html", {"page": page})
