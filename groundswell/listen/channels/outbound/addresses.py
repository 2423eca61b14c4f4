"""Which addresses we go to: public ones only, each checked by what its name resolves to (OWASP, server-side request forgery)."""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import idna

from .errors import ForbiddenAddress, Unreachable

SCHEMES = {"http": 80, "https": 443}
PORTS = {80, 443, 8080, 8443}
LONGEST = 2048
OURS = ("localhost", "local", "internal")
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
V4_COMPATIBLE, NAT64, LOCAL_NAT64 = map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48"))
V6_UNICAST = IPv6Network("2000::/3")
NOT_FOR_US = (
    *map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")),
    *map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")),
)
"""Set aside by IANA's special-purpose registries, and not known as such to every version of Python."""

Resolve = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that may be reached: where to connect, and the name to ask for there."""

    scheme: str
    host: str
    port: int
    address: str


def resolve_name(host: str) -> list[str]:
    """Every address of a host name."""
    return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})


def checked_destination(
    url: str, *, resolve: Resolve = resolve_name, may_reach_loopback: bool = False
) -> Destination:
    """Where this URL leads, or ForbiddenAddress. Every resolved address must be public, not only the first."""
    parts = _parts(url)
    host = _host(parts)
    is_test = may_reach_loopback and host == "127.0.0.1"
    port = _port(parts, anything=is_test)
    addresses = [host] if is_test else public_addresses(host, resolve=resolve)
    return Destination(parts.scheme, host, port, addresses[0])


def public_addresses(host: str, *, resolve: Resolve = resolve_name) -> list[str]:
    """The addresses of a host that is already in canonical form; all of them are public."""
    try:
        found = [host] if _literal(host) else list(resolve(host))
    except (OSError, UnicodeError) as problem:
        raise Unreachable(f"The name {host} is not known. Check the address.") from problem
    if not found:
        raise Unreachable(f"The name {host} has no address. Check the address.")
    if not all(is_public(address) for address in found):
        raise ForbiddenAddress(f"{host} leads into a private network. Give a public address.")
    return found


def is_public(text: str) -> bool:
    """Whether an address is global unicast, also once the IPv4 address inside an IPv6 one is looked at."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_global(address)
    if address.scope_id is not None or address in LOCAL_NAT64 or address.is_site_local:
        return False
    inside = address.ipv4_mapped or address.sixtofour
    if inside is None and (address in NAT64 or address in V4_COMPATIBLE):
        inside = IPv4Address(int(address) & 0xFFFFFFFF)
    if inside is not None:
        return address not in V4_COMPATIBLE and _is_global(inside)
    return address.teredo is None and _is_global(address)


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if address.is_multicast or address.is_reserved or any(address in network for network in NOT_FOR_US):
        return False
    return address.is_global and (address.version == 4 or address in V6_UNICAST)


def _parts(url: str) -> SplitResult:
    if not url or len(url) > LONGEST:
        raise ForbiddenAddress("Give an address of at most 2,048 characters.")
    if "\\" in url or any(char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in url):
        raise ForbiddenAddress("The address holds blanks or invisible characters. Take them out.")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (reading it is the check)
    except ValueError as problem:
        raise ForbiddenAddress("The address cannot be read. Copy it again.") from problem
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ForbiddenAddress("The address must begin with https:// or http:// and a host name.")
    if "@" in parts.netloc:
        raise ForbiddenAddress("Leave the user name and password out of the address.")
    return parts


def _port(parts: SplitResult, *, anything: bool) -> int:
    port = parts.port if parts.port is not None else SCHEMES[parts.scheme]
    if port not in PORTS and not anything:
        raise ForbiddenAddress("Only the ports 80, 443, 8080 and 8443 are reached.")
    return port


def _host(parts: SplitResult) -> str:
    """The host in the one form in which it is looked up."""
    return canonical_host(str(parts.hostname))


def canonical_host(named: str) -> str:
    """A host name in the form in which it is looked up; ForbiddenAddress when it is none, or one of ours."""
    if ":" in named:
        if _literal(named) is None:
            raise ForbiddenAddress("The address cannot be read. Copy it again.")
        return named
    host = _ascii(named).removesuffix(".").lower()
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise ForbiddenAddress("The host name cannot be read. Copy it again.")
    if NUMBER.fullmatch(labels[-1]) and (_literal(host) is None or not named.isascii()):
        raise ForbiddenAddress("Write the numbers of the host as four decimals, or use its name.")
    if labels[-1] in OURS:
        raise ForbiddenAddress("That name belongs to a private network. Give a public address.")
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    if not unicodedata.is_normalized("NFKC", host):
        raise ForbiddenAddress("The host name is written in unusual characters. Write it plainly.")
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as problem:
        raise ForbiddenAddress("The host name cannot be read. Copy it again.") from problem


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
