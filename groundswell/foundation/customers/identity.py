"""Canonical forms: the same person is found again however an address was typed, and a look-alike is refused.

Names after Unicode NFKC and case folding, with the invisible and the mixed refused (after UTS 39, Unicode Security
Mechanisms); telephone numbers after ITU-T E.164.
"""

import re
import unicodedata

from .errors import IdentityRefused

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})
CALLING_CODES = {
    "AT": "43", "AU": "61", "BE": "32", "CA": "1", "CH": "41", "DE": "49", "DK": "45", "ES": "34", "FI": "358",
    "FR": "33", "GB": "44", "IE": "353", "IN": "91", "IT": "39", "NL": "31", "NO": "47", "NZ": "64", "PL": "48",
    "PT": "351", "SE": "46", "US": "1", "ZA": "27",
}  # fmt: skip
NO_TRUNK_ZERO = frozenset({"IT", "ES", "PT", "DK", "NO", "PL", "US", "CA"})


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
    national = re.sub(r"\(0\)|[\s().\-/]", "", plain)
    digits = re.sub(r"\D", "", national)
    if not re.fullmatch(r"\+?[0-9]+", national):
        raise IdentityRefused(f"{plain[:40]} is no telephone number. Write it as +44 20 7946 0018.")
    if national.startswith("+"):
        number = digits
    elif national.startswith("00"):
        number = digits[2:]
    elif country in CALLING_CODES:
        trunk = digits if country in NO_TRUNK_ZERO else digits.removeprefix("0")
        number = CALLING_CODES[country] + trunk
    else:
        number = ""
    if not 8 <= len(number) <= 15 or number.startswith("0"):
        raise IdentityRefused(f"{plain[:40]} is no telephone number. Write it as +44 20 7946 0018.")
    return f"+{number}"


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
