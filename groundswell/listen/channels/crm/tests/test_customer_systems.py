"""Customer systems say who our customers are and what they bring; they consent to nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from groundswell.foundation.customers.accounts import leave_account
from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.knowing import Earned, Known, know_customer, months_of
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Account, Consent, Customer, Membership, Revenue
from groundswell.listen.channels.calls.tests.test_calls import told_by_file
from groundswell.listen.channels.connections.models import UnreadableMessage
from groundswell.listen.channels.connections.tests.listening import connected, fetched
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World, make_customer

CUSTOMERS = b"""First Name,Last Name,Email,external_id,segment,joined_on
Ann,Ash,Ann@People.example,A-1,gold,2024-05-01
Bo,Birch,,A-2,,
Cy,Cedar,not an address,A-3,,
,,,,,
"""
REVENUE = """Account Name;Revenue Start Date;Revenue End Date;Revenue Amount;Revenue Type;Description
A-1;2026-01-01;2026-12-31;1200.00;ARR;Plan
A-1;2026-02-10;2026-02-10;50;One Time;Set-up
A-2;2026-01-15;2026-03-14;99.99;MRR;Plan
A-9;2026-01-01;2026-12-31;1;ARR;Nobody
A-1;2026-01-01;2026-12-31;1,200;ARR;Symbols
""".replace("1,200", "£1200")


@pytest.fixture(autouse=True)
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def test_customers_and_their_revenue_arrive_by_file_and_again_change_nothing(world: World):
    connection = connected("customers_file")
    for _ in range(2):
        told_by_file(connection, CUSTOMERS)
        told_by_file(connection, REVENUE.encode())
    ann = Customer.objects.get(email="ann@people.example")
    assert (ann.name, ann.external_id, ann.segment, ann.joined_on) == (
        "Ann Ash",
        "A-1",
        "gold",
        date(2024, 5, 1),
    )
    assert Customer.objects.count() == 2
    assert Revenue.objects.filter(customer=ann).count() == 12
    assert Revenue.objects.get(customer=ann, month=date(2026, 2, 1)).amount == Decimal("150.00")
    bo = Revenue.objects.filter(customer__external_id="A-2").order_by("month")
    assert list(bo.values_list("month", "amount")) == [
        (date(2026, 1, 1), Decimal("99.99")),
        (date(2026, 2, 1), Decimal("99.99")),
    ]
    assert UnreadableMessage.objects.count() == 4
    assert (Signal.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2026, 1, 15), date(2027, 1, 14), 12),
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2026, 1, 20), date(2026, 1, 25), 1),
        (date(2025, 11, 1), date(2026, 2, 28), 4),
    ],
)
def test_a_years_amount_is_a_twelfth_for_every_month(starts: date, ends: date, months: int):
    spread = months_of(Earned("a", starts, ends, Decimal(1200), "arr"))
    assert [amount for _, amount in spread] == [Decimal("100.00")] * months
    assert spread[0][0] == date(starts.year, starts.month, 1)


def test_what_stands_is_not_overwritten_and_two_customers_are_not_made_one(world: World):
    known = make_customer("Carla Customer")
    Customer.objects.create(external_id="A-1", name="Somebody else")
    connection = connected("customers_file")
    told_by_file(connection, f"email,name\n{known.email},Other Name\n".encode())
    told_by_file(connection, f"email,external_id\n{known.email},A-1\n".encode())
    known.refresh_from_db()
    assert (known.name, known.external_id) == ("Carla Customer", None)
    assert "Merge them first" in UnreadableMessage.objects.get().reason


def hubspot_contact(number: int, email: str | None) -> dict[str, Any]:
    given = {"email": email, "firstname": "Ann", "lastname": "Ash", "createdate": "2025-01-02T03:04:05.678Z"}
    return {
        "id": str(number),
        "properties": given,
        "createdAt": "2025-01-02T03:04:05.678Z",
        "archived": False,
    }


def test_hubspot_contacts_come_page_by_page_with_company_and_owner(world: World):
    given = hubspot_contact(1, "ann@people.example")
    given["properties"] |= {"company": "Oak Ltd", "associatedcompanyid": "77", "hubspot_owner_id": "5"}
    first = {"results": [given], "paging": {"next": {"after": "1"}}}
    owners = {"results": [{"id": "5", "email": world.lead.person.email}]}
    last = {"results": [hubspot_contact(2, None), {}]}
    with playing(Recorded(first), Recorded(owners), Recorded(last)) as provider:
        done = fetched(connected("hubspot", provider, "token"))
    assert (done.outcome, done.received, done.unreadable) == ("fetched", 2, 1)
    assert "after=1" in provider.asked[2][0]
    assert list(Customer.objects.order_by("id").values_list("external_id", "email", "joined_on")) == [
        ("hubspot 1", "ann@people.example", date(2025, 1, 2)),
        ("hubspot 2", None, date(2025, 1, 2)),
    ]
    account = Account.objects.get()
    assert (account.external_id, account.owner) == ("hubspot 77", world.lead.person)


def salesforce_contact(number: int, owner: str) -> dict[str, Any]:
    return {
        "attributes": {"type": "Contact", "url": f"/services/data/v61.0/sobjects/Contact/{number}"},
        "Id": f"003{number}", "Email": f"c{number}@people.example", "FirstName": "Cy", "LastName": "Cedar",
        "AccountId": "001A", "Account": {"Name": "Oak Ltd", "Owner": {"Email": owner}},
        "CreatedDate": "2025-01-02T03:04:05.000+0000", "SystemModstamp": f"2026-01-0{number}T03:04:05.000+0000",
    }  # fmt: skip


def test_salesforce_contacts_come_since_the_last_change(world: World):
    more, owner = "/services/data/v61.0/query/01g-2", world.lead.person.email
    pages = [
        Recorded({"access_token": "short-lived", "token_type": "Bearer", "expires_in": "7200"}),
        Recorded(
            {"totalSize": 2, "done": False, "nextRecordsUrl": more, "records": [salesforce_contact(1, owner)]}
        ),
        Recorded({"totalSize": 2, "done": True, "records": [salesforce_contact(2, owner)]}),
        Recorded({"totalSize": 0, "done": True, "records": []}),
    ]
    with playing(*pages) as provider:
        connection = connected("salesforce", provider, "lasting", client="key")
        done = fetched(connection)
        fetched(connection)
    assert [path.split("?")[0] for path, *_ in provider.asked[:3]] == [
        "/services/oauth2/token",
        "/services/data/v61.0/query",
        more,
    ]
    assert provider.asked[0][2] == b"grant_type=client_credentials&client_id=key&client_secret=lasting"
    assert provider.asked[1][1]["authorization"] == "Bearer short-lived"
    assert "2026-01-02T03%3A04%3A05Z" in provider.asked[3][0]
    assert (done.received, Customer.objects.filter(external_id__startswith="salesforce").count()) == (2, 2)
    account = Account.objects.get()
    assert (account.name, account.external_id, account.owner) == (
        "Oak Ltd",
        "salesforce 001A",
        world.lead.person,
    )
    assert account.memberships.count() == 2


def test_an_account_is_filled_by_file_and_its_revenue_goes_to_who_pays(world: World):
    connection = connected("customers_file")
    contacts = f"""Email,Account Name,Account Manager Email
ann@people.example,Oak Ltd,{world.lead.person.email}
bo@people.example,Oak Ltd,nobody@people.example
"""
    told_by_file(connection, contacts.encode())
    told_by_file(connection, contacts.replace("\n", "\r\n").encode())
    account = Account.objects.get()
    assert (account.owner, account.memberships.count()) == (world.lead.person, 2)
    bo = account.memberships.get(customer__email="bo@people.example")
    bo.part = Membership.Part.PAYER
    bo.save()
    revenue = (
        b"Account Name,Revenue Start Date,Revenue End Date,Revenue Amount,Revenue Type\n"
        b"Oak Ltd,2026-01-01,2026-12-31,1200,ARR\n"
    )
    told_by_file(connection, revenue)
    assert Revenue.objects.filter(customer=bo.customer).count() == Revenue.objects.count() == 12


def test_who_was_taken_out_of_an_account_by_a_colleague_stays_out(world: World):
    known = Known(email="ann@people.example", account="Oak Ltd")
    know_customer(known, at=NOW)
    leave_account(Membership.objects.get(), by=world.office, at=NOW)
    know_customer(known, at=NOW)
    assert Membership.objects.filter(until=None).count() == 0


def test_a_customer_is_found_by_every_identity_and_behind_a_merge(world: World):
    ann = find_or_make_customer({"email": "ann@people.example", "phone": "020 7946 0018"})
    other = find_or_make_customer({"email": "ann@work.example"})
    merge_customers(ann, other, by=world.office, at=NOW)
    assert know_customer(Known(email="Ann@Work.example", external_id="A-1"), at=NOW) is False
    assert know_customer(Known(phone="+44 20 7946 0018", external_id="A-1", segment="gold"), at=NOW) is False
    ann.refresh_from_db()
    assert (ann.external_id, ann.segment, Customer.objects.count()) == ("A-1", "gold", 2)
