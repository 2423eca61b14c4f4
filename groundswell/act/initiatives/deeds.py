"""What may be done on the page of an initiative: each deed with its form, its action and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404

from groundswell.act.council.models import Spend
from groundswell.act.council.spending import take_back
from groundswell.foundation.access.models import User

from . import actions, forms
from .designs.departing import note_departure
from .designs.following import roll_out_as_dealt
from .forms import LookForm
from .gates.actions import GatePlan, decide_at_gate, meet_criterion, plan_gates
from .models import Criterion, Gate, Initiative, Risk, TeamMember, Want
from .risks.actions import close_risk, look_at_risk, raise_risk
from .running.actions import end_initiative, go_on, hand_over, let_rest
from .team.actions import find_capability, join_team, leave_team, want_capability

Act = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A form, what it does, what is said afterwards, and at which part of the page."""

    form: type[Form]
    act: Act
    said: str
    place: str


def plan_gate(initiative: Initiative, *, criteria: str, by: User, at: datetime, **given: Any) -> object:
    """One gate from its form: a criterion on each line."""
    lines = tuple(line.strip()[:200] for line in criteria.splitlines() if line.strip())
    return plan_gates(initiative, [GatePlan(criteria=lines, **given)], by=by, at=at)


def end_or_look(
    risk: Any, *, is_closed: bool, done_about_it: str, by: User, at: datetime, **given: Any
) -> object:
    """A look at a risk; a closed one takes what was written as its reason."""
    if is_closed:
        return close_risk(risk, because=done_about_it, by=by, at=at)
    return look_at_risk(risk, done_about_it=done_about_it, by=by, at=at, **given)


DEEDS: dict[str, Deed] = {
    "roll-out": Deed(forms.RolloutForm, actions.roll_out, "The roll-out is noted.", "units"),
    "as-dealt": Deed(
        forms.NothingForm, roll_out_as_dealt, "Every unit begins on the day that it was dealt.", "design"
    ),
    "otherwise": Deed(
        forms.DepartureForm,
        note_departure,
        "It is noted. The effect goes on being told as it was dealt, and says so from the next reading on.",
        "units",
    ),
    "spend": Deed(forms.SpendForm, actions.spend, "The spending is noted.", "money"),
    "milestone": Deed(forms.MilestoneForm, actions.plan_milestone, "The step is planned.", "steps"),
    "gate": Deed(forms.GateForm, plan_gate, "The gate is planned.", "gates"),
    "team": Deed(forms.TeamForm, join_team, "They are in the team.", "people"),
    "want": Deed(forms.WantForm, want_capability, "It is on the sponsor's list until it is found.", "people"),
    "risk": Deed(forms.RiskForm, raise_risk, "The risk is noted.", "risks"),
    "hand-over": Deed(
        forms.HandoverForm, hand_over, "It is handed over. Who had it before stays on record.", "stands"
    ),
    "rest": Deed(
        forms.RestForm,
        let_rest,
        "It rests. Where it runs already it goes on running, and is still measured.",
        "stands",
    ),
    "go-on": Deed(
        forms.NothingForm, go_on, "It goes on. Look at its days: those that passed are late now.", "stands"
    ),
    "end": Deed(
        forms.EndForm,
        end_initiative,
        "The work has ended, and what was left of its money is free again. Its effect is still measured; tell those who asked for it.",
        "stands",
    ),
}
PARTS: dict[str, tuple[str, Deed]] = {
    "criterion": ("gates__criteria", Deed(forms.MeetForm, meet_criterion, "It is noted as met.", "gates")),
    "decide": (
        "gates",
        Deed(forms.GateDecisionForm, decide_at_gate, "The decision at the gate is noted.", "gates"),
    ),
    "leave": ("team", Deed(forms.LeaveForm, leave_team, "Their last day is noted.", "people")),
    "find": ("wants", Deed(forms.FindForm, find_capability, "It is found.", "people")),
    "back": ("spends", Deed(forms.BackForm, take_back, "It is taken off what was spent.", "money")),
    "look": ("risks", Deed(forms.LookForm, end_or_look, "The risk was looked at.", "risks")),
}
"""Deeds on a part of an initiative, with where that part is found."""


def part_of(initiative: Initiative, path: str, pk: int) -> Any:
    """A part of this initiative, found only through it."""
    models = {
        "gates": Gate, "gates__criteria": Criterion, "team": TeamMember, "wants": Want, "risks": Risk,
        "spends": Spend,
    }  # fmt: skip
    owners = {"gates__criteria": "gate__initiative", "spends": "decision__initiative"}
    return get_object_or_404(models[path], **{owners.get(path, "initiative"): initiative}, pk=pk)


def give_forms(story: dict[str, Any], bound: dict[str, Form]) -> None:
    """Each part of the story gets the form of what may be done with it."""
    parts = [("find", want) for want in story["wants"]] + [("leave", member) for member in story["team"]]
    parts += [("back", spend) for spend in story["spends"] if spend.still]
    parts += [("criterion", one) for gate in story["gates"] for one in gate.criteria.all()]
    parts += [("decide", story["gate"])] if story["gate"] else []
    for deed, part in parts:
        part.form = bound.get(f"{deed}-{part.pk}") or PARTS[deed][1].form(auto_id=f"{deed}_{part.pk}_%s")
    for risk, look in story["risks"]:
        before = {"chance": look.chance, "consequence": look.consequence, "done_about_it": look.done_about_it}
        form = LookForm(auto_id=f"look_{risk.pk}_%s", initial=before)
        risk.form = bound.get(f"look-{risk.pk}") or form
