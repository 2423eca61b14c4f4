"""Households that shop together, businesses with several contacts, and how everybody is known."""

import numpy as np

from demo.chance import stream
from demo.customers import NOT_LEFT, Customers
from demo.months import Months
from groundswell.foundation.customers.models import Account, Identity, Membership

HOUSEHOLDS, BUSINESSES = 60, 12
PARTS = (Membership.Part.DECIDER, Membership.Part.USER, Membership.Part.PAYER)
FIRMS = (
    "Harbour Hotel", "Northgate School", "Mill Lane Theatre", "St Anne's Hospice", "Two Rivers Rail", "Fern Bakery",
    "City Choir", "Old Dock Offices", "Larkfield Nurseries", "Bright Dental", "The Copper Kettle", "Wren and Sons",
)  # fmt: skip


def make_accounts(seed: int, customers: Customers, months: Months) -> int:
    """Identities of everybody, and the accounts of some. Returns how many accounts."""
    _remember(customers)
    rng = stream(seed, "accounts")
    pool = rng.permutation(np.flatnonzero((customers.joined < 0) & (customers.left == NOT_LEFT)))
    accounts, members, used = [], [], 0
    since = months.first_day(0)
    for number in range(HOUSEHOLDS + BUSINESSES):
        is_firm = number >= HOUSEHOLDS
        people = [customers.rows[int(one)] for one in pool[used : used + (3 if is_firm else 2)]]
        used += len(people)
        family = f"{people[0].name.split()[-1]} household"
        name, kind = (FIRMS[number - HOUSEHOLDS], "business") if is_firm else (family, "household")
        account = Account(name=name, kind=kind, external_id=f"AC-{number + 1:04d}")
        accounts.append(account)
        parts = PARTS if is_firm else (Membership.Part.PAYER, Membership.Part.MEMBER)
        members += [
            Membership(account=account, customer=one, part=part, since=since)
            for one, part in zip(people, parts, strict=True)
        ]
    Account.objects.bulk_create(accounts)
    Membership.objects.bulk_create(members)
    return len(accounts)


def _remember(customers: Customers) -> None:
    known = [
        Identity(customer=row, kind=kind, value=value)
        for row in customers.rows
        for kind, value in ((Identity.Kind.EMAIL, row.email), (Identity.Kind.EXTERNAL, row.external_id))
        if value
    ]
    Identity.objects.bulk_create(known, batch_size=2000)
