"""Small pieces of evidence."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from groundswell.engine.question import Filter
from groundswell.engine.schema import EVIDENCE
from groundswell.engine.store import EvidenceStore


def evidence(*rows: dict[str, object]) -> pa.Table:
    usual = {
        "day": date(2026, 1, 5),
        "month": date(2026, 1, 1),
        "kind_of_score": "experience",
        "channel": "email",
        "themes": [],
        "attributes": [],
    }
    filled = [
        {name: (usual | {"signal_id": i} | row).get(name) for name in EVIDENCE.names}
        for i, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=EVIDENCE)


QUESTIONS = [
    ([], Filter("experience")),
    (["month", "touchpoint_id"], Filter("experience", channel="email")),
    (["month", "unit_id"], Filter("experience", except_editions=(1,))),
    (["unit_id"], Filter("experience", since=date(2026, 1, 20), until=date(2026, 3, 10))),
    (["touchpoint_id", "month"], Filter("experience", since=date(2026, 1, 20), until=date(2026, 3, 10))),
    (["segment"], Filter("relationship", touchpoint_id=1)),
    (["theme"], Filter("experience", unit_ids=(3, 70_000))),
    (["month"], Filter("experience", theme_id=1, stage_id=1)),
    (["theme"], Filter("experience", theme_id=2)),
    (["sentiment"], Filter("experience", edition=2)),
    (["employee_id", "month"], Filter("experience", unit_ids=(3,))),
    (["channel", "segment"], Filter("experience", unit_ids=())),
    (["day", "channel"], Filter("experience", since=date(2026, 2, 10), until=date(2026, 2, 20))),
    (["channel"], Filter("nobody asked this")),
    (["attribute"], Filter("experience", unit_ids=(3,))),
    (["attribute", "month"], Filter("experience", attribute_id=8)),
    (["month"], Filter("experience", attribute_id=7, theme_id=1)),
    (["month", "unit_id"], Filter("experience", any_of=((1, None), (2, 1)), or_signals=(5, 6, 7))),
    (["segment"], Filter("experience", any_of=((None, 2), (None, None)), since=date(2026, 1, 20))),
]
NASTY = [
    "it's",
    "back\\slash",
    "end\\",
    "\\' OR 1=1 --",
    'qu"ote',
    "new\nline",
    "%_?",
    "ünïcode 🙂",
    "$1 {x} :y",
]
EVERY_QUESTION = [*QUESTIONS, *(([], Filter("experience", segment=word)) for word in NASTY)]


def many_answers(home: Path) -> EvidenceStore:
    """A few thousand answers in several segments, some of them gone again."""
    chance = np.random.default_rng(7)
    store = EvidenceStore(home)
    for number in range(3):
        store.add(f"batch {number}", evidence(*(_row(chance, number * 500 + n) for n in range(500))))
    store.remove(list(range(0, 1500, 11)))
    return store


def _row(chance, signal_id):
    day = date(2026, 1, 5) + timedelta(int(chance.integers(0, 100)))

    def one_of(*values):
        return values[chance.integers(0, len(values))]

    return {
        "signal_id": signal_id,
        "day": day,
        "month": day.replace(day=1),
        "score": one_of(None, *range(11)),
        "kind_of_score": one_of("experience", "relationship"),
        "touchpoint_id": one_of(None, 1, 2),
        "stage_id": one_of(None, 1),
        "unit_id": one_of(None, 3, 70_000),
        "employee_id": one_of(None, 5),
        "channel": one_of("email", "web"),
        "segment": one_of(None, "home", "firm", *NASTY),
        "sentiment": one_of(None, "negative"),
        "edition": one_of(None, 1, 2),
        "themes": one_of([], [1], [1, 2]),
        "attributes": one_of([], [7], [7, 8]),
        "weight": one_of(None, 400, 2500),
    }
