"""A colleague takes a code from a customer at the till."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address

from .claims import WHO as KINDS
from .claims import Claim, ClaimUnusable, take_claim
from .forms import CodeForm
from .models import Referral
from .rooms import tabs_of
from .rules import may_thank


@for_roles()
def take_code(request: HttpRequest) -> HttpResponse:
    """Whose code, and who names it."""
    if not may_thank(request.user):
        raise PermissionDenied("A code is taken by somebody who works with customers. Ask the team's lead.")
    read_address(request)
    at = timezone.now()
    form = CodeForm(request.POST or None, initial={"bought_on": timezone.localdate(at)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        claim = Claim(
            given["code"],
            given["bought_on"],
            {KINDS[name]: given[name] for name in ("email", "external_id") if given[name]},
        )
        try:
            found = take_claim(claim, by=request.user, at=at)
        except ClaimUnusable as strange:
            form.add_error(strange.field if strange.field in form.fields else None, str(strange))
        else:
            if isinstance(found, Referral):
                messages.success(request, f"Counted: {found.advocate} brought {found.customer}.")
            else:
                messages.error(request, f"Not counted. {found.get_why_display()}.")
            return redirect("advocates:take_code")
    context = {"page_section": "act", "tabs": tabs_of(request.user, "referrals"), "form": form}
    return render(request, "advocates/take_code.html", context, status=422 if form.errors else 200)
