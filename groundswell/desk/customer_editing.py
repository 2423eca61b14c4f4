"""What the office changes about one customer: the clock they live by, and the accounts they belong to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.customers.accounts import join_account, leave_account
from groundswell.foundation.customers.actions import move_customer
from groundswell.foundation.customers.models import Customer, Membership
from groundswell.foundation.customers.queries import living_customer, person_ids

from .customer_forms import AccountForm, DetailsForm

EDITS = ("office", "administrator")


@require_POST
@for_roles(*EDITS)
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """The time zone of a customer: quiet hours run on their clock."""
    customer = living_customer(get_object_or_404(Customer, pk=pk))
    form = DetailsForm(request.POST)
    if form.is_valid():
        move_customer(customer, form.cleaned_data["time_zone"], by=request.user, at=timezone.now())
        messages.success(request, "Kept. Quiet hours run on this clock.")
    else:
        messages.error(request, form.errors["time_zone"][0])
    return redirect("desk:customer", customer.pk)


@require_POST
@for_roles(*EDITS)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer belongs to a household or a business, in one part."""
    customer = living_customer(get_object_or_404(Customer, pk=pk))
    form = AccountForm(request.POST)
    if form.is_valid():
        part = form.cleaned_data["part"]
        join_account(form.account(), customer, part=part, by=request.user, at=timezone.now())
        messages.success(request, "Kept. The contact rules of the account bind this customer too.")
    else:
        messages.error(request, "Write the name of the household or business.")
    return redirect("desk:customer", customer.pk)


@require_POST
@for_roles(*EDITS)
def leave(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """The customer belongs to the account in this part no more."""
    customer = living_customer(get_object_or_404(Customer, pk=pk))
    found = get_object_or_404(Membership, pk=membership)
    if found.customer_id not in person_ids(customer):
        raise Http404
    leave_account(found, by=request.user, at=timezone.now())
    messages.success(request, "Kept.")
    return redirect("desk:customer", customer.pk)
