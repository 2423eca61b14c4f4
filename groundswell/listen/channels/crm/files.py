"""A file of customers or of their revenue (CSV), as customer systems export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from groundswell.foundation.customers.knowing import (
    Earned,
    Known,
    customer_named,
    keep_revenue,
    months_of,
)
from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Page, Unreadable, as_text, each
from ..outbound.errors import BrokenAnswer

NAMES = {
    "account": "account",
    "account id": "account_id",
    "account manager email": "owner",
    "owner": "owner",
    "telephone": "phone",
    "account name": "whose",
    "revenue start date": "starts_on",
    "revenue end date": "ends_on",
    "revenue amount": "amount",
    "revenue type": "kind",
    "first name": "first_name",
    "last name": "last_name",
}
UNREADABLE = (KeyError, ValueError, TypeError, InvalidOperation)


def read(call: Call) -> Page:
    """Revenue when the file has an amount, else customers. A row that cannot be used is kept with its reason."""
    text = call.body.decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if _is_semicolon(text) else ",")
    names = [name.strip().casefold() for name in reader.fieldnames or []]
    reader.fieldnames = [NAMES.get(name, name) for name in names]
    if "amount" in reader.fieldnames:
        return _revenue(reader)
    if {"email", "external_id", "phone"} & set(reader.fieldnames):
        return page_of_people(reader, read_known)
    raise BrokenAnswer(
        "Customers need a column email, phone or external_id; revenue needs Account Name and Revenue Amount."
    )


def page_of_people(rows: object, read_one: Callable[[dict[str, str]], Known], **more: Any) -> Page:
    """Customers as another system knows them; one that cannot be read is kept with its reason."""
    people, unreadable, _ = each(rows, read_one)
    return Page(people=people, unreadable=unreadable, **more)


def kept(rows: object, keep: Callable[[dict[str, str]], object]) -> tuple[list[object], list[Unreadable]]:
    """What became of every row."""
    done: list[object] = []
    unreadable: list[Unreadable] = []
    for row in rows:  # type: ignore[attr-defined]
        try:
            done.append(keep(row))
        except UNREADABLE as problem:
            unreadable.append(Unreadable(as_text(row), str(problem) or type(problem).__name__))
    return done, unreadable


def read_known(row: dict[str, str]) -> Known:
    """One customer of the file."""
    name = row.get("name") or f"{row.get('first_name') or ''} {row.get('last_name') or ''}"
    return Known(
        external_id=(row.get("external_id") or "").strip(),
        email=(row.get("email") or "").strip(),
        phone=(row.get("phone") or "").strip(),
        name=" ".join(name.split()),
        segment=(row.get("segment") or "").strip(),
        joined_on=_day(row.get("joined_on")),
        ended_on=_day(row.get("ended_on")),
        time_zone=_zone(row.get("time_zone")),
        account=(row.get("account") or row.get("whose") or "").strip(),
        account_id=(row.get("account_id") or "").strip(),
        owner=(row.get("owner") or "").strip(),
    )


def read_earned(row: dict[str, str]) -> Earned:
    """One line of revenue: the amount without symbols, the type ARR, MRR, One Time or Other."""
    kind = (row.get("kind") or "").strip().casefold()
    if kind not in {"arr", "mrr", "one time", "other"}:
        raise ValueError(f"{kind!r} is no type of revenue: ARR, MRR, One Time or Other")
    amount = Decimal(row["amount"].strip())
    if not amount.is_finite() or abs(amount) >= 10**10:
        raise ValueError("the amount is out of range")
    starts_on = date.fromisoformat(row["starts_on"].strip())
    ends_on = _day(row.get("ends_on")) or starts_on
    return Earned(row["whose"].strip(), starts_on, ends_on, amount, kind)


def _revenue(reader: csv.DictReader[str]) -> Page:
    def line(row: dict[str, str]) -> tuple[int, list[tuple[date, Decimal]]]:
        if "whose" not in row:
            row = row | {"whose": row.get("external_id") or row.get("email") or ""}
        earned = read_earned(row)
        customer = customer_named(earned.whose)
        if customer is None:
            raise ValueError(f"no customer is known as {earned.whose!r}; bring the customers first")
        return customer, months_of(earned)

    lines, unreadable = kept(reader, line)
    keep_revenue(lines)  # type: ignore[arg-type]
    return Page(unreadable=unreadable, ignored=len(lines))


def _zone(text: str | None) -> str:
    name = (text or "").strip()
    if name and name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone; write it as Europe/Paris")
    return name


def _is_semicolon(text: str) -> bool:
    first = text.split("\n", 1)[0]
    return first.count(";") > first.count(",")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text.strip()) if text and text.strip() else None


CHANNEL = Channel(
    code="customers_file",
    title="Customers and revenue (file)",
    signal_channel=Signal.Channel.CRM,
    about="Customers (external_id, email, phone, name, segment, joined_on, ended_on, account, owner) or revenue by account; no voices.",
    what_to_do="Bring the customers first, then their revenue; or let your system post both to the address that you get here.",
    read=read,
)
