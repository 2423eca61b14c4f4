"""Every address of the corpus is allowed or denied as the contract says (rule U)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client

from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.outbound.addresses import Resolve, checked_destination
from groundswell.listen.channels.outbound.client import knock
from groundswell.listen.channels.outbound.errors import OutsideProblem
from tests.world import World

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


@pytest.mark.parametrize("case", [c for c in CASES if "responses" in c], ids=lambda case: case["id"])
def test_a_redirect_is_never_followed(case: dict[str, Any], settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(Recorded({})) as canary:
        status, _, to = case["responses"][0].partition(" ")
        to = to.replace("http://127.0.0.1:CANARY", canary.address)
        with playing(Recorded({}, int(status), {"Location": to})) as receiver:
            assert knock(receiver.address, method="POST", body=b"{}").status == int(status)
        assert canary.asked == []


@pytest.mark.parametrize("case", [c for c in CASES if "next" in c], ids=lambda case: case["id"])
def test_signing_in_leads_nowhere_but_here(case: dict[str, Any], world: World) -> None:
    page = f"/sign-in/?{urlencode({'next': case['next']})}"
    given = {"login": world.office.email, "password": "correct horse battery", "next": case["next"]}
    answer = Client().post(page, given)
    assert answer.status_code == 302
    ours = urljoin("http://testserver/sign-in/", answer["Location"].replace("\\", "/").strip())
    assert urlsplit(ours)[:2] == ("http", "testserver")
    assert "x" not in answer.cookies
