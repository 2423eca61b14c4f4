"""Whatever is added late, corrected, erased, joined or folded: every figure is what a recount of the rows gives."""

import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from groundswell.engine import counting, cubes
from groundswell.engine.building import build_cubes, fold_cubes, keep_cubes
from groundswell.engine.cells import TEXTS
from groundswell.engine.histograms import histograms, tally
from groundswell.engine.schema import LISTS
from groundswell.engine.store import EvidenceStore
from groundswell.engine.tidying import compact, leave_no_trace, sweep

from .samples import QUESTIONS, evidence

COLUMNS = (
    "touchpoint_id",
    "stage_id",
    "unit_id",
    "employee_id",
    "channel",
    "segment",
    "sentiment",
    "edition",
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(0, 100).map(lambda days: date(2026, 1, 5) + timedelta(days)),
            "score": st.one_of(st.none(), st.integers(0, 10)),
            "kind_of_score": st.sampled_from(["experience", "relationship"]),
            "touchpoint_id": st.sampled_from([None, 1, 2]),
            "stage_id": st.sampled_from([None, 1]),
            "unit_id": st.sampled_from([None, 3, 70_000]),
            "employee_id": st.sampled_from([None, 5]),
            "channel": st.sampled_from(["email", "web"]),
            "segment": st.sampled_from([None, "home", "firm"]),
            "sentiment": st.sampled_from([None, "negative"]),
            "edition": st.sampled_from([None, 1, 2]),
            "themes": st.sampled_from([[], [1], [1, 2]]),
            "attributes": st.sampled_from([[], [7], [7, 8]]),
            "weight": st.sampled_from([None, None, 1000, 250, 3333, 50_000]),
        }
    ),
    max_size=8,
)


def recount(rows, dimensions, wanted):
    """The same question answered by looking at every row."""
    counted = {}
    for row in rows:
        row = row | {"month": row["day"].replace(day=1)}
        is_asked = (
            row["score"] is not None
            and row["kind_of_score"] == wanted.kind_of_score
            and all(
                getattr(wanted, name) in (None, row[name])
                for name in (
                    "touchpoint_id",
                    "stage_id",
                    "channel",
                    "segment",
                    "employee_id",
                    "sentiment",
                    "edition",
                )
            )
            and (wanted.unit_ids is None or row["unit_id"] in wanted.unit_ids)
            and (wanted.theme_id is None or wanted.theme_id in row["themes"])
            and (
                not wanted.is_a_union
                or row["signal_id"] in wanted.or_signals
                or any(
                    (theme is None or theme in row["themes"]) and place in (None, row["touchpoint_id"])
                    for theme, place in wanted.any_of
                )
            )
            and (wanted.attribute_id is None or wanted.attribute_id in row["attributes"])
            and row["edition"] not in wanted.except_editions
            and (wanted.since or date.min) <= row["day"] <= (wanted.until or date.max)
        )
        several = next((row[LISTS[name]] for name in dimensions if name in LISTS), [None])
        for one in several if is_asked else []:
            key = tuple(one if name in LISTS else row[name] for name in dimensions)
            weight = row["weight"] or 1000
            counts, sums, squares = counted.setdefault(key, (Counter(), Counter(), Counter()))
            counts[row["score"]] += 1
            sums[row["score"]] += weight
            squares[row["score"]] += weight**2
    return {
        key: tuple(tuple(counter[score] for score in range(11)) for counter in counters)
        for key, counters in counted.items()
    }


def weighed(store, dimensions, wanted):
    found = tally(store, dimensions, wanted, weighted=True)
    keys = zip(*(found.values(name) for name in dimensions), strict=True) if dimensions else [()]
    parts = (found.counts, found.sums[:, :11], found.sums[:, 11:])
    counters = zip(*(map(tuple, part.tolist()) for part in parts), strict=True)
    return dict(zip(keys, counters, strict=False))


class AnyHistory(RuleBasedStateMachine):
    """Adding, correcting, erasing and tidying in any order, by two writers."""

    @initialize(fewest=st.sampled_from([0, 1, 3]), at_once=st.sampled_from([3, 2**19]))
    def begin(self, fewest, at_once):
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(counting, "AT_ONCE", at_once)
        self.patch.setattr(cubes, "FEWEST_ROWS_A_CELL", fewest)
        self.place = tempfile.TemporaryDirectory()
        self.stores = [EvidenceStore(Path(self.place.name)) for _ in range(2)]
        self.rows, self.next = {}, 0

    def _with_ids(self, rows):
        fresh = [row | {"signal_id": self.next + place} for place, row in enumerate(rows)]
        self.next += len(rows) + 1
        return fresh

    def _add(self, rows, gone, writer):
        fresh = self._with_ids(rows)
        months = [row | {"month": row["day"].replace(day=1)} for row in fresh]
        assert self.stores[writer].add(f"batch {self.next}", evidence(*months), gone)
        for signal_id in gone:
            self.rows.pop(signal_id, None)
        self.rows |= {row["signal_id"]: row for row in fresh}

    @rule(rows=ROWS, writer=st.integers(0, 1))
    def answers_arrive_early_or_late(self, rows, writer):
        self._add(rows, [], writer)

    @rule(rows=ROWS, data=st.data(), writer=st.integers(0, 1))
    def answers_are_corrected(self, rows, data, writer):
        gone = data.draw(st.lists(st.sampled_from(sorted(self.rows) or [-5]), unique=True, max_size=3))
        self._add(rows, gone, writer)

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), weight=st.sampled_from([None, 1000, 700, 4200]), writer=st.integers(0, 1))
    def a_wave_is_weighted(self, data, weight, writer):
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.rows)), unique=True, min_size=1, max_size=4))
        for signal_id in chosen:
            self.rows[signal_id] |= {"weight": weight}
        self.next += 1
        rows = [self.rows[signal_id] for signal_id in chosen]
        table = evidence(*(row | {"month": row["day"].replace(day=1)} for row in rows))
        assert self.stores[writer].add(f"weights {self.next}", table, chosen)

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), writer=st.integers(0, 1))
    def somebody_is_erased(self, data, writer):
        gone = data.draw(st.lists(st.sampled_from(sorted(self.rows)), unique=True, min_size=1, max_size=4))
        assert self.stores[writer].remove([*gone, 10**9]) == len(gone)
        assert self.stores[writer].remove(gone) == 0
        for signal_id in gone:
            del self.rows[signal_id]

    @rule(
        writer=st.integers(0, 1),
        work=st.sampled_from(["build", "fold", "keep", "compact", "sweep", "leave no trace"]),
    )
    def somebody_tidies(self, writer, work):
        store = self.stores[writer]
        {
            "build": lambda: build_cubes(store),
            "fold": lambda: fold_cubes(store, 0),
            "keep": lambda: keep_cubes(store),
            "compact": lambda: compact(store, 1),
            "sweep": lambda: sweep(store),
            "leave no trace": lambda: leave_no_trace(store),
        }[work]()
        if work == "leave no trace":
            texts = {row.get(name) for row in self.rows.values() for name in TEXTS} | {"experience", "email"}
            assert set(store.snapshot().words) <= texts, "no word stays that nobody says"

    @invariant()
    def every_figure_is_a_recount(self):
        assert [store.rows() for store in self.stores] == [len(self.rows)] * 2
        for dimensions, wanted in QUESTIONS:
            expected = recount(self.rows.values(), dimensions, wanted)
            counts = {key: counters[0] for key, counters in expected.items()}
            for store in self.stores:
                assert weighed(store, dimensions, wanted) == expected, (dimensions, wanted)
                assert histograms(store, dimensions, wanted) == counts, (dimensions, wanted)

    def teardown(self):
        if hasattr(self, "patch"):
            self.patch.undo()
            for store in self.stores:
                store.close()
            self.place.cleanup()


TestAnyHistory = pytest.mark.once(AnyHistory.TestCase)
TestAnyHistory.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)
