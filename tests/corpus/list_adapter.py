"""The list of voices behind the function that the corpus asks for: each tenant is a part of the organisation with a lead of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import make_user

WORDS = {"score__gte": "least", "score__lte": "most", "search": "q", "submitted_at__gte": "since", "submitted_at__lte": "until"}  # fmt: skip
ORDERS = {"submitted_at": "oldest", "-submitted_at": "newest", "score": "lowest", "-score": "highest"}
ENOUGH = {"period": "730", "page_size": "200"}
"""What the corpus takes for granted: nothing is cut by time, and one page holds everything."""


def list_responses(
    rows: Sequence[Mapping[str, Any]], tenant: str, params: Mapping[str, str]
) -> dict[str, Any]:
    """The ids that the lead of one tenant sees on the page of voices; the corpus' words for filters become ours."""
    places = {row["tenant"]: _parts_of(row["tenant"], rows) for row in rows}
    asked = {WORDS.get(name, name): _value(name, value, places[tenant]) for name, value in params.items()}
    client = Client()
    lead = User.objects.get(person__unit__code=f"tenant-{tenant.lower()}")
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/voices/", ENOUGH | asked)
    found = [signal.pk for signal in answer.context["page"]] if answer.status_code == 200 else []
    keys = Signal.objects.in_bulk(found)
    return {"status": answer.status_code, "ids": [int(keys[pk].key) for pk in found]}


def _value(name: str, value: str, parts: Mapping[str, Unit]) -> str:
    if name == "unit" and value in parts:
        return str(parts[value].pk)
    return ORDERS.get(value, value) if name == "order" else value


def _parts_of(tenant: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Unit]:
    """The part of the organisation that stands for a tenant; made with its rows when it is asked for the first time."""
    code = f"tenant-{tenant.lower()}"
    if not Unit.objects.filter(code=code).exists():
        whole = Unit.objects.create(code=code, name=f"Tenant {tenant}", kind=Unit.Kind.BUSINESS_LINE)
        make_user(f"Lead of {tenant}", whole, User.Role.LEAD)
        for row in rows:
            if row["tenant"] == tenant:
                _store(row, whole)
        read_new_signals(at=timezone.now())
    return {unit.name: unit for unit in Unit.objects.filter(parent__code=code)}


def _store(row: Mapping[str, Any], whole: Unit) -> None:
    code = f"{whole.code}-{row['unit']}"
    unit, _ = Unit.objects.get_or_create(code=code, defaults={"name": row["unit"], "parent": whole})
    moment = datetime.fromisoformat(row["submitted_at"].replace("Z", "+00:00"))
    told = {
        "source": "corpus",
        "channel": Signal.Channel.FILE,
        "kind_of_score": "experience",
        "submitted_at": moment,
    }
    new = NewSignal(key=str(row["id"]), score=row["score"], comment=row["comment"], unit_id=unit.pk, **told)
    receive_signal(new, at=moment)
