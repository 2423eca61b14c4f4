"""The door: a link for one person, once, for some days."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from .errors import PartnerRefused
from .forms import PasswordForm
from .inviting import accept_invitation, living_invitation


def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password and come in. A link that opens nothing says the same, whatever it was."""
    now = timezone.now()
    invitation = living_invitation(token, now)
    if invitation is None:
        return render(request, "partners/link_over.html", status=410)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = accept_invitation(token, password=form.cleaned_data["password"], at=now)
        except ValidationError as weak:
            form.add_error("password", weak)
        except PartnerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, member.user)
            messages.success(
                request, f"You are in. From now on you sign in with {member.user.email} and your password."
            )
            return redirect("/")
    context = {"invitation": invitation, "form": form}
    return render(request, "partners/come_in.html", context, status=422 if form.errors else 200)
