"""Which sites may show our public words: in a frame, as a picture, as JSON that their pages read. One list, one rule."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .errors import NoSite
from .models import FrameSite


def origin_of(text: str) -> str:
    """An address as a browser compares it: scheme, host and port. Raises NoSite for anything that is not exactly one site."""
    parts = urlsplit(text.strip())
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    plain = all(letter.isalnum() or letter in ".-" for letter in host) and host.isascii()
    if parts.scheme not in ("https", "http") or not host or not plain or parts.username:
        raise NoSite("Name one site by its address, such as https://www.example.org.")
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


@transaction.atomic
def allow_site(text: str, *, by: object, at: datetime) -> FrameSite:
    """This site may show our words in a frame from now on."""
    site, is_new = FrameSite.objects.get_or_create(
        origin=origin_of(text), defaults={"by": person_of(by), "at": at}
    )
    if is_new:
        record("allowed a frame", site, by=by, at=at, origin=site.origin)
    return site


@transaction.atomic
def forbid_site(site: FrameSite, *, by: object, at: datetime) -> None:
    """No longer."""
    record("forbade a frame", site, by=by, at=at, origin=site.origin)
    site.delete()


def sites() -> list[str]:
    """Every site that may."""
    return list(FrameSite.objects.values_list("origin", flat=True))


def named_site(address: str) -> str:
    """The named site that this page of somebody stands on; empty for every other one and for none."""
    try:
        origin = origin_of(address)
    except NoSite:
        return ""
    return origin if FrameSite.objects.filter(origin=origin).exists() else ""
