"""One unit against a blend of others: what the plan promises is what the verdict can use."""

from groundswell.act.initiatives.designs.advising import advise
from groundswell.act.initiatives.designs.history import History, history_of
from groundswell.act.initiatives.designs.sizing import Asked, size_of
from groundswell.act.initiatives.models import Design
from tests.world import NOW

from .works import make_history, make_teams

Kind = Design.Kind


def test_a_blend_is_made_of_units_with_answers_in_every_month_and_the_plan_counts_no_others(world):
    made = make_teams(world, 22)
    make_history(world, made, set(), lift=0)
    whole = history_of(world.delivery, None, NOW.date())
    assert (advise(whole, "chosen", 1).kind, len(whole.unbroken)) == (Kind.SYNTHETIC, 22)
    gaps = {key: tally for key, tally in whole.tallies.items() if key != (made[3].pk, whole.months[2])}
    gaps = {
        key: tally
        for key, tally in gaps.items()
        if key not in {(one.pk, whole.months[4]) for one in made[4:9]}
    }
    broken = History(whole.units, whole.months, gaps)
    advised = advise(broken, "chosen", 1)
    assert advised.because.startswith(
        "One unit does it, and too few others have answers in every month to blend: 15 of 19."
    )
    size = size_of(Kind.SYNTHETIC, broken, Asked(12, 6, 1))
    assert size.reason.startswith("Only the 16 units with answers in every month can be told apart so")
