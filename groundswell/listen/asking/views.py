"""The pages of asking."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles, sees_names
from groundswell.foundation.customers.actions import give_consent, meet_customers
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.customers.queries import canonical_email
from groundswell.listen.surveys.queries import current_version

from .actions import ask_customer, ban_contact, end_plan, lift_ban, make_plan, set_rule
from .errors import AskingRefused
from .forms import BanForm, InviteForm, PlanForm, RuleForm
from .funnels import MONTH, STEPS, asks_at_step, funnels_of, reasons_since
from .judging import rules_in_force
from .models import ContactRule, ListeningPlan, Suppression, Way
from .preview import replay
from .queries import asks_visible_to, living_rules
from .why import person_by, standing_of, timeline_of

SETS = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
READS = (*STEERS, User.Role.ANALYST)


@for_roles(*STEERS, "lead")
def invite_one(request: HttpRequest) -> HttpResponse:
    """Ask one customer about one episode, where the rules allow it."""
    form = InviteForm(request.POST or None, units=units_visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, timezone.now()
        customer = meet_customers([asked["email"]])[str(canonical_email(asked["email"]))]
        give_consent(customer, Consent.Purpose.CONTACT, by=request.user, at=now)
        outcome = ask_customer(
            customer,
            current_version(asked["survey"]),
            way=Way.BY_HAND,
            key=f"hand-{customer.pk}-{asked['survey'].pk}-{now.isoformat()}",
            by=request.user,
            at=now,
            touchpoint=asked["touchpoint"] or asked["survey"].touchpoint,
            unit=asked["unit"],
        )
        if not isinstance(outcome, Suppression):
            messages.success(request, f"The invitation to {customer.email} is in the outbox.")
            return redirect("channels:outbox" if request.user.sees_everything else "channels:surveys")
        form.add_error("email", _not_asked(outcome))
    return _page(request, "invite", form=form)


def _not_asked(outcome: Suppression) -> str:
    until = (
        f" Ask again from {timezone.localtime(outcome.until):%-d %B %Y, %H:%M} on." if outcome.until else ""
    )
    return f"This customer is not asked. {outcome.sentence}{until}"


@for_roles(*READS)
def plans(request: HttpRequest) -> HttpResponse:
    """Whom we ask regularly, and how many stand at each step."""
    now = timezone.now()
    found = list(ListeningPlan.objects.select_related("survey__touchpoint", "unit"))
    funnels = funnels_of(found)
    lines = [(plan, funnels[plan.pk]) for plan in found]
    reasons = reasons_since(now - MONTH, now)
    return _page(request, "plans", lines=lines, reasons=reasons, stopped=sum(n for _, n in reasons))


@for_roles(*READS)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan, step by step."""
    plan = get_object_or_404(ListeningPlan.objects.select_related("survey", "unit"), pk=pk)
    return _page(request, "plan", plan=plan, funnel=funnels_of([plan])[plan.pk], draws=plan.draws.all()[:24])


@for_roles(*READS)
def step_list(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Who stands at one step of a plan."""
    plan = get_object_or_404(ListeningPlan, pk=pk)
    if step not in STEPS:
        raise Http404
    found = asks_at_step(asks_visible_to(request.user).filter(plan=plan), step)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = sees_names(request.user)
    return _page(request, "step", plan=plan, step=STEPS[step], page=page, names=names)


@for_roles(*SETS)
def new_plan(request: HttpRequest) -> HttpResponse:
    """Make a listening plan."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = make_plan(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The plan is made. It draws whom to ask by itself.")
        return redirect("asking:plan", plan.pk)
    return _page(request, "new_plan", form=form)


@for_roles(*SETS)
@require_POST
def stop_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan."""
    plan = get_object_or_404(ListeningPlan, pk=pk)
    end_plan(plan, by=request.user, at=timezone.now())
    messages.success(request, "The plan has ended. Nobody is asked by it any more.")
    return redirect("asking:plan", plan.pk)


@for_roles(*READS)
def contact_rules(request: HttpRequest) -> HttpResponse:
    """The rules in force; try an amount on last month, then set it."""
    may_set, now, preview = request.user.role in SETS, timezone.now(), None
    asked = request.POST or (request.GET if "kind" in request.GET else None)
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
            kind,
            getattr(in_force, kind.value),
            next((r for r in rows if r.kind == kind and not r.survey), None),
        )
        for kind in ContactRule.Kind
    ]
    surveys = [row for row in rows if row.survey]
    return _page(request, "rules", form=form, lines=lines, surveys=surveys, preview=preview)


@for_roles(*SETS)
def why(request: HttpRequest) -> HttpResponse:
    """Why was this person asked, or not?"""
    email, now = request.GET.get("email", "").strip()[:254], timezone.now()
    customer = person_by(email) if email else None
    context: dict[str, Any] = {"email": email, "customer": customer}
    if customer:
        context |= {
            "standing": standing_of(customer, at=now),
            "moments": timeline_of(customer, at=now),
            "is_banned": customer.contact_bans.filter(ended_at=None).exists(),
            "ban_form": BanForm(),
        }
    return _page(request, "why", **context)


@for_roles(*SETS)
@require_POST
def ban(request: HttpRequest, pk: int) -> HttpResponse:
    """Never ask this person, or lift that."""
    customer, form = get_object_or_404(Customer, pk=pk), BanForm(request.POST)
    if "lift" in request.POST:
        lift_ban(customer, by=request.user, at=timezone.now())
        messages.success(request, "This person may be asked again, where the other rules allow it.")
    elif form.is_valid():
        ban_contact(customer, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
        messages.success(request, "Nobody asks this person any more.")
    else:
        messages.error(request, "Say why this person is never asked; the reason is kept.")
    return redirect(f"{reverse('asking:why')}?email={customer.email or ''}")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    given = {"page_section": "listen", "may_set": request.user.role in SETS, **context}
    return render(request, f"asking/{name}.html", given)
