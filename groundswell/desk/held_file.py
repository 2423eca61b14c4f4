"""Everything that we hold about a person, as a file for them: one JSON document, and a table for each kind."""

from __future__ import annotations

import json
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record
from groundswell.look.tables.csv_file import csv_chunks

from .erasing import kinds, name_of
from .somebody import somebody_behind

IN_MEMORY = 8 << 20


def everything_about(customer: Customer, *, by: object, at: datetime) -> IO[bytes]:
    """A ZIP with ``everything.json`` and one CSV for each kind. That it was drawn up is recorded; no copy is kept."""
    somebody = somebody_behind(customer)
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 the answer closes it
    whole: dict[str, dict[str, list[dict[str, Any]]]] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for room, held in kinds():
            rows = list(held.shown(somebody))
            if not rows:
                continue
            whole.setdefault(name_of(room), {})[held.kind] = rows
            cells = ([_cell(value) for value in row.values()] for row in rows)
            name = f"{slugify(name_of(room))}-{slugify(held.kind)}.csv"
            archive.writestr(name, b"".join(csv_chunks(list(rows[0]), cells)))
        document = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("everything.json", document)
    file.seek(0)
    record("drew up what is held", customer, by=by, at=at, records=sum(map(len, _lists(whole))))
    return file


def _lists(whole: dict[str, dict[str, list[dict[str, Any]]]]) -> list[list[dict[str, Any]]]:
    return [rows for kinds_held in whole.values() for rows in kinds_held.values()]


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
