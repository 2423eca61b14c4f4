"""Every address of the corpus is allowed or denied as the contract says (rule U)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from groundswell.listen.channels.outbound.addresses import Resolve, checked_destination
from groundswell.listen.channels.outbound.errors import OutsideProblem

CORPUS = Path(__file__).parent / "urls"
CASES = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))["cases"]
NAMES: dict[str, list[str]] = json.loads((CORPUS / "resolver.json").read_text(encoding="utf-8"))


def check_url(url: str, resolve: Resolve) -> str:
    try:
        checked_destination(url, resolve=resolve)
    except OutsideProblem:
        return "deny"
    return "allow"


def resolve(host: str) -> Iterable[str]:
    if host not in NAMES:
        raise OSError("unknown host")
    return NAMES[host]


@pytest.mark.parametrize("case", [c for c in CASES if "expect" in c], ids=lambda case: case["id"])
def test_an_address_is_judged_as_the_contract_says(case: dict[str, Any]) -> None:
    assert check_url(case["url"], resolve) == case["expect"]


@pytest.mark.parametrize("host", NAMES)
def test_a_name_is_judged_by_every_address_it_has(host: str) -> None:
    is_ours = host.endswith((".local", ".internal", "localhost")) or not NAMES[host]
    is_safe = not is_ours and not host.startswith(("evil-", "localtest"))
    assert check_url(f"https://{host}/", resolve) == ("allow" if is_safe else "deny")


@pytest.mark.parametrize("case", [c for c in CASES if "resolve_sequence" in c], ids=lambda case: case["id"])
def test_a_name_that_changes_its_mind_is_checked_at_each_connection(case: dict[str, Any]) -> None:
    answers = iter(case["resolve_sequence"])
    verdicts = [check_url(case["url"], lambda host: next(answers)) for _ in case["expect_sequence"]]
    assert verdicts == case["expect_sequence"]
