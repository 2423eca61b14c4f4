"""Amounts: what people write is read as they mean it, or refused with what stands there and how to write it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from groundswell.look.amounts import AmountField, NotAnAmount, read_amount


class WorthForm(forms.Form):
    worth = AmountField(label="Worth", min_value=0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("38000", "38000"), ("38,000", "38000"), ("38000.5", "38000.5"), ("38,000.50", "38000.50"), ("£38,000", "38000"),
        ("38.000,50", "38000.50"), ("38 000,50", "38000.50"), ("38000,5", "38000.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("GBP 12", "12"), ("12 gbp", "12"), ("-£3.20", "-3.20"), ("−3", "-3"), ("38'000", "38000"), ("0.125", "0.125"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant(written: str, meant: str) -> None:
    assert read_amount(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written", ["3k", "1e5", "1.2E+05", "1.2.3", "1,23,456", "12,", "--5", "£", "", "NaN", "٣", "1,234.567,8"]
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(NotAnAmount, match=r"Write it as 1234\.50"):
        read_amount(written)


def test_one_group_of_three_is_a_thousand_as_our_pages_write_it_and_refused_from_elsewhere() -> None:
    assert read_amount("1,234") == Decimal(1234)
    assert read_amount("38 000,50", as_here=False) == Decimal("38000.50")
    for written, as_here in (
        ("1,234", False),
        ("1.234", False),
        ("1.234", True),
        ("338,00", True),
        ("12,5", True),
    ):
        with pytest.raises(NotAnAmount, match="two ways"):
            read_amount(written, as_here=as_here)


@pytest.mark.parametrize(
    ("code", "written"), [("EUR", "€12"), ("AUD", "$12"), ("AUD", "A$12"), ("CHF", "12 CHF")]
)
def test_the_currency_is_the_organisations_own(settings: object, code: str, written: str) -> None:
    settings.CURRENCY = code
    assert read_amount(written) == Decimal(12)
    for other in ("£12", "12 GBP", "gbp12"):
        with pytest.raises(NotAnAmount, match=f"in another currency. Write it in {code}, as"):
            read_amount(other)


def test_a_form_names_the_currency_and_what_was_written() -> None:
    form = WorthForm({"worth": "3k"})
    assert form["worth"].label == "Worth (£)"
    assert form.errors == {"worth": ["“3k” is not an amount. Write it as 1234.50."]}
    assert 'value="3k"' in str(form["worth"])
    assert 'type="number"' not in str(form)


def test_a_form_keeps_its_bounds() -> None:
    assert not WorthForm({"worth": "-1"}).is_valid()
    assert not WorthForm({"worth": "1234.567"}).is_valid()
    assert not WorthForm({"worth": ""}).is_valid()


def test_a_known_amount_stands_there_as_pages_write_it_and_is_read_back() -> None:
    shown = WorthForm(initial={"worth": Decimal("38000.00")})
    assert 'value="38,000"' in str(shown["worth"])
    assert WorthForm({"worth": "38,000"}, initial={"worth": Decimal("38000.00")}).has_changed() is False
