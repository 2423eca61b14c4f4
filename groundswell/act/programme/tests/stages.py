"""A stage of the roll-out, and the facts of it on the day of the tests."""

from groundswell.act.programme.actions import plan_stage
from groundswell.act.programme.deeds import weekly
from groundswell.act.programme.queries import facts_of
from tests.world import NOW


def make_stage(world, name="Two shops", units=None, **given):
    return plan_stage(
        name=name, goal="One effect is proven.", touchpoints=[world.delivery], units=units or [world.york, world.leeds],
        weeks=12, by=world.office, at=NOW, **given,
    )  # fmt: skip


def facts_now(at=NOW):
    return facts_of(at, weekly(at))
