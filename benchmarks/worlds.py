"""Organisations whose truth is known: 40 branches, an initiative in two waves, and customers who answer as they please.

What an organisation would see is drawn from what it would not: each customer's attitude. The weaker branches begin first,
promoters and detractors answer more than others, tired customers answer less, unhappy ones leave, a shock hits everybody,
and two branches without the initiative polish their figures. The truth is the paired one: the same customers and draws
with the initiative and without it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from numpy.typing import NDArray

from groundswell.science.effects.who_was_asked import HAPPY, NEITHER, UNHAPPY, Ask

Floats = NDArray[np.float64]
Place = tuple[int, int]
KINDS = """
SELECT branch_id, place, count(*) FILTER (ltr >= 9), count(*) FILTER (ltr IN (7, 8)), count(*) FILTER (ltr <= 6)
FROM read_csv(getvariable('made') || '/responses.csv') JOIN months USING (month)
JOIN read_csv(getvariable('made') || '/customers.csv') USING (customer_id) GROUP BY ALL
"""
ASKED = """
SELECT branch_id, place, count(*), sum(responded) FROM read_csv(getvariable('made') || '/invites.csv') JOIN months USING (month)
JOIN read_csv(getvariable('made') || '/customers.csv') USING (customer_id) GROUP BY ALL
"""
ASKS = """
SELECT i.customer_id, place, branch_id, segment, ltr FROM read_csv(getvariable('made') || '/invites.csv') i JOIN months USING (month)
JOIN read_csv(getvariable('made') || '/customers.csv') USING (customer_id)
LEFT JOIN read_csv(getvariable('made') || '/responses.csv') r ON r.customer_id = i.customer_id AND r.month = i.month ORDER BY ALL
"""
STARTS = """
SELECT branch_id, place FROM read_csv(getvariable('made') || '/branches.csv') JOIN months ON initiative_start = months.month
"""
CUSTOMERS, BRANCHES, MONTHS = 4_000, 40, 24
OFTEN = np.array([0.30, 0.15, 0.20])
MATTERS = np.array([0.30, 0.45, 0.25])
LIFT = np.array([0.6, 1.0, 0.0])
"""Billing, support, delivery: how often in a month, what each does to the attitude, what the initiative adds, in sd."""
SEGMENTS = ((0.60, 0.0, -0.35), (0.30, -0.25, 0.0), (0.10, 0.35, 0.55))
"""Share, attitude, readiness to answer."""
READY = {
    name: SEGMENTS[row][2]
    for row, names in enumerate((("0", "consumer"), ("1", "smb"), ("2", "enterprise")))
    for name in names
}
"""The readiness of each segment by its name, here and in the organisations of somebody else's program."""
READY_HAPPY, READY_UNHAPPY, READY_TIRED, USUALLY_READY = 0.55, 0.35, -0.30, -1.0
FORGOTTEN = 0.7
"""How much of being asked still tires a month later."""


@dataclass(frozen=True)
class World:
    """What an organisation sees by (branch, month), since when each branch has it, who polished, and the truth in points.

    ``asks`` are those customers one by one, as (customer, month, branch, segment, answer from 0 to 10 or None). From the month
    ``ends`` on nobody goes without it.
    """

    kinds: dict[Place, tuple[int, int, int]]
    asked: dict[Place, tuple[int, int]]
    starts: dict[int, int]
    gamed: frozenset[int]
    truth: float
    asks: tuple[tuple[int, int, int, str, int | None], ...] = ()
    ends: int = MONTHS

    def then(self, last: int) -> World:
        """As it was in a month: who begins later has not begun."""
        return replace(self, starts={branch: start for branch, start in self.starts.items() if start <= last})

    def asked_until(self, last: int) -> list[Ask]:
        """Everybody asked up to a month: where, on which side, and what they answered."""
        first = min(self.starts.values())
        return [
            Ask(
                customer, 30 * month, (str(branch), month),
                2 * (branch in self.starts) + (month >= self.starts.get(branch, first)), segment, _kind(answer),
            )
            for customer, month, branch, segment, answer in self.asks
            if month <= last
        ]  # fmt: skip

    def silent_for_each(self) -> dict[Place, list[tuple[int, float]]]:
        """Of every branch and month: each answer of the asked, and how many of the asked it speaks for, truly.

        Nobody outside knows this readiness: what an effect is off by with it, no weighting of answers can take away.
        """
        tired: dict[int, tuple[int, float]] = {}
        found: dict[Place, list[tuple[int, float]]] = {}
        for customer, month, branch, segment, answer in self.asks:
            last, tiredness = tired.get(customer, (month, 0.0))
            tiredness *= FORGOTTEN ** (month - last)
            if answer is not None:
                logit = USUALLY_READY + READY[segment] + READY_TIRED * tiredness
                logit += READY_HAPPY * (answer >= 9) + READY_UNHAPPY * (answer <= 6)
                found.setdefault((branch, month), []).append((answer, 1 + float(np.exp(-logit))))
            tired[customer] = month, tiredness + 1
        return found

    def without_gamed(self) -> World:
        """The same without the branches that polish their figures."""
        kinds, asked = (
            {p: v for p, v in side.items() if p[0] not in self.gamed} for side in (self.kinds, self.asked)
        )
        asks = tuple(one for one in self.asks if one[2] not in self.gamed)
        return replace(self, kinds=kinds, asked=asked, asks=asks)


@dataclass(frozen=True)
class _Seen:
    """One month: who was there, the answer each would give, who was asked, who answered, who worked with it."""

    there: NDArray[np.bool_]
    answer: NDArray[np.int_]
    invited: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    treated: NDArray[np.bool_]


def world_of(seed: int, *, works: bool, for_all_from: int = MONTHS) -> World:
    """One organisation over two years, drawn anew for each seed; all other branches begin in the month ``for_all_from``."""
    branch, segment, starts, gamed, months = _live(seed, is_on=works, for_all_from=for_all_from)
    truth = 0.0
    if works:
        *_, without = _live(seed, is_on=False, for_all_from=for_all_from)
        pairs = [
            np.subtract(*(_points(m.answer[m.treated & one.there & other.there]) for m in (one, other)))
            for one, other in list(zip(months, without, strict=True))[:for_all_from]
        ]
        truth = float(np.concatenate(pairs).mean())
    kinds: dict[Place, tuple[int, int, int]] = {}
    asked: dict[Place, tuple[int, int]] = {}
    asks: list[tuple[int, int, int, str, int | None]] = []
    rng = np.random.default_rng(seed + 10_000)
    for month, seen in enumerate(months):
        polishes = np.isin(branch, list(gamed)) & (month >= MONTHS // 2)
        invited = seen.invited & ~(polishes & (seen.answer <= 6) & (rng.random(CUSTOMERS) < 0.8))
        begged = polishes & np.isin(seen.answer, (7, 8)) & (rng.random(CUSTOMERS) < 0.6)
        answer, answered = np.where(begged, 9, seen.answer), seen.answered & invited
        for place in range(BRANCHES):
            here = branch == place
            own = answer[here & answered]
            happy, unhappy = int((own >= 9).sum()), int((own <= 6).sum())
            kinds[place, month] = happy, len(own) - happy - unhappy, unhappy
            asked[place, month] = int((invited & here).sum()), len(own)
        asks += [
            (int(i), month, int(branch[i]), str(segment[i]), int(answer[i]) if answered[i] else None)
            for i in np.flatnonzero(invited)
        ]
    return World(kinds, asked, starts, gamed, truth, tuple(asks), for_all_from)


def world_elsewhere(folder: Path, seed: int, *, works: bool) -> World:
    """The same from a ``simulate.py`` that somebody else wrote: its files are read as an organisation would read them."""
    with TemporaryDirectory() as made:
        command = [sys.executable, str(folder / "simulate.py"), made, "--seed", str(seed)]
        subprocess.run([*command, *([] if works else ["--null"])], check=True)
        truth = json.loads((Path(made) / "truth.json").read_text())
        database = duckdb.connect()
        database.execute("SET threads = 1")
        database.execute("SET VARIABLE made = ?", [made])
        database.execute(
            "CREATE TABLE months AS SELECT month, row_number() OVER (ORDER BY month) - 1 AS place "
            "FROM (SELECT DISTINCT month FROM read_csv(getvariable('made') || '/invites.csv'))"
        )
        kinds, asked, starts, asks = (
            database.execute(question).fetchall() for question in (KINDS, ASKED, STARTS, ASKS)
        )
    return World(
        {(branch, month): (p, n, d) for branch, month, p, n, d in kinds},
        {(branch, month): (i, int(a)) for branch, month, i, a in asked},
        dict(starts),
        frozenset(truth["gamed_branches"]),
        truth["initiative"]["att_population_nps"],
        tuple(asks),
    )


def _kind(answer: int | None) -> int | None:
    if answer is None:
        return None
    return HAPPY if answer >= 9 else UNHAPPY if answer <= 6 else NEITHER


def _live(
    seed: int, *, is_on: bool, for_all_from: int
) -> tuple[NDArray[np.int_], NDArray[np.int_], dict[int, int], frozenset[int], list[_Seen]]:
    """All months; every draw is made whether the initiative is on or not."""
    rng = np.random.default_rng(seed)
    segment = rng.choice(len(SEGMENTS), CUSTOMERS, p=[share for share, _, _ in SEGMENTS])
    branch = rng.integers(0, BRANCHES, CUSTOMERS)
    joins = np.where(rng.random(CUSTOMERS) < 0.8, 0, rng.integers(1, MONTHS, CUSTOMERS))
    fortune = rng.normal(0, 0.25, BRANCHES)
    weakest = np.argsort(fortune + rng.normal(0, 0.15, BRANCHES))
    first, second = MONTHS // 2, MONTHS // 2 + 3
    quarter = BRANCHES // 4
    starts = {int(b): first for b in weakest[:quarter]} | {
        int(b): second for b in weakest[quarter : 2 * quarter]
    }
    gamed = frozenset(int(b) for b in rng.choice(weakest[2 * quarter :], 2, replace=False))
    if for_all_from < MONTHS:
        starts |= {int(b): for_all_from for b in weakest[2 * quarter :]}
    begins = np.array([starts.get(b, MONTHS) for b in range(BRANCHES)])[branch]
    own = rng.normal(0, 0.7, CUSTOMERS) + np.array([SEGMENTS[s][1] for s in segment]) + fortune[branch]
    ready = np.array([SEGMENTS[s][2] for s in segment]) + USUALLY_READY
    memory, tired = np.zeros((CUSTOMERS, 3)), np.zeros(CUSTOMERS)
    gone, months = np.zeros(CUSTOMERS, dtype=np.bool_), []
    for month in range(MONTHS):
        lucks = rng.random((CUSTOMERS, 6))
        quality, moods = rng.normal(0, 1, (CUSTOMERS, 3)), rng.normal(0, 1, (CUSTOMERS, 2))
        there, treated = (joins <= month) & ~gone, begins <= month
        quality = quality + LIFT * (treated & is_on)[:, None]
        memory = np.where(lucks[:, :3] < OFTEN, 0.5 * memory + quality, 0.85 * memory)
        attitude = own + memory @ MATTERS - 0.2 * (month >= first + 3) + 0.3 * moods[:, 0]
        answer = np.clip(np.rint(7.4 + 1.5 * attitude + 0.8 * moods[:, 1]), 0, 10).astype(int)
        invited = there & (lucks[:, 3] < 0.35)
        logit = ready + READY_HAPPY * (answer >= 9) + READY_UNHAPPY * (answer <= 6) + READY_TIRED * tired
        answered = invited & (lucks[:, 4] < 1 / (1 + np.exp(-logit)))
        months.append(_Seen(there, answer, invited, answered, treated))
        tired = FORGOTTEN * tired + invited
        gone = gone | (there & (lucks[:, 5] < 1 / (1 + np.exp(4.0 + 0.65 * attitude))))
    return branch, segment, starts, gamed, months


def _points(answers: NDArray[np.int_]) -> Floats:
    return np.asarray(100.0 * (answers >= 9) - 100.0 * (answers <= 6))
