"""The door and the register."""

import secrets

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.rules import LEADS, for_roles

from .actions import receive_complaint
from .forms import ComplaintForm
from .queries import complaints_visible_to


@csrf_exempt  # a public page without a session: the submission id makes it safe to send twice
def complain(request: HttpRequest) -> HttpResponse:
    """The door: open to everybody, one field is enough."""
    form = ComplaintForm(request.POST or None, initial={"submission": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        complaint = receive_complaint(form.complaint(), at=timezone.now())
        return redirect("desk:complaint_status", complaint.token)
    return render(request, "complaints/complain.html", {"form": form}, status=422 if form.errors else 200)


@for_roles(*LEADS, "analyst")
def register(request: HttpRequest) -> HttpResponse:
    """Every complaint with its clock."""
    page = Paginator(complaints_visible_to(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "complaints/register.html", {"page": page, "page_section": "listen"})
