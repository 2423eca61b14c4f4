"""The two pages that customers open: say yes to speaking for us, and come by a friend's recommendation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .actions import bring_friend, join, leave
from .forms import FriendForm
from .letters import referral_address
from .models import Advocate
from .queries import advocate_by_code, thanks_by_token


@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button says yes, or takes it back."""
    thanks = thanks_by_token(token)
    if thanks is None:
        raise Http404("This link is not known.")
    advocate = Advocate.objects.filter(customer=thanks.signal.customer, left_at=None).first()
    if request.method == "POST":
        if request.POST.get("answer") == "leave" and advocate:
            leave(advocate, at=timezone.now())
        elif request.POST.get("answer") == "join":
            join(thanks, at=timezone.now())
        return redirect("advocates:join", token)
    context = {
        "thanks": thanks,
        "advocate": advocate,
        "address": referral_address(advocate) if advocate else "",
    }
    return render(request, "advocates/join.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def referred(request: HttpRequest, code: str) -> HttpResponse:
    """A friend of an advocate leaves name and address. The page never tells whether we know the address."""
    advocate = advocate_by_code(code)
    if advocate is None:
        raise Http404("This link is not known.")
    form = FriendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        bring_friend(advocate, **form.cleaned_data, at=timezone.now())
        return render(request, "advocates/welcome.html", {"name": form.cleaned_data["name"]})
    words = advocate.customer.name.split()
    context = {"friend": words[0] if words else "A friend", "form": form}
    return render(request, "advocates/referred.html", context, status=422 if form.errors else 200)
