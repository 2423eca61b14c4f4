"""Revenue of customers from a file: one line for each customer and month, or for each invoice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from groundswell.act.opportunities.standing.kept import count_again
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.knowing import customer_named, keep_revenue, records_named
from groundswell.foundation.customers.models import Revenue
from groundswell.foundation.customers.queries import living_ids
from groundswell.foundation.customers.revenue import month_of
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.files.tables import Problems, Table, Wanted
from groundswell.look.amounts import NotAnAmount, read_amount

COLUMNS = (
    Wanted(
        "who",
        "Customer",
        (
            "email", "e-mail", "e mail", "customer e-mail", "customer e mail", "customer email", "customer", "customer number", "customer id",
            "external id", "account", "account name", "kunde", "kundennummer", "client", "cliente", "klant",
        ),
    ),
    Wanted(
        "month",
        "Month or day",
        (
            "month", "date", "day", "invoice date", "revenue start date", "period", "monat", "datum", "tag", "mois", "jour", "mes", "fecha", "mese", "data",
            "maand",
        ),
    ),
    Wanted(
        "amount",
        "Amount",
        (
            "amount", "revenue", "revenue amount", "sum", "total", "value", "net", "betrag", "umsatz", "montant", "importe", "importo", "bedrag", "omzet",
        ),
    ),
)  # fmt: skip
MONTH_FIRST = re.compile(r"(?:\d{1,2}\.)?(?P<month>\d{1,2})[./](?P<year>\d{4})", re.ASCII)
"""03/2026, 03.2026 and, as only one order is written with points, 11.03.2026."""
MOST = Decimal(10) ** 10
MOST_ACCOUNTS = 500
"""Names of businesses are looked up one by one: so many of them in a file."""
Line = tuple[int, list[tuple[date, Decimal]]]


@dataclass(frozen=True, slots=True)
class RevenueRead:
    """What a file would bring, and what of it cannot be used."""

    lines: Sequence[Line]
    problems: Problems
    rows: int
    customers: int
    total: Decimal
    first: date | None
    last: date | None
    replaced: int
    """How many months of these customers are known already and would be overwritten."""


def read_revenue(table: Table, columns: Mapping[str, int]) -> RevenueRead:
    """Lines of one customer and month add up. A line that cannot be used is told and left out."""
    problems, sums = Problems(), defaultdict[tuple[int, date], Decimal](Decimal)
    known = _customers({cells["who"] for _, cells in table.cells(columns)})
    for number, cells in table.cells(columns):
        try:
            who = known.get(cells["who"])
            if who is None:
                raise ValueError(
                    f"Customer: nobody is known as “{cells['who'][:60]}”. Bring what they said, or the customers, first."
                )
            sums[who, _month(cells["month"])] += _amount(cells["amount"])
        except ValueError as wrong:
            problems.add(number, str(wrong))
    months = [month for _, month in sums]
    held = Revenue.objects.filter(month__in=set(months)).values_list("customer", "month")
    return RevenueRead(
        [(who, [(month, amount)]) for (who, month), amount in sums.items()],
        problems,
        len(table.rows),
        len(set(living_ids({who for who, _ in sums}).values())),
        sum(sums.values(), Decimal()),
        min(months, default=None),
        max(months, default=None),
        len(set(held) & set(sums)),
    )


@transaction.atomic
def bring_revenue(read: RevenueRead, *, by: User, at: datetime) -> int:
    """Keep what the file would bring, and have opportunities ranked by it. Returns how many months."""
    count = keep_revenue(read.lines)
    count_again()
    record("brought revenue", by, by=by, at=at, months=count)
    return count


def _customers(words: set[str]) -> dict[str, int]:
    """Who is meant by an address or a number, all at once; what is left may be the name of a business."""
    found = records_named(words)
    for text in sorted(words - set(found) - {""})[:MOST_ACCOUNTS]:
        if business := customer_named(text):
            found[text] = business
    return found


def _month(text: str) -> date:
    if spoken := MONTH_FIRST.fullmatch(text):
        text = f"{spoken['year']}-{spoken['month']:0>2}"
    try:
        return month_of(date.fromisoformat(f"{text}-01" if len(text) == len("2026-03") else text[:10]))
    except ValueError as wrong:
        raise ValueError(
            f"Month or day: “{text[:20]}” is no month. Write it as 2026-03, or a day as 2026-03-11."
        ) from wrong


def _amount(text: str) -> Decimal:
    try:
        amount = read_amount(text, as_here=False)
    except NotAnAmount as refused:
        raise ValueError(f"Amount: {refused}") from refused
    if abs(amount) >= MOST:
        raise ValueError(f"Amount: “{text[:30]}” is more than one month can hold. Write less than {MOST:,}.")
    return amount.quantize(Decimal("0.01"))
