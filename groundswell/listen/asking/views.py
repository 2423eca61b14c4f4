"""The pages of asking: invitations, lists of people, contact rules, and why somebody was asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.customers.actions import find_or_make_customer, give_consent
from groundswell.foundation.customers.barring import ban_contact, lift_ban
from groundswell.foundation.customers.models import Consent, Customer, Purpose
from groundswell.foundation.customers.queries import is_barred
from groundswell.listen.channels.outbox.models import IDENTITY_KINDS, Medium
from groundswell.listen.surveys.queries import current_version
from groundswell.look.addresses import read_address, whole_number, words

from .actions import ask_customer, set_rule
from .errors import AskingRefused
from .forms import BanForm, InviteForm, ListForm, RuleForm
from .inviting import ask_list, outlook_of, read_list, reasons_of
from .judging import rules_in_force
from .models import ContactRule, Suppression, Way, Wish
from .preview import replay
from .queries import consent_taken_back, living_rules
from .trying import write_test
from .why import in_short, person_by, person_numbered, standing_of, timeline_of, together

SETS = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
LISTED = 200
LIST_FIELDS = (
    "name", "survey", "agreed", "starts_on", "spread_days", "send_hour", "reminders_at_most", "remind_after_days",
)  # fmt: skip
READS = (*STEERS, User.Role.ANALYST)


@for_roles(*STEERS, "lead")
def invite_one(request: HttpRequest) -> HttpResponse:
    """Ask one customer about one episode, where the rules allow it."""
    form = InviteForm(request.POST or None, units=units_visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, timezone.now()
        named = _named(asked)
        customer = find_or_make_customer({IDENTITY_KINDS[medium]: text for medium, text in named.items()})
        assert customer is not None  # noqa: S101 (the form asks for one of them)
        taken_back = consent_taken_back(customer, named)
        if taken_back:
            form.add_error("consents", _taken_back(taken_back))
            return page(request, "invite", form=form)
        _note_consent(customer, named, by=request.user, at=now)
        outcome = ask_customer(
            customer,
            current_version(asked["survey"]),
            way=Way.BY_HAND,
            key=f"hand-{customer.pk}-{asked['survey'].pk}-{now.isoformat()}",
            by=request.user,
            at=now,
            wish=asked["wish"],
            touchpoint=asked["touchpoint"] or asked["survey"].touchpoint,
            unit=asked["unit"],
        )
        if not isinstance(outcome, Suppression):
            messages.success(
                request, f"The invitation to {asked['email'] or asked['phone']} is in the outbox."
            )
            return redirect("channels:outbox" if request.user.role in SETS else "channels:surveys")
        form.add_error("phone" if asked["wish"] == Wish.TEXT else "email", _not_asked(outcome))
    return page(request, "invite", form=form)


def _named(asked: dict[str, Any]) -> dict[str, str]:
    """The media of the wish for which an address was given."""
    given = {Medium.EMAIL.value: asked["email"], Medium.TEXT.value: asked["phone"]}
    return {medium: given[medium] for medium in Wish(asked["wish"]).media if given[medium]}


def _note_consent(customer: Customer, named: Iterable[str], *, by: User, at: datetime) -> None:
    for medium in named:
        for purpose in (Purpose.ASKING, Purpose.CONTACT):  # who may be asked may be answered
            give_consent(customer, purpose, channel=medium, by=by, at=at, source="a colleague")


def _taken_back(last: Consent) -> str:
    how = f" ({last.withdrawn_source})" if last.withdrawn_source else ""
    return (
        f"This customer said no on {timezone.localtime(last.withdrawn_at):%-d %B %Y}{how}. "
        "If they changed their mind, the office first notes on their page where they said so."
    )


def _not_asked(outcome: Suppression) -> str:
    until = (
        f" Ask again from {timezone.localtime(outcome.until):%-d %B %Y, %H:%M} on." if outcome.until else ""
    )
    return f"This customer is not asked. {outcome.sentence}{until}"


@for_roles(*SETS)
def invite_list(request: HttpRequest) -> HttpResponse:
    """Ask a list of people once: look at it first, try it on yourself, then hand it to the queue."""
    now = timezone.now()
    form = ListForm(request.POST or None, request.FILES or None, initial={"starts_on": timezone.localdate()})
    if request.method != "POST" or not form.is_valid():
        return page(request, "list", form=form)
    given = form.cleaned_data
    brought = read_list(given["text"])
    if not brought.people:
        form.add_error("people", "No line holds an address. Write one address in a line.")
        return page(request, "list", form=form)
    if "ask" in request.POST:
        fields = {name: given[name] for name in LIST_FIELDS}
        plan = ask_list(brought.people, **fields, by=request.user, at=now)
        messages.success(
            request, f"{len(brought.people)} people are in the queue. The rules decide on the day."
        )
        return redirect("asking:plan", plan.pk)
    if "test" in request.POST:
        address = write_test(given["survey"], request.user, at=now)
        messages.success(request, f"A test is on its way to {address}. Nothing of it counts.")
    outlooks = outlook_of(brought.people, given["survey"], agreed=bool(given["agreed"]), at=now)
    again = ListForm(initial={**given, "people": given["text"]})
    return page(
        request,
        "list",
        form=again,
        brought=brought,
        asked=sum(not one.reason for one in outlooks),
        reasons=reasons_of(outlooks),
        stopped=[one for one in outlooks if one.reason][:LISTED],
    )


@for_roles(*READS)
def contact_rules(request: HttpRequest) -> HttpResponse:
    """The rules in force; try an amount on last month, then set it."""
    may_set, now, preview = request.user.role in SETS, timezone.now(), None
    tried = read_address(request, kind=words, amount=words, survey=words)
    asked = request.POST or (tried if tried["kind"] else None)
    form = RuleForm(asked)
    if form.is_valid():
        given = form.cleaned_data
        if request.method == "POST" and may_set:
            try:
                set_rule(**given, by=request.user, at=now)
            except AskingRefused as refused:
                form.add_error("amount", str(refused))
            else:
                messages.success(request, "The rule holds from now on.")
                return redirect("asking:rules")
        elif request.method == "GET":
            tried = rules_in_force().with_amount(
                given["kind"], given["amount"], given["survey"] and given["survey"].pk
            )
            preview = replay(tried, at=now), replay(rules_in_force(), at=now)
    rows, in_force = list(living_rules()), rules_in_force()
    lines = [
        (
            kind.label.partition(":")[0],
            _amount_in_words(kind, getattr(in_force, kind.value)),
            next((r for r in rows if r.kind == kind and not r.survey), None),
        )
        for kind in ContactRule.Kind
    ]
    surveys = [row for row in rows if row.survey]
    return page(request, "rules", form=form, lines=lines, surveys=surveys, preview=preview)


def _amount_in_words(kind: ContactRule.Kind, amount: int) -> str:
    """An hour as a clock shows it, a yes as yes; a rule without an amount is off."""
    if kind in {ContactRule.Kind.QUIET_FROM, ContactRule.Kind.QUIET_UNTIL}:
        return f"{amount}:00"
    if kind == ContactRule.Kind.HOLIDAYS:
        return "yes" if amount else "no"
    return str(amount or "off")


@for_roles(*SETS)
def why(request: HttpRequest) -> HttpResponse:
    """Why was this person asked, or not?"""
    asked = read_address(request, who=words, email=words, customer=whole_number(1, 10**12))
    who, now = asked["who"] or asked["email"], timezone.now()
    customer = person_numbered(asked["customer"]) if asked["customer"] else person_by(who)
    context: dict[str, Any] = {"who": who, "customer": customer}
    if customer:
        standing, banned = standing_of(customer, at=now), is_barred(customer)
        context |= {
            "standing": together(standing),
            "in_short": in_short(standing, banned=banned, at=now),
            "moments": timeline_of(customer, at=now),
            "is_banned": banned,
            "ban_form": BanForm(),
        }
    return page(request, "why", **context)


@for_roles(*SETS)
@require_POST
def ban(request: HttpRequest, pk: int) -> HttpResponse:
    """Never contact this person, or lift that."""
    customer, form = get_object_or_404(Customer, pk=pk), BanForm(request.POST)
    if "lift" in request.POST:
        lift_ban(customer, by=request.user, at=timezone.now())
        messages.success(request, "This person may be asked again, where the other rules allow it.")
    elif form.is_valid():
        ban_contact(customer, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
        messages.success(request, "Nobody asks this person any more.")
    else:
        messages.error(request, "Say why this person is never contacted; the reason is kept.")
    return redirect(f"{reverse('asking:why')}?customer={customer.pk}")


def page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    given = {"page_section": "listen", "may_set": request.user.role in SETS, **context}
    return render(request, f"asking/{name}.html", given)
