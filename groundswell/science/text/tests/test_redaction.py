"""What identifies a person is masked; ordinary numbers are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.text.redaction import is_account, is_card, redacted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to jo.d'arc+shop@mail.example.co.uk.", "Write to [e-mail]."),
        ("Meine Adresse: jörg@müller.example", "Meine Adresse: [e-mail]"),
        ("Card 4111 1111 1111 1111 was charged", "Card [card] was charged"),
        ("AmEx 378282246310005", "AmEx [card]"),
        ("5555-5555-5555-4444!", "[card]!"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [account] please"),
        ("IBAN DE89 3704 0044 0532 0130 00 NOW PLEASE", "IBAN [account] NOW PLEASE"),
        ("gb82west12345698765432", "[account]"),
        ("call +44 (0)20 7946 0958.", "call [phone]."),
        ("(555) 123-4567 or 555-123-4567", "[phone] or [phone]"),
        ("mobile 07946123456", "mobile [phone]"),
        ("0171/2345678", "[phone]"),
    ],
)
def test_personal_data_is_masked(text, kept):
    assert redacted(text).text == kept


@pytest.mark.parametrize(
    "text",
    [
        "Order 12345678 of 2024-01-05, again on 05/06/2024 and 12.5.23",
        "It cost $1234567.89, they sold 1.234.567 of them between 2019-2023",
        "Size 12-14, 3 - 4 days, 10.000 people, 1 234 567 units",
        "A 10 out of 10, open 24/7, 9 to 5",
        "me@home, @shop and a@b",
        "",
    ],
)
def test_ordinary_numbers_stay(text):
    found = redacted(text)
    assert (found.text, found.is_clean) == (text, True)


@pytest.mark.parametrize("text", ["4111 1111 1111 1112", "DE89 3704 0044 0532 0130 02"])
def test_wrong_check_digits_are_neither_card_nor_account(text):
    assert not {span.kind for span in redacted(text).spans} & {"card", "account"}


def test_spans_point_into_the_text_as_it_came():
    text = "jo@example.org or +49 30 901820"
    found = redacted(text)
    assert [(span.kind, text[span.start : span.end]) for span in found.spans] == [
        ("e-mail", "jo@example.org"),
        ("phone", "+49 30 901820"),
    ]


def test_luhn_and_mod_97_are_those_of_the_standards():
    """Test numbers that card schemes and the SWIFT IBAN registry publish."""
    assert all(is_card(number) for number in ("4111111111111111", "5555555555554444", "6011111111111117"))
    assert not any(is_card(number) for number in ("4111111111111112", "0000000000000000", "411111"))
    assert all(is_account(iban) for iban in ("GB29NWBK60161331926819", "FR1420041010050500013M02606"))
    assert not any(is_account(iban) for iban in ("GB29NWBK60161331926818", "GB29"))


@given(st.lists(st.integers(0, 9), min_size=12, max_size=18), st.integers(1, 9))
def test_a_single_wrong_digit_never_passes_luhn(digits, shift):
    body = "".join(map(str, digits))
    right = next(body + str(check) for check in range(10) if is_card(body + str(check)) or not any(digits))
    wrong = right[:-1] + str((int(right[-1]) + shift) % 10)
    assert not is_card(wrong)


@given(st.text(max_size=300).filter(lambda text: "[" not in text))
def test_what_is_not_masked_is_kept_unchanged(text):
    found = redacted(text)
    left = "".join(
        text[start:end]
        for start, end in zip(
            [0, *(span.end for span in found.spans)],
            [*(span.start for span in found.spans), len(text)],
            strict=True,
        )
    )
    masked = found.text
    for span in found.spans:
        masked = masked.replace(f"[{span.kind}]", "", 1)
    assert masked == left


@pytest.mark.parametrize(
    "hostile", ["1 " * 20_000, "a@" * 20_000, "(" * 50_000, "AB12 " * 10_000, "a.b" * 20_000]
)
def test_hostile_texts_take_no_longer_than_others(hostile):
    started = time.process_time()
    redacted(hostile)
    assert time.process_time() - started < 2
