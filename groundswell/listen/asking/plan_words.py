"""A plan in words: whom it asks and how, and what somebody changed about it."""

from collections.abc import Mapping
from types import MappingProxyType

from groundswell.look.components import Fact

from .forms import FIELDS_OF, PlanForm
from .models import ListeningPlan, PlanChange

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "share": "{} per cent, drawn by lot",
        "margin": "As many in each unit as ±{} points need",
        "send_hour": "{}:00 on the customer's clock",
        "spread_days": "Over {} days, each person's day by lot",
        "wait_hours": "{} hours after it happened",
        "remind_after_days": "After {} days of silence",
        "quota": "Until {} of a unit have answered",
        "expected_response": "{} per cent",
    }
)


def label_of(name: str) -> str:
    """The words under which people know a field."""
    named = PlanForm.Meta.labels | {"segments": "Only these segments"}
    return named.get(name, name.replace("_", " ").capitalize())


def terms_in_words(plan: ListeningPlan) -> list[Fact]:
    """Whom it asks and how, field by field; what does not apply is left out."""
    if plan.kind not in FIELDS_OF:
        return [
            Fact("First day", _said("starts_on", plan.starts_on)),
            Fact("Reminders at most", plan.reminders_at_most),
        ]
    fields = [name for name in FIELDS_OF[plan.kind] if name not in {"name", "survey"}]
    fields += ["expected_response"] if plan.margin else []
    fields += ["reminders_at_most"] + (["remind_after_days"] if plan.reminders_at_most else [])
    skipped = {"share"} if plan.margin else set()
    facts = [Fact(label_of(name), _said(name, getattr(plan, name))) for name in fields if name not in skipped]
    return [fact for fact in facts if fact.value != "–"]


def _said(name: str, value: object) -> str:
    if value in (None, "", []):
        return "–"
    if name == "wish":
        return str(dict(ListeningPlan._meta.get_field("wish").flatchoices)[str(value)])
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(value, "strftime"):
        return f"{value:%-d %B %Y}"
    return SENTENCES.get(name, "{}").format(value)


def change_in_words(change: PlanChange) -> list[tuple[str, str, str]]:
    """Field, what it was and what it is since then."""
    return [
        (label_of(name), _said(name, change.was[name]), _said(name, now)) for name, now in change.now.items()
    ]
