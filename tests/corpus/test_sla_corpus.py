"""Every case of the clock gets the instant that rule T gives (CONTRACT.md)."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from groundswell.foundation.organisation.working_time import Hours, due_after

CASES = json.loads((Path(__file__).parent / "sla" / "expected.json").read_text(encoding="utf-8"))["cases"]


def hours_of(calendar: dict[str, Any]) -> Hours:
    week = tuple(
        (int(day), _time(opens), _time(closes))
        for day, spans in calendar["hours"].items()
        for opens, closes in spans
    )
    free = frozenset(date.fromisoformat(day) for day in calendar["holidays"])
    return Hours(calendar["tz"], time(9), time(17), frozenset(), week=week, free_days=free)


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_promise_is_due_at_its_instant(case: dict[str, Any]) -> None:
    start, hours = datetime.fromisoformat(case["start"]), hours_of(case["calendar"])
    if case["expect"] == "error":
        with pytest.raises(ValueError, match="no working time"):
            due_after(start, case["minutes"], hours)
    else:
        assert due_after(start, case["minutes"], hours) == datetime.fromisoformat(case["expect"])


def test_the_whole_corpus_is_here() -> None:
    assert len(CASES) == 133
