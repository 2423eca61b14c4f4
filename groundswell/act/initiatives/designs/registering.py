"""Put a design on record before the start, and another one in its place when there is a reason."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.initiatives.errors import BegunAlready, DesignStands, ReasonMissing
from groundswell.act.initiatives.models import Allocation, Design, Guard, Initiative
from groundswell.act.initiatives.rules import must_be_running
from groundswell.foundation.history.actions import record

from .choice import Choice


@transaction.atomic
def register_design(initiative: Initiative, choice: Choice, *, by: object, at: datetime) -> Design:
    """Fix how the effect will be measured. Raises BegunAlready once a unit works with the change, DesignStands for a second."""
    _hold(initiative)
    if has_begun(initiative, at):
        raise BegunAlready(
            "A unit works with the change already: a design is chosen before anybody can see an effect. "
            "Register one with a reason; it will show that it came after the start."
        )
    if standing_design(initiative) is not None:
        raise DesignStands("A design is on record. Put another one in its place and say why.")
    return _kept(initiative, choice, None, "", by, at)


@transaction.atomic
def supersede_design(
    initiative: Initiative, choice: Choice, *, because: str, by: object, at: datetime
) -> Design:
    """Put another design in the place of the one that stands, if any. The reason and the moment show from then on."""
    _hold(initiative)
    because = because.strip()
    if not because:
        raise ReasonMissing("Say why: the one before stays on record beside it.")
    return _kept(initiative, choice, standing_design(initiative), because, by, at)


def standing_design(initiative: Initiative) -> Design | None:
    """The design that counts, or None where none was chosen."""
    return (
        initiative.designs.filter(superseded_by=None)
        .select_related("touchpoint", "unit", "untouched")
        .first()
    )


def has_begun(initiative: Initiative, at: datetime) -> bool:
    """Whether a unit works with the change."""
    return initiative.rollouts.filter(from_on__lte=localdate(at)).exists()


def came_after_the_start(design: Design) -> bool:
    """Whether somebody could have seen an effect when it was chosen: a unit worked with the change. Without a reason none is taken
    then, so a unit that begins on the day of such a record began after it."""
    day = localdate(design.registered_at) - timedelta(days=0 if design.superseded_because else 1)
    return design.initiative.rollouts.filter(from_on__lte=day).exists()


def digest_of(design: Design) -> str:
    """SHA-256 over everything that was chosen, the day, and the digest of the design before."""
    before = design.supersedes.digest if design.supersedes else ""
    body = json.dumps(_chosen(design), cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{body}".encode()).hexdigest()


def is_as_registered(design: Design) -> bool:
    """Whether nothing was changed in the database since."""
    return digest_of(design) == design.digest


def _chosen(design: Design) -> dict[str, Any]:
    dealt = design.allocations.values_list(
        "unit__code", "wave", "from_on", "stratum", "matched_to__code", "weight"
    )
    beside = {} if design.untouched_id is None else {"untouched": design.untouched_id}
    beside |= {} if design.share is None else {"share": design.share}
    return beside | {
        "initiative": design.initiative_id,
        "kind": design.kind,
        "score": design.kind_of_score,
        "touchpoint": design.touchpoint_id,
        "unit": design.unit_id,
        "smallest": f"{design.smallest_points:.1f}",
        "starts_on": design.starts_on,
        "months": design.months,
        "power": design.power,
        "answers": design.answers_per_arm,
        "units": design.units_per_arm,
        "finds": design.finds_points,
        "seed": design.seed,
        "guards": [[name, f"{worst:.1f}"] for name, worst in design.guards.values_list("watches", "worst")],
        "dealt": [list(one) for one in dealt.order_by("unit__code")],
    }


def _kept(
    initiative: Initiative, choice: Choice, before: Design | None, because: str, by: object, at: datetime
) -> Design:
    needed = choice.needed
    design = Design.objects.create(
        initiative=initiative, kind=choice.kind, kind_of_score=choice.kind_of_score, touchpoint=choice.touchpoint, untouched=choice.untouched,
        unit=choice.unit, smallest_points=choice.smallest_points, starts_on=choice.starts_on, months=choice.months,
        power=choice.power, answers_per_arm=needed.answers_per_arm, units_per_arm=needed.units_per_arm,
        finds_points=needed.finds_points, basis=needed.basis, seed=choice.seed, share=choice.share, why=choice.why, registered_at=at,
        digest="", supersedes=before, superseded_because=because,
    )  # fmt: skip
    Guard.objects.bulk_create(
        Guard(design=design, watches=what, worst=worst) for what, worst in choice.guards
    )
    Allocation.objects.bulk_create(
        Allocation(
            design=design, unit=one.unit, wave=one.wave, from_on=one.from_on, stratum=one.stratum,
            matched_to=one.matched_to, weight=one.weight,
        )
        for one in choice.dealt
    )  # fmt: skip
    design.digest = digest_of(design)
    design.save(update_fields=["digest"])
    verb = "superseded design" if because else "registered design"
    record(verb, design, by=by, at=at, kind=design.kind, digest=design.digest, because=because)
    return design


def _hold(initiative: Initiative) -> None:
    """Nobody else registers or rolls out meanwhile."""
    must_be_running(Initiative.objects.select_for_update().get(pk=initiative.pk))
