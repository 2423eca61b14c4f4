"""What the scores of teams did that took a practice up, beside teams that did not. An association: teams chose themselves."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from groundswell.act.initiatives.cells import Ground, cells_of, ground_at, start_numbers
from groundswell.look.charts import Chart, EffectPoint, Gap
from groundswell.look.charts import effect as effect_chart
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Effect, Verdict, is_small
from groundswell.science.scores.figure import figure
from groundswell.science.scores.nps import NpsTally

from .given_up import without_what_came_after
from .models import Practice

SEED = 1911
PERMUTATIONS = 199
CAVEAT = (
    "Teams chose the practice themselves, so something else about them may explain it: it goes along with the practice, "
    "and does not show that the practice did it."
)


@dataclass(frozen=True)
class Beside:
    """Teams with the practice beside teams without it, month by month and in one sentence."""

    effect: Effect | None
    """None while nobody has answered there at all."""

    ground: Ground

    @property
    def can_tell(self) -> bool:
        """Whether the range leaves out that both moved alike."""
        found = self.effect
        return found is not None and found.verdict is not Verdict.CANNOT_TELL and found.low is not None

    @property
    def sentence(self) -> str:
        """How much further the scores of teams with it moved than those of teams without it over the same months."""
        found = self.effect
        if found is None or found.estimate is None or found.low is None or found.high is None:
            return " ".join(("We cannot tell yet.", *(found.needs if found else ("Nobody has answered.",))))
        moved = f"{_signed(found.estimate)} points ({_signed(found.low)} to {_signed(found.high)})"
        if self.can_tell and is_small(found.low, found.high, found.minimum_relevant):
            return (
                f"The scores of teams with it and without it moved alike over the same months: {moved} apart."
            )
        if self.can_tell:
            return f"The scores of teams with it moved {moved} against those of teams without it over the same months."
        by_chance = ", which chance may explain" if found.low <= 0 <= found.high else ""
        words = f"We cannot tell: teams with it moved {moved} against teams without it{by_chance}."
        return " ".join((words, *found.needs))

    @property
    def basis(self) -> str:
        """What it rests on."""
        found = self.effect
        if found is None:
            return ""
        return (
            f"{found.n_treated_units} teams with it and {found.n_control_units} without it; {found.n_before:,} answers of "
            f"the former from before and {found.n_after:,} from after their own start. Difference in differences of the "
            "monthly experience score, 95% range by team."
        )

    @cached_property
    def chart(self) -> Chart | None:
        """The pooled score of both, month by month; months of too few answers are left open."""
        start = self.ground.first_start
        months = self.ground.months()
        found = self.effect
        if found is None or start is None or not self.ground.control:
            return None
        points = [
            EffectPoint(f"{month:%b %Y}", _shown(self.ground.pooled(self.ground.treated, month)),
                        _shown(self.ground.pooled(self.ground.control, month)))
            for month in months
        ]  # fmt: skip
        begins = [month for month in months if month >= start.replace(day=1)]
        gap = (
            Gap(found.estimate, found.low, found.high)
            if found.estimate is not None and found.low is not None and found.high is not None
            else None
        )
        return effect_chart(
            points,
            start=f"{begins[0]:%b %Y}" if begins else points[-1].label,
            title="Experience score, month by month",
            description="Teams with the practice beside teams of the same kind without it. The start is that of the first team.",
            gap=gap,
            treated_words="Teams with it",
            control_words="Teams without it",
        )


def beside_others(practice: Practice, until: date) -> Beside:
    """Its own team and all that took it up, each from its own day and until it gave it up, beside teams of the same kind that
    never did."""
    begun = practice.adoptions.filter(from_on__lte=until).order_by("-from_on", "-id")
    starts = dict(begun.values_list("unit", "from_on"))
    starts[practice.unit_id] = practice.since_on
    ground = without_what_came_after(ground_at(practice.touchpoint_id, starts, until), practice)
    cells = cells_of(ground)
    if not cells:
        return Beside(None, ground)
    rng = np.random.default_rng(SEED)
    return Beside(panel_effect(cells, start_numbers(ground), rng, permutations=PERMUTATIONS), ground)


def _shown(tally: NpsTally) -> float | None:
    return figure(tally).score


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−") if round(value) else "0"
