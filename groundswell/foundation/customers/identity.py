"""Canonical forms: the same person is found again however an address was typed, and a look-alike is refused.

Names after Unicode NFKC and case folding, with the invisible and the mixed refused (after UTS 39, Unicode Security
Mechanisms); telephone numbers after ITU-T E.164, read with the numbering plans
of every country.
"""

import re
import unicodedata

import phonenumbers

from .errors import IdentityRefused

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})


def canonical_name(text: str) -> str:
    """The form in which names are compared. Raises IdentityRefused for look-alikes and for nothing at all."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
    if not folded:
        raise IdentityRefused("There is nothing here. Write the name, the address or the number.")
    if any(unicodedata.category(character) in INVISIBLE for character in text.strip() + folded):
        raise IdentityRefused("This holds a character that nobody can see. Type it again by hand.")
    if any(_mixes_scripts(word) for word in re.findall(r"\w+", folded)):
        raise IdentityRefused("This mixes letters of different scripts in one word. Type it again by hand.")
    return folded


def canonical_mailbox(text: str, *, plus_tags_are_aliases: bool = False) -> str:
    """An e-mail address as one mailbox. ``ann+shop@`` is ``ann@`` only where the organisation says so."""
    folded = canonical_name(text)
    local, _, domain = folded.rpartition("@")
    if not local or "." not in domain or len(folded) > 254 or re.search(r"\s", folded):
        raise IdentityRefused(f"{text.strip()[:60]} is no e-mail address. Write it as name@example.org.")
    return without_plus_tag(folded) if plus_tags_are_aliases else folded


def without_plus_tag(email: str) -> str:
    """The address without what stands between + and @."""
    local, _, domain = email.rpartition("@")
    return f"{local.split('+')[0] or local}@{domain}"


def canonical_phone(text: str, *, country: str = "GB") -> str:
    """The number in E.164: ``+`` and 8 to 15 digits. A national number belongs to ``country``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    refusal = IdentityRefused(f"{plain[:40]} is no telephone number. Write it as +44 20 7946 0018.")
    if not re.fullmatch(r"\+?[0-9()\s.\-/\u2010-\u2015]+", plain) or len(plain) > 40:
        raise refusal
    plain = re.sub(r"^00", "+", plain)
    try:
        found = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException as no_number:
        raise refusal from no_number
    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(found) or not 9 <= len(number) <= 16:
        raise refusal
    return str(number)


def countries_with_phones() -> list[str]:
    """The two letters of every country that has telephone numbers of its own."""
    return sorted(phonenumbers.SUPPORTED_REGIONS)


def calling_code(country: str) -> int:
    """The number that a call from abroad begins with, such as 44."""
    return int(phonenumbers.country_code_for_region(country))


def canonical_external_id(text: str) -> str:
    """A customer number: trimmed, composed, and otherwise as it is: A1 is not a1, 007 is not 7."""
    plain = unicodedata.normalize("NFC", text).strip()
    if not plain or len(plain) > 128:
        raise IdentityRefused("A customer number has 1 to 128 characters.")
    if any(unicodedata.category(character) in INVISIBLE for character in plain):
        raise IdentityRefused("This holds a character that nobody can see. Type it again by hand.")
    return plain


def _mixes_scripts(word: str) -> bool:
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in word if character.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"})
