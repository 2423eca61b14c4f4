"""HubSpot: contacts with their company and its owner, page by page, once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from groundswell.foundation.customers.knowing import Known
from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Page
from ..connections.times import moment
from ..outbound.errors import BrokenAnswer
from .files import page_of_people

PROPERTIES = "email,firstname,lastname,phone,createdate,company,associatedcompanyid,hubspot_owner_id"


def fetch(asking: Asking) -> Page:
    """The next hundred contacts."""
    after = asking.cursor.get("after")
    answer = _ask(
        asking,
        "/crm/v3/objects/contacts",
        {"limit": 100, "properties": PROPERTIES} | ({"after": after} if after else {}),
    )
    owners = _owners(asking) if any(_given(one).get("hubspot_owner_id") for one in answer["results"]) else {}
    following = ((answer.get("paging") or {}).get("next") or {}).get("after")
    has_more = bool(following) and following != after
    cursor = {"after": following} if has_more else {}
    return page_of_people(
        answer["results"], lambda contact: read_contact(contact, owners), cursor=cursor, has_more=has_more
    )


def _ask(asking: Asking, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
    answer = asking.ask(
        asking.settings["address"] + path,
        headers={"Authorization": f"Bearer {asking.secret}"},
        params=params,
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise BrokenAnswer("HubSpot sends no list of contacts. Check the address.")
    return answer


def _owners(asking: Asking) -> dict[str, str]:
    """The addresses of colleagues by HubSpot's number of them."""
    found = _ask(asking, "/crm/v3/owners", {"limit": 500})["results"]
    return {str(one.get("id")): str(one.get("email") or "") for one in found}


def _given(contact: Any) -> dict[str, Any]:
    found = contact.get("properties") if isinstance(contact, dict) else None
    return found if isinstance(found, dict) else {}


def read_contact(contact: dict[str, Any], owners: Mapping[str, str]) -> Known:
    """One contact."""
    given = contact["properties"]
    name = f"{given.get('firstname') or ''} {given.get('lastname') or ''}"
    joined = given.get("createdate") or contact.get("createdAt")
    company = given.get("associatedcompanyid")
    return Known(
        external_id=f"hubspot {contact['id']}",
        email=given.get("email") or "",
        name=" ".join(name.split()),
        joined_on=moment(joined).date() if joined else None,
        account=given.get("company") or "",
        account_id=f"hubspot {company}" if company else "",
        owner=owners.get(str(given.get("hubspot_owner_id")), ""),
    )


CHANNEL = Channel(
    code="hubspot",
    title="HubSpot contacts",
    signal_channel=Signal.Channel.CRM,
    about="Id, address, name, first day, company and owner of every contact; no voices, no consent.",
    fields=(Field("address", "Address", "https://api.hubapi.com"),),
    secret_label="Token of the private app",  # noqa: S106 (a label)
    what_to_do="In HubSpot make a private app that may read contacts and owners, and enter its token here.",
    fetch=fetch,
    every=timedelta(days=1),
)
