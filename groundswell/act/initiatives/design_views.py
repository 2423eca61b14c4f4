"""The page on which somebody chooses how an effect will be measured."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.listen.surveys.models import Invitation
from groundswell.look.addresses import form_asked
from groundswell.look.charts import Chart, TrendPoint, trend

from .design_forms import AskingForm, ChoiceForm
from .designs.advising import ABOUT, Advice, advise
from .designs.allotting import likenesses
from .designs.choosing import Wish, choose_design
from .designs.history import History, history_of, months_before
from .designs.overlapping import overlaps
from .designs.registering import has_begun, standing_design
from .designs.sizing import HALF, Asked, Size, sizes
from .designs.warning import warnings_of
from .errors import InitiativeRefused
from .models import Design, Initiative
from .queries import initiatives_visible_to
from .rules import may_run

USUAL = {"may": "lot", "smallest": 8, "months": 6, "waves": 3, "share": HALF}
MUCH_MORE, LASTS = 1.25, 0.2
"""From when on it is worth a word that units move by more than their answers explain, and that it carries over."""
ASKED_WITHIN = timedelta(days=365)


@for_roles()
def design(request: HttpRequest, pk: int) -> HttpResponse:
    """What each way would find, which one is advised and why; then the choice."""
    found = get_object_or_404(initiatives_visible_to(request.user), pk=pk)
    if not may_run(request.user, found) or found.ended_at:
        raise PermissionDenied(
            "Its owner, its sponsor and the advocacy office choose, while it runs. Ask one of them."
        )
    now = timezone.now()
    said = form_asked(request, AskingForm.base_fields, several=("chosen",))
    asking = AskingForm(said or USUAL | {"touchpoint": found.touchpoint_id})
    if not asking.is_valid():
        return render(request, "initiatives/design_asking.html", _frame(found, asking), status=422)
    given, replaces = asking.cleaned_data, standing_design(found)
    begun = has_begun(found, now)
    part = given["part"]
    history = history_of(given["touchpoint"], part, timezone.localdate(now))
    chosen = tuple(given["chosen"])
    asked = Asked(
        float(given["smallest"]), given["months"], len(chosen), given["waves"] or 3, given["share"] or HALF
    )
    advice = advise(history, given["may"], len(chosen))
    form = ChoiceForm(
        request.POST or None,
        with_reason=bool(replaces) or begun,
        measured_at=given["touchpoint"],
        initial={"kind": advice.kind, **_usual_guards()},
    )
    if request.method == "POST" and form.is_valid():
        wish = Wish(
            form.cleaned_data["kind"], given["smallest"], given["months"], form.cleaned_data["starts_on"], given["may"],
            touchpoint=given["touchpoint"], part=part, chosen=chosen, waves=asked.waves, share=asked.share, guards=form.guards(),
            why=form.cleaned_data["why"], untouched=form.cleaned_data.get("untouched"),
        )  # fmt: skip
        try:
            choose_design(found, wish, by=request.user, at=now, because=form.cleaned_data.get("because", ""))
        except InitiativeRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "It is on record. Who got what stands below.")
            return redirect("initiatives:initiative", found.pk)
    told = _told(history, asked, advice) | _likenesses(history, chosen)
    today = timezone.localdate(now)
    begins = form.cleaned_data.get("starts_on") if form.is_bound and hasattr(form, "cleaned_data") else None
    begins = begins or today
    ends = months_before(begins.replace(day=1), -asked.months)
    place = given["touchpoint"]
    is_of_customers = advice.kind == Design.Kind.CUSTOMERS
    mixed = [] if is_of_customers else overlaps(found, history.units, place and place.pk, begins, ends)
    told["warnings"] = warnings_of(place, part, history, asked, told["advised"], mixed, today)
    context = _frame(found, asking) | told | {"form": form, "replaces": replaces, "has_begun": begun}
    return render(request, "initiatives/design.html", context, status=422 if form.errors else 200)


def _frame(found: Initiative, asking: AskingForm) -> dict[str, Any]:
    return {"page_section": "act", "initiative": found, "asking": asking}


def _told(history: History, asked: Asked, advice: Advice) -> dict[str, Any]:
    reckoned = sizes(history, asked)
    order = sorted(Design.Kind, key=lambda kind: kind != advice.kind)
    ways = [
        {
            "kind": kind,
            "label": kind.label,
            "about": ABOUT[kind],
            "size": reckoned[kind],
            "words": reckoned[kind].in_words(asked),
        }
        for kind in order
    ]
    return {
        "asked": asked,
        "advice": advice,
        "advised": reckoned[advice.kind],
        "headline": _headline(history, asked, advice, reckoned[advice.kind]),
        "ways": ways,
        "picture": _picture(reckoned[advice.kind], asked),
        "basis": _basis_of_customers(reckoned[advice.kind])
        if advice.kind == Design.Kind.CUSTOMERS
        else _basis(history),
    }


def _picture(size: Size, asked: Asked) -> Chart | None:
    """How often the advised way finds the effect, after each month."""
    points = [
        TrendPoint(str(month), None if power is None else 100 * power)
        for month, power in enumerate(size.curve, 1)
    ]
    if not points:
        return None
    return trend(
        points,
        title=f"How often it finds {asked.smallest:g} points, by months until it is judged",
        description="In per cent of such tests, were the effect real. Below 80 a real effect is easily missed.",
        unit="%",
        target=80,
        target_words="Enough",
    )


def _headline(history: History, asked: Asked, advice: Advice, size: Size) -> str:
    """The way that is advised, and whether it finds what is sought."""
    if not history.is_heard_of(advice.kind):
        return "Nobody answers there: nothing could be told"
    label = Design.Kind(advice.kind).label
    if size.reason and advice.kind == Design.Kind.CUSTOMERS:
        return "Too few answers name their customer there"
    if size.power is None or size.is_enough:
        return f"{label} tells most here"
    months = f"{asked.months} month{'' if asked.months == 1 else 's'}"
    return f"{label} tells most here, but hardly {asked.smallest:g} points in {months}"


def _basis_of_customers(size: Size) -> str:
    """What the reckoning rests on where customers are dealt."""
    basis = size.needed.basis
    if not basis:
        return "Too few answers name their customer: nothing to reckon with."
    return (
        f"Reckoned from the last {basis['months_before']} months: about {basis['customers']:,} customers answer by name in this time, "
        f"{basis['known']:.0%} of whom had answered before. That takes {basis['saved']:.0%} of what customers differ out of the comparison."
    )


def _basis(history: History) -> str:
    """What the reckoning rests on, for somebody who never heard of a design effect."""
    units, months, found = len(history.units), len(history.months), history.wandering
    if found is None:
        return f"{units} units with answers in most of {months} months: too little to reckon with. It takes three units and four months."
    least = f"{found.answers:.0f} answer{'' if round(found.answers) == 1 else 's'}"
    words = f"Reckoned from the last {found.months} months of {found.units} units with about {least} a month each."
    if found.design_effect >= MUCH_MORE:
        words += (
            f" Their scores go up and down {found.design_effect:.1f} times as much as so few answers alone would make them: other things "
            "move them too, so it takes longer to see an effect."
        )
    else:
        words += " Their scores go up and down as so few answers make them; nothing else shows itself."
    return words + (" A good or bad month lasts into the next." if found.alike >= LASTS else "")


def _likenesses(history: History, chosen: tuple[Any, ...]) -> dict[str, Any]:
    """How close the nearest others are to the chosen units."""
    if len(chosen) < 2:
        return {}
    try:
        matching = likenesses(history, chosen)
    except InitiativeRefused:
        return {}
    names = {unit.code: unit for unit in history.units.values()}
    return {
        "matching": matching,
        "pairs": [(pair, names[pair.unit], names[pair.likeness]) for pair in matching.pairs],
    }


def _usual_guards() -> dict[str, int]:
    """What is usually watched, in points, as far as it can be told here: somebody is asked, something else is scored."""
    asks = Invitation.objects.filter(invited_at__gt=timezone.now() - ASKED_WITHIN).exists()
    has_others = Touchpoint.objects.count() > 1
    return ({"guard_response_rate": 3} if asks else {}) | ({"guard_elsewhere": 5} if has_others else {})
