"""The pages of listening plans: all of them, one of them, whom a plan would ask, and what people do with it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles, sees_names
from groundswell.foundation.customers.models import Customer
from groundswell.look.addresses import number_of_page, page_asked, page_of, read_address, whole_number, words

from .errors import AskingRefused
from .forms import FIELDS_OF, PauseForm, PlanForm
from .funnels import MONTH, STEPS, asks_at_step, funnels_of, reasons_since, stopped_since
from .health import Health, health_of, in_flight, morning
from .models import ListeningPlan, Reason
from .plan_words import change_in_words, terms_in_words
from .planning import change_plan, changeable, end_plan, make_plan, pause_plan, resume_plan
from .queries import asks_colleagues, asks_visible_to
from .rehearsing import ASKED, PASSED, PlanRehearsal, rehearse
from .views import READS, SETS, page

KINDS = (
    (
        "wave",
        "Everybody, or a share drawn by lot, on one date or spread over some days. For a yearly look at how you stand.",
    ),
    ("rolling", "Some customers every month, each on a day drawn by lot. For a score that you follow."),
    (
        "episode",
        "Customers to whom something just happened: a delivery, a visit, a call. To improve that moment.",
    ),
)
OUTCOMES = {ASKED: "Would be asked", PASSED: "The lot falls on others", "all": "Looked at"} | {
    str(reason.value): f"Left out: {str(reason.label).lower()}" for reason in Reason
}
ROWS = 50


@for_roles(*READS)
def plans(request: HttpRequest) -> HttpResponse:
    """Who is being asked now, what wants a hand, and how many stand at each step."""
    now = timezone.now()
    found = list(ListeningPlan.objects.select_related("survey__touchpoint", "unit"))
    funnels, health = funnels_of(found), health_of(found, at=now)
    lines = [(plan, funnels[plan.pk], health.get(plan.pk, Health())) for plan in found]
    reasons = reasons_since(now - MONTH, now)
    return page(
        request,
        "plans",
        lines=[line for line in lines if line[0].ended_at is None],
        ended=[line for line in lines if line[0].ended_at],
        worries=[(plan, worry) for plan, _, well in lines for worry in well.worries],
        morning=morning(now),
        reasons=reasons,
        stopped=sum(n for *_, n in reasons),
    )


@for_roles(*READS)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: whom it asks and how, step by step, what was changed."""
    plan = _plan(pk)
    now = timezone.now()
    return page(
        request,
        "plan",
        plan=plan,
        funnel=funnels_of([plan])[plan.pk],
        health=health_of([plan], at=now).get(plan.pk, Health()),
        terms=terms_in_words(plan),
        draws=plan.draws.all()[:24],
        changes=[(change, change_in_words(change)) for change in plan.changes.all()[:24]],
        pauses=plan.pauses.all()[:24],
        flight=in_flight(plan),
        pause_form=PauseForm(),
    )


@for_roles(*READS)
def step_list(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Who stands at one step of a plan."""
    plan = get_object_or_404(ListeningPlan, pk=pk)
    is_confidential = asks_colleagues(plan.survey)
    if step not in STEPS or (is_confidential and step == "answered"):
        raise Http404
    found = asks_at_step(asks_visible_to(request.user).filter(plan=plan), step)
    rows = page_asked(request, found, ROWS)
    given = {"names": sees_names(request.user), "is_confidential": is_confidential}
    return page(request, "step", plan=plan, step=STEPS[step], page=rows, **given)


@for_roles(*READS)
def left_out(request: HttpRequest, reason: str) -> HttpResponse:
    """Who was left out by one reason in the last thirty days, under every plan and by hand."""
    if reason not in Reason.values:
        raise Http404
    now = timezone.now()
    rows = page_asked(request, stopped_since(asks_visible_to(request.user), reason, now - MONTH, now), ROWS)
    words = f"{Reason(reason).label}, in the last 30 days"
    return page(request, "step", step=words, page=rows, names=sees_names(request.user))


@for_roles(*SETS)
def new_plan(request: HttpRequest) -> HttpResponse:
    """Make a listening plan: of which kind, what that kind needs, a look at whom it would ask, then make it."""
    fields = list(PlanForm.Meta.fields)
    readers = dict.fromkeys(fields, words) | {"kind": words, "show": words, "page": number_of_page}
    asked = read_address(request, **readers, like=whole_number(1, 10**9))
    like = ListeningPlan.objects.filter(pk=asked["like"] or 0).first()
    kind = request.POST.get("kind", "") or asked["kind"] or (like.kind if like else "")
    if kind not in FIELDS_OF:
        return page(request, "choose_plan", kinds=KINDS)
    tried = {name: asked[name] for name in fields if asked[name]}
    form = PlanForm(request.POST or tried or None, kind=kind, initial=_copied(like))
    if request.method == "POST" and form.is_valid():
        try:
            plan = make_plan(kind=kind, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "The plan is made. It draws whom to ask by itself.")
            return redirect("asking:plan", plan.pk)
    label = ListeningPlan.Kind(kind).label
    context = {"kind": kind, "label": label, "about": dict(KINDS)[kind], "button": "Make the plan"}
    return page(
        request, "plan_form", form=form, **context, **_tried(request, form, asked, tried | {"kind": kind})
    )


def _copied(like: ListeningPlan | None) -> dict[str, Any]:
    """What another plan says, for one like it; the name and the first day are its own."""
    if like is None:
        return {}
    given = {name: getattr(like, name) for name in PlanForm.Meta.fields if name not in {"name", "starts_on"}}
    return given | {"segments": ", ".join(like.segments)}


@for_roles(*SETS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan after a look at whom it would ask then."""
    plan = _plan(pk)
    if plan.ended_at:
        messages.info(request, "This plan has ended. Make another like it.")
        return redirect("asking:plan", pk)
    may = changeable(plan)
    fields = [name for name in PlanForm.Meta.fields if name in may]
    readers = dict.fromkeys(fields, words) | {"kind": words, "show": words, "page": number_of_page}
    asked = read_address(request, **readers)
    tried = {name: asked[name] for name in fields if asked[name]}
    form = PlanForm(request.POST or tried or None, kind=plan.kind, may=may, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            done = change_plan(plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        except AskingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "The plan is changed." if done else "Nothing differs. The plan is as it was."
            )
            return redirect("asking:plan", pk)
    label = ListeningPlan.objects.values_list("name", flat=True).get(pk=pk)
    is_drawn = "share" not in may
    context = {"plan": plan, "label": f"Change “{label}”", "button": "Change the plan", "is_drawn": is_drawn}
    tried_now = {} if is_drawn else _tried(request, form, asked, tried)
    return page(request, "plan_form", form=form, kind=plan.kind, **context, **tried_now)


def _tried(
    request: HttpRequest, form: PlanForm, asked: dict[str, Any], tried: dict[str, str]
) -> dict[str, Any]:
    """Whom the plan of this form would ask, and one of the lists behind the figures."""
    if request.method != "GET" or not form.is_bound or not form.is_valid():
        return {}
    found = rehearse(form.instance, at=timezone.now())
    show = asked["show"] if asked["show"] in OUTCOMES else ""
    context = {"rehearsal": found, "tried": tried, "address": urlencode(tried), "show": show}
    context["left_out"] = [(why, OUTCOMES[why], n) for why, n in found.left_out]
    return context | (_shown(request, found, show, asked["page"]) if show else {})


def _shown(request: HttpRequest, found: PlanRehearsal, show: str, number: int | None) -> dict[str, Any]:
    rows = page_of([line for line in found.lines if show in {"all", line.outcome}], number, ROWS)
    people = Customer.objects.in_bulk([line.customer_id for line in rows])
    lines = [(people[line.customer_id], line, OUTCOMES[line.outcome]) for line in rows]
    return {"page": rows, "people": lines, "shown": OUTCOMES[show], "names": sees_names(request.user)}


@for_roles(*SETS)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a plan rest."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the plan rests; the reason stands on its page.")
        return redirect("asking:plan", pk)
    try:
        pause_plan(_plan(pk), why=form.cleaned_data["why"], by=request.user, at=timezone.now())
    except AskingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The plan rests. Nothing is drawn and nothing is sent until it goes on.")
    return redirect("asking:plan", pk)


@for_roles(*SETS)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a plan that rests go on."""
    left = resume_plan(_plan(pk), by=request.user, at=timezone.now())
    more = f" {left} questions are asked no more: their moment passed." if left else ""
    messages.success(request, f"The plan goes on.{more}")
    return redirect("asking:plan", pk)


@for_roles(*SETS)
@require_POST
def stop_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan."""
    end_plan(_plan(pk), by=request.user, at=timezone.now())
    messages.success(request, "The plan has ended. Nobody is asked by it any more.")
    return redirect("asking:plan", pk)


def _plan(pk: int) -> ListeningPlan:
    return get_object_or_404(ListeningPlan.objects.select_related("survey__touchpoint", "unit"), pk=pk)
