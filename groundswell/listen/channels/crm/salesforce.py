"""Salesforce: contacts that changed since the last round, with their account and its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from groundswell.foundation.customers.knowing import Known
from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Page
from ..connections.times import moment
from ..connections.tokens import access_token
from ..outbound.errors import BrokenAnswer
from .files import page_of_people

QUERY = (
    "SELECT Id, Email, FirstName, LastName, CreatedDate, SystemModstamp, AccountId, Account.Name, Account.Owner.Email"
    " FROM Contact WHERE SystemModstamp > {since} ORDER BY SystemModstamp"
)
EVER = "1970-01-01T00:00:00Z"


def fetch(asking: Asking) -> Page:
    """The next page of the query; the way to it is a path at the same address."""
    since, path = asking.cursor.get("since", EVER), asking.cursor.get("next", "")
    base = asking.settings["address"]
    headers = {"Authorization": f"Bearer {_token(asking)}"}
    if path.startswith("/services/data/"):
        answer = asking.ask(base + path, headers=headers).json()
    else:
        wanted = {"q": QUERY.format(since=since)}
        answer = asking.ask(f"{base}/services/data/v61.0/query", headers=headers, params=wanted).json()
    if not isinstance(answer, dict) or not isinstance(answer.get("records"), list):
        raise BrokenAnswer("Salesforce sends no list of contacts. Check the address.")
    stamps = [_stamp(record) for record in answer["records"]]
    newest = max([asking.cursor.get("newest", since), *filter(None, stamps)])
    following = answer.get("nextRecordsUrl") or ""
    has_more = bool(following) and following != path and not answer.get("done")
    cursor = {"since": since, "next": following, "newest": newest} if has_more else {"since": newest}
    return page_of_people(answer["records"], read_contact, cursor=cursor, has_more=has_more)


def _token(asking: Asking) -> str:
    """A token of the client credentials flow, which needs nobody to sign in."""
    form = {
        "grant_type": "client_credentials",
        "client_id": asking.settings["client"],
        "client_secret": asking.secret,
    }
    return access_token(asking.ask, f"{asking.settings['address']}/services/oauth2/token", form)


def read_contact(contact: dict[str, Any]) -> Known:
    """One contact."""
    name = f"{contact.get('FirstName') or ''} {contact.get('LastName') or ''}"
    account = contact.get("Account") or {}
    number = contact.get("AccountId")
    return Known(
        external_id=f"salesforce {contact['Id']}",
        email=contact.get("Email") or "",
        name=" ".join(name.split()),
        joined_on=moment(contact["CreatedDate"]).date(),
        account=account.get("Name") or "",
        account_id=f"salesforce {number}" if number else "",
        owner=(account.get("Owner") or {}).get("Email") or "",
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
    about="Id, address, name, first day, account and its owner of every contact; no voices, no consent.",
    fields=(
        Field("address", "Address", help="https://your-name.my.salesforce.com"),
        Field("client", "Consumer key", help="Of the connected app."),
    ),
    secret_label="Consumer secret",  # noqa: S106 (a label)
    what_to_do="In Salesforce make a connected app with the client credentials flow, run as a user who may read contacts.",
    fetch=fetch,
    every=timedelta(hours=1),
)
