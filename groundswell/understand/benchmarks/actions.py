"""What people do: bring a study in, note how brands grew, take a study out again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.tables import read_table, recognised

from .errors import StudyIsHere, StudyUnusable
from .models import Brand, Growth, Rating, Study
from .reading import COLUMNS, StudyRead, likely_brands, read_study

MOST_PROBLEMS = 10


@transaction.atomic
def bring_study(
    content: bytes,
    file_name: str,
    *,
    name: str,
    agency: str,
    market: str,
    field_from: date,
    field_until: date,
    own_brand: str,
    by: object,
    at: datetime,
    columns: Mapping[str, int] | None = None,
    brands: Sequence[int] = (),
    without_problems: bool = False,
) -> Study:
    """Bring in one file: all of it, or all that can be used where somebody has seen what cannot. Raises StudyUnusable."""
    digest = hashlib.sha256(content).hexdigest()
    known = Study.objects.filter(digest=digest).first()
    if known:
        raise StudyIsHere([f"This file is here already, as “{known}”."])
    read = _read(content, file_name, columns, brands)
    if read.problems.count and not without_problems:
        raise StudyUnusable([f"Row {row}: {why}" for row, why in read.problems.told[:MOST_PROBLEMS]])
    ratings = read.ratings
    names = {rating.brand.casefold(): rating.brand for rating in ratings}
    own = " ".join(own_brand.split()).casefold()
    if own not in names or len(names) < 2:
        listed = ", ".join(sorted(names.values()))
        raise StudyUnusable([f"Our own brand and at least one other are needed. The file names: {listed}."])
    study = Study.objects.create(
        name=name, agency=agency, market=market, field_from=field_from, field_until=field_until,
        digest=digest, left_out=read.problems.count, by=str(by), at=at,
    )  # fmt: skip
    made = Brand.objects.bulk_create(
        Brand(study=study, name=title, is_own=folded == own) for folded, title in sorted(names.items())
    )
    brands = {brand.name.casefold(): brand for brand in made}
    Rating.objects.bulk_create(
        (
            Rating(brand=brands[one.brand.casefold()], respondent=one.respondent, score=one.score)
            for one in ratings
        ),
        batch_size=5_000,
    )
    record("brought a study", study, by=by, at=at, brands=len(brands), ratings=len(ratings))
    return study


def _read(
    content: bytes, file_name: str, columns: Mapping[str, int] | None, brands: Sequence[int]
) -> StudyRead:
    try:
        table = read_table(content, file_name)
        if columns is None:
            columns, brands = recognised(table.heads, COLUMNS), likely_brands(table)
        read = read_study(table, columns, brands)
    except (FileUnusable, ValueError) as unusable:
        raise StudyUnusable([str(unusable)]) from unusable
    if not read.ratings and not read.problems.count:
        raise StudyUnusable(["There is no rating in this file."])
    return read


@transaction.atomic
def note_growth(
    study: Study, *, brand: Brand | None, percent: float, source: str, by: object, at: datetime
) -> Growth:
    """By how much a brand, or the market, grew. A later figure takes the place of the earlier one."""
    noted, _ = Growth.objects.update_or_create(
        study=study, brand=brand, defaults={"percent": percent, "source": source}
    )
    record("noted growth", study, by=by, at=at, of=str(brand or "market"), percent=percent)
    return noted


@transaction.atomic
def remove_study(study: Study, *, by: User, at: datetime) -> None:
    """Take a study out with everything in it, so that a better file can come in."""
    record("removed a study", study, by=by, at=at, name=study.name)
    study.delete()
