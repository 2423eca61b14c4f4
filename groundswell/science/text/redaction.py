"""Masking what identifies a person: e-mail addresses, phone numbers, bank cards, bank accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["e-mail", "account", "card", "phone"]


@dataclass(frozen=True, slots=True)
class Masked:
    """What was masked, by its place in the text as it came: original[start:end]."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """The text as it may be kept, and what was taken out of it."""

    text: str
    spans: tuple[Masked, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing had to be masked."""
        return not self.spans


_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}(?![\w@])")
_ACCOUNT: Final = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_CARD: Final = re.compile(r"(?<![\w])\d(?:[ -]?\d){12,18}(?![\w])")
_PHONE: Final = re.compile(
    r"(?<![\w.,/:$\u20ac\u00a3#])(?:\+|\(\+?)?\d(?:[ ().\u00a0/-]{0,3}\d){5,16}(?!\w|[.,:/]\d)"
)
_DATE: Final = re.compile(r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?!\d)")
_YEARS: Final = re.compile(r"(?:19|20)\d\d\s*[-/ ]\s*(?:19|20)\d\d")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})+")


def redacted(text: str) -> Redaction:
    """The text with e-mail addresses, IBANs, card and phone numbers replaced by [e-mail], [account], ...

    Cards must pass Luhn's check (ISO/IEC 7812), accounts mod 97 (ISO 13616). Phone numbers are a judgement:
    7 to 15 digits (ITU-T E.164) written like a number to call. Names are not found: do not promise anonymity.
    """
    spans: list[Masked] = []
    taken: set[int] = set()
    for find in _FINDERS:
        fresh = [span for span in find(text) if taken.isdisjoint(range(span.start, span.end))]
        taken.update(*(range(span.start, span.end) for span in fresh))
        spans += fresh
    spans.sort(key=lambda span: span.start)
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], f"[{span.kind}]"]
        last = span.end
    return Redaction("".join((*parts, text[last:])), tuple(spans))


def _emails(text: str) -> Iterator[Masked]:
    return (Masked("e-mail", match.start(), match.end()) for match in _EMAIL.finditer(text))


def _accounts(text: str) -> Iterator[Masked]:
    for match in _ACCOUNT.finditer(text):
        end = _end_of_account(text, match.start(), match.end())
        if end is not None:
            yield Masked("account", match.start(), end)


def _end_of_account(text: str, start: int, furthest: int) -> int | None:
    """The end of the longest valid account number: the next words may look like more of it."""
    for end in range(furthest, start + 14, -1):
        if end < len(text) and text[end].isalnum():
            continue
        if text[end - 1].isalnum() and is_account(text[start:end]):
            return end
    return None


def _cards(text: str) -> Iterator[Masked]:
    for match in _CARD.finditer(text):
        if is_card(match.group()):
            yield Masked("card", match.start(), match.end())


def _phones(text: str) -> Iterator[Masked]:
    for match in _PHONE.finditer(text):
        if _looks_like_phone(match.group()):
            yield Masked("phone", match.start(), match.end())


_FINDERS: Final[tuple[Callable[[str], Iterator[Masked]], ...]] = (_emails, _accounts, _cards, _phones)


def is_card(number: str) -> bool:
    """Whether 13 to 19 digits pass Luhn's check; all zeros do not count."""
    digits = [int(character) for character in number if character.isdecimal()]
    if not 13 <= len(digits) <= 19 or not any(digits):
        return False
    doubled = [
        digit if i % 2 == 0 else (2 * digit - 9 if digit > 4 else 2 * digit)
        for i, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0


def is_account(number: str) -> bool:
    """Whether 15 to 34 letters and digits pass the IBAN check: 1 modulo 97."""
    plain = re.sub(r"[ -]", "", number).upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii() or not plain.isalnum():
        return False
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _looks_like_phone(number: str) -> bool:
    digits = sum(character.isdecimal() for character in number)
    if not 7 <= digits <= 15:
        return False
    if _DATE.match(number) or _YEARS.fullmatch(number) or _THOUSANDS.fullmatch(number):
        return False
    is_grouped = any(character in " ().-/\u00a0" for character in number)
    return number[0] in "+(0" or is_grouped or digits in (10, 11)
