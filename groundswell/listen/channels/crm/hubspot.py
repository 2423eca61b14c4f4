"""HubSpot: contacts, page by page, once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from groundswell.foundation.customers.knowing import Known, know_customer
from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Page
from ..connections.times import moment
from ..files.emails import read_email
from ..outbound.errors import BrokenAnswer
from .files import kept


def fetch(asking: Asking) -> Page:
    """The next hundred contacts."""
    after = asking.cursor.get("after")
    answer = asking.ask(
        f"{asking.settings['address']}/crm/v3/objects/contacts",
        headers={"Authorization": f"Bearer {asking.secret}"},
        params={"limit": 100, "properties": "email,firstname,lastname,createdate"}
        | ({"after": after} if after else {}),
    ).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise BrokenAnswer("HubSpot sends no list of contacts. Check the address.")
    known, unreadable = kept(answer["results"], lambda contact: know_customer(read_contact(contact)))
    following = ((answer.get("paging") or {}).get("next") or {}).get("after")
    has_more = bool(following) and following != after
    return Page([], unreadable, {"after": following} if has_more else {}, has_more, len(known))


def read_contact(contact: dict[str, Any]) -> Known:
    """One contact."""
    given = contact["properties"]
    name = f"{given.get('firstname') or ''} {given.get('lastname') or ''}"
    joined = given.get("createdate") or contact.get("createdAt")
    return Known(
        external_id=f"hubspot {contact['id']}",
        email=read_email(given.get("email") or ""),
        name=" ".join(name.split()),
        joined_on=moment(joined).date() if joined else None,
    )


CHANNEL = Channel(
    code="hubspot",
    title="HubSpot contacts",
    signal_channel=Signal.Channel.CRM,
    about="Id, address, name and first day of every contact; no voices, no consent.",
    fields=(Field("address", "Address", "https://api.hubapi.com"),),
    secret_label="Token of the private app",  # noqa: S106 (a label)
    fetch=fetch,
    every=timedelta(days=1),
)
