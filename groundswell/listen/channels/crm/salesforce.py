"""Salesforce: contacts that changed since the last round."""

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

QUERY = "SELECT Id, Email, FirstName, LastName, CreatedDate, SystemModstamp FROM Contact WHERE SystemModstamp > {since} ORDER BY SystemModstamp"
EVER = "1970-01-01T00:00:00Z"


def fetch(asking: Asking) -> Page:
    """The next page of the query; the way to it is a path at the same address."""
    since, path = asking.cursor.get("since", EVER), asking.cursor.get("next", "")
    base = asking.settings["address"]
    headers = {"Authorization": f"Bearer {asking.secret}"}
    if path.startswith("/services/data/"):
        answer = asking.ask(base + path, headers=headers).json()
    else:
        wanted = {"q": QUERY.format(since=since)}
        answer = asking.ask(f"{base}/services/data/v61.0/query", headers=headers, params=wanted).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("records"), list):
        raise BrokenAnswer("Salesforce sends no list of contacts. Check the address.")
    known, unreadable = kept(answer["records"], lambda contact: know_customer(read_contact(contact)))
    stamps = [_stamp(record) for record in answer["records"]]
    newest = max([asking.cursor.get("newest", since), *filter(None, stamps)])
    following = answer.get("nextRecordsUrl") or ""
    if following and following != path and not answer.get("done"):
        cursor = {"since": since, "next": following, "newest": newest}
        return Page([], unreadable, cursor, True, len(known))
    return Page([], unreadable, {"since": newest}, False, len(known))


def read_contact(contact: dict[str, Any]) -> Known:
    """One contact."""
    name = f"{contact.get('FirstName') or ''} {contact.get('LastName') or ''}"
    return Known(
        external_id=f"salesforce {contact['Id']}",
        email=read_email(contact.get("Email") or ""),
        name=" ".join(name.split()),
        joined_on=moment(contact["CreatedDate"]).date(),
    )


def _stamp(record: Any) -> str:
    """The moment of the last change as SOQL compares it: UTC, whole seconds."""
    try:
        return f"{moment(record['SystemModstamp']):%Y-%m-%dT%H:%M:%SZ}"
    except (KeyError, TypeError, ValueError):
        return ""


CHANNEL = Channel(
    code="salesforce",
    title="Salesforce contacts",
    signal_channel=Signal.Channel.CRM,
    about="Id, address, name and first day of every contact; no voices, no consent.",
    fields=(Field("address", "Address", help="https://your-name.my.salesforce.com"),),
    secret_label="Access token",  # noqa: S106 (a label)
    fetch=fetch,
    every=timedelta(hours=1),
)
