"""Codes that customers named, many at once."""

from groundswell.act.advocates.claims import take_codes
from groundswell.act.advocates.models import Referral, RefusedReferral
from groundswell.foundation.customers.models import Customer
from tests.world import NOW

from .scenes import make_advocate


def _lines(code: str) -> list[str]:
    return [
        "code,bought_on,external_id,email\n",
        f"{code},2026-03-01,K-1,\n",
        f"{code},1.3.2026,K-2,\n",
        "nobody22,2026-03-01,K-3,\n",
        f"{code},2026-03-01,,\n",
        f"{code.upper()},2026-03-02,,frida@people.example\n",
    ]


def test_a_line_that_cannot_be_used_stops_no_other(world):
    found = take_codes(_lines(make_advocate(world).referral_code), by="file", at=NOW)
    assert (found.read, found.counted) == (5, 2)
    assert found.not_counted == [(4, "No advocate has this code")]
    assert [(line, field) for line, field, _ in found.wrong] == [(3, "bought_on"), (5, "email")]


def test_the_same_file_twice_counts_nothing_twice(world):
    lines = _lines(make_advocate(world).referral_code)
    for _ in range(2):
        take_codes(lines, by="file", at=NOW)
    assert Referral.objects.count() == 2


def test_a_dry_run_says_the_same_and_changes_nothing(world):
    lines, before = _lines(make_advocate(world).referral_code), Customer.objects.count()
    found = take_codes(lines, by="file", at=NOW, dry_run=True)
    assert found.counted == 2
    assert (Referral.objects.count(), RefusedReferral.objects.count(), Customer.objects.count()) == (
        0,
        0,
        before,
    )
