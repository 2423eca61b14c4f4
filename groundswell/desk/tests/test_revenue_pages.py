"""What customers bring in comes by a page: looked at, then kept."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.standing.counting import is_being_counted
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.desk.money.bringing import bring_revenue, read_revenue
from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.models import Revenue
from groundswell.listen.channels.files.tables import Table
from tests.world import NOW, World, make_user

FILE = """Customer e-mail,Invoice date,Amount
carla@people.example,2026-01-14,"1,000.50"
CARLA@people.example,2026-01-30,99.50
carla@people.example,2026-02,£64
nobody@people.example,2026-02,64
carla@people.example,11/03/2026,64
carla@people.example,2026-02,a lot
carla@people.example,2026-02,"1,234"
"""


@pytest.fixture
def carla(world: World):
    return find_or_make_customer({"email": "carla@people.example"}, name="Carla")


def test_a_file_is_looked_at_and_each_line_that_cannot_is_told(world: World, carla, signed_in) -> None:
    client, file = signed_in(world.office), BytesIO(FILE.encode())
    file.name = "sales.csv"
    looked = client.post("/customers/revenue/", {"file": file}, follow=True)
    assert looked.context["read"].problems.told == [
        (
            5,
            "Customer: nobody is known as “nobody@people.example”. Bring what they said, or the customers, first.",
        ),
        (6, "Month or day: “11/03/2026” is no month. Write it as 2026-03, or a day as 2026-03-11."),
        (7, "Amount: “a lot” is not an amount. Write it as 1234.50."),
        (8, "Amount: “1,234” could be read in two ways. Write it as 1234.50."),
    ]
    assert not Revenue.objects.exists()
    page = looked.content.decode()
    assert page.index(">Look again<") < page.index(">Bring it in<"), "Enter in a field looks again"
    columns = {"column_who": 0, "column_month": 1, "column_amount": 2}
    seen = page.partition('name="looked_at" value="')[2].partition('"')[0]
    other = columns | {"column_month": 2, "column_amount": 1, "bring": "1", "looked_at": seen}
    again = client.post(looked.request["PATH_INFO"], other)
    assert "You chose otherwise since you looked" in again.content.decode()
    assert not Revenue.objects.exists(), "what nobody looked at is not brought in"
    columns |= {"looked_at": seen}
    client.post(looked.request["PATH_INFO"], columns | {"bring": "1"})
    kept = {f"{one.month:%Y-%m}": one.amount for one in Revenue.objects.filter(customer=carla)}
    assert kept == {"2026-01": Decimal("1100.00"), "2026-02": Decimal("64.00")}
    assert "Revenue is known of 1 of 1 customer" in client.get("/customers/revenue/").content.decode()


@pytest.mark.parametrize(
    ("written", "read"),
    [("64 GBP", "64.00"), ("gbp 1,234.50", "1234.50"), ("64,5 £", "64.50"), ("64 EUR", None), ("1.2E+05", None), ("3k", None), ("1x5", None)],
)  # fmt: skip
def test_letters_in_an_amount_are_our_currency_or_refused_and_never_dropped(carla, written, read) -> None:
    table = Table(("who", "month", "amount"), [("carla@people.example", "2026-01", written)])
    found = read_revenue(table, {"who": 0, "month": 1, "amount": 2})
    assert found.total == Decimal(read or 0)
    assert found.problems.count == (read is None)


def test_a_month_in_the_file_takes_the_place_of_what_was_known(world: World, carla) -> None:
    Revenue.objects.create(customer=carla, month="2026-01-01", amount=5)
    table = Table(
        ("who", "month", "amount"), [("carla@people.example", "2026-01", "7"), ("", "2026-01", "7")]
    )
    read = read_revenue(table, {"who": 0, "month": 1, "amount": 2})
    assert (read.replaced, read.total, read.customers, read.problems.count) == (1, Decimal("7.00"), 1, 1)


@pytest.mark.parametrize("role", ["frontline", "lead", "analyst", "partner"])
def test_others_bring_no_revenue(world: World, signed_in, role: str) -> None:
    assert signed_in(make_user("Sam", world.root, role)).get("/customers/revenue/").status_code == 403


@pytest.mark.parametrize("written", ["2026-03", "2026-03-11", "03/2026", "3.2026", "11.03.2026"])
def test_a_month_is_read_however_it_is_written_if_only_one_way_is_possible(carla, written) -> None:
    table = Table(("who", "month", "amount"), [("carla@people.example", written, "64")])
    found = read_revenue(table, {"who": 0, "month": 1, "amount": 2})
    assert (found.first, found.problems.count) == (date(2026, 3, 1), 0)


def test_a_file_that_does_not_say_how_its_letters_are_written_is_shown_in_each_way(
    world: World, signed_in
) -> None:
    client = signed_in(world.office)
    find_or_make_customer({"external": "ŁÓDŹ-1"}, name="Łódź")
    file = BytesIO("Kundennummer;Monat;Betrag\nŁÓDŹ-1;03.2026;1.000,50\n".encode("cp1250"))
    file.name = "umsatz.csv"
    looked = client.post("/customers/revenue/", {"file": file}, follow=True)
    shown = dict(looked.context["form"].fields["written"].choices)
    assert shown["cp1250"] == "ŁÓDŹ-1 (Windows, Central Europe)"
    columns = {"column_who": 0, "column_month": 1, "column_amount": 2, "bring": "1"}
    client.post(looked.request["PATH_INFO"], columns | {"written": "cp1251"})
    assert not Revenue.objects.exists()
    client.post(looked.request["PATH_INFO"], columns | {"written": "cp1250"})
    assert Revenue.objects.get().amount == Decimal("1000.50")


def test_opportunities_are_ranked_by_it_at_the_next_look(world: World, carla) -> None:
    make_opportunity(world)
    assert rank_opportunities(NOW) == "counted 1 opportunities"
    assert rank_opportunities(NOW) == ""
    table = Table(("who", "month", "amount"), [("carla@people.example", "2026-03", "64")])
    read = read_revenue(table, {"who": 0, "month": 1, "amount": 2})
    bring_revenue(read, by=world.office, at=NOW)
    assert is_being_counted(NOW)
    assert rank_opportunities(NOW) == "counted 1 opportunities"
    assert rank_opportunities(NOW) == ""
