"""The ledger of erasures: a keyed hash of every identity that was erased, and up to when. It names nobody.

It stands in the database and in a file beside it, so that an older database that is brought back is erased again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from groundswell.foundation.customers.meeting import Place, Who, held_ids
from groundswell.foundation.customers.models import Customer, Identity

from .models import ErasedIdentity

SALT = "groundswell.erased"
AT_ERASED_WISH = "erased at the person's wish"
"""Why a voice is left out."""


def ledger_path() -> Path:
    """The file beside the database."""
    return Path(settings.GROUNDSWELL_HOME) / "erased.txt"


def digest_of(place: Place) -> str:
    """An identity as the ledger knows it."""
    return salted_hmac(SALT, "\x1f".join(place), algorithm="sha256").hexdigest()


class Ledger:
    """The ledger as it stands now: made once for each portion of voices."""

    def __init__(self) -> None:
        self._until: Mapping[str, datetime] = dict(ErasedIdentity.objects.values_list("digest", "at"))

    def __bool__(self) -> bool:
        return bool(self._until)

    def leaves_out(self, who: Who, said_at: datetime | None) -> bool:
        """Whether somebody known by any of this was erased after they said it; what has no moment was said before."""
        if not self._until:
            return False
        moments = [self._until[digest] for digest in map(digest_of, who.places()) if digest in self._until]
        return any(said_at is None or said_at <= moment for moment in moments)

    def knows(self, who: Who) -> bool:
        """Whether somebody known by any of this was erased, and nobody has come back under it since."""
        return self.leaves_out(who, None) and not held_ids([who])


def remember_erased(places: Iterable[Place], *, at: datetime) -> None:
    """Into the ledger, and into its file as soon as the database holds it."""
    rows = [ErasedIdentity(digest=digest_of(place), at=at) for place in sorted(set(places))]
    ErasedIdentity.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["at"], unique_fields=["digest"]
    )
    transaction.on_commit(partial(write_ledger, ledger_path()))


def remember_lines(lines: Mapping[str, datetime]) -> None:
    """What the file knew, into the database; the later moment counts."""
    known = dict(ErasedIdentity.objects.values_list("digest", "at"))
    for digest, moment in lines.items():
        moment = max(moment, known.get(digest, moment))
        ErasedIdentity.objects.update_or_create(digest=digest, defaults={"at": moment})


def write_ledger(path: Path) -> None:
    """All that the database and the file know, the later moment of each: written whole, then put in place."""
    lines = read_ledger(path)
    for digest, moment in ErasedIdentity.objects.values_list("digest", "at"):
        lines[digest] = max(lines.get(digest, moment), moment)
    merge_into(path, lines)


def merge_into(path: Path, lines: Mapping[str, datetime]) -> None:
    """The file never forgets a line: what it holds already stays, the later moment counts."""
    held = read_ledger(path)
    for digest, moment in lines.items():
        held[digest] = max(held.get(digest, moment), moment)
    if not held:
        return
    fresh = path.with_suffix(".new")
    with fresh.open("w") as file:
        file.writelines(f"{digest} {moment.isoformat()}\n" for digest, moment in sorted(held.items()))
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(path)


def read_ledger(path: Path) -> dict[str, datetime]:
    """The lines of a file."""
    if not path.exists():
        return {}
    pairs = (line.split() for line in path.read_text().splitlines() if line.strip())
    return {digest: datetime.fromisoformat(moment) for digest, moment in pairs}


def forgotten_lines() -> dict[str, datetime]:
    """What the file knows and the database does not, or not up to that moment: an older database was brought back."""
    known = dict(ErasedIdentity.objects.values_list("digest", "at"))
    return {d: m for d, m in read_ledger(ledger_path()).items() if known.get(d) is None or known[d] < m}


def who_is_among(digests: Iterable[str]) -> set[int]:
    """The records that are known by any of these. It looks at everybody: ask only after a restore."""
    wanted = set(digests)
    if not wanted:
        return set()
    found = {
        pk
        for pk, kind, value in Identity.objects.values_list("customer_id", "kind", "value").iterator()
        if digest_of((kind, value)) in wanted
    }
    for kind, column in ((Identity.Kind.EMAIL, "email"), (Identity.Kind.EXTERNAL, "external_id")):
        rows = Customer.objects.exclude(**{column: None}).values_list("pk", column).iterator()
        found |= {pk for pk, value in rows if digest_of((kind.value, value)) in wanted}
    return found
