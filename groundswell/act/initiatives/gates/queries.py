"""In which stage an initiative is, and which gate it stands before."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from groundswell.act.initiatives.models import Criterion, Gate, GateDecision, Initiative

Stage = Gate.Stage
ORDER = list(Stage.values)


def gates_read() -> QuerySet[Gate]:
    """Gates with what they ask for and what was decided, each with ``is_passed``."""
    passed = GateDecision.objects.filter(gate=OuterRef("pk"), passed=True)
    return Gate.objects.annotate(is_passed=Exists(passed)).prefetch_related(
        Prefetch("criteria", Criterion.objects.select_related("met_by")),
        Prefetch("decisions", GateDecision.objects.select_related("by", "release")),
    )


def in_order(gates: Iterable[Gate]) -> list[Gate]:
    """The gates as they follow each other."""
    return sorted(gates, key=lambda gate: ORDER.index(gate.opens))


def stage_of(initiative: Initiative, gates: Iterable[Gate], runs_somewhere: bool) -> str:
    """The stage that the last passed gate opened. Work without gates is told by whether a unit works with it."""
    ordered = in_order(gates)
    if not ordered:
        return Stage.PILOT if runs_somewhere else Stage.PREPARE
    passed = [gate.opens for gate in ordered if gate.is_passed]
    return passed[-1] if passed else Stage.PREPARE


def next_gate(gates: Iterable[Gate]) -> Gate | None:
    """The gate before which the work stands."""
    return next((gate for gate in in_order(gates) if not gate.is_passed), None)
