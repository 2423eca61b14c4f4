"""What every page does that brings a small table in: open the kept file for its reader, with its columns recognised or named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from groundswell.listen.channels.models import Upload

from .encodings import readings_of
from .errors import FileUnusable
from .tables import ColumnsForm, Table, Wanted, read_table
from .uploads import path_of

CHANGED = "You chose otherwise since you looked. This is what would come in now."


@dataclass(frozen=True, slots=True)
class Looked:
    """A kept file as it is looked at. ``columns`` is None while one that is needed has no place in it."""

    upload: Upload
    table: Table
    form: ColumnsForm
    columns: Mapping[str, int] | None
    may_come: bool = False
    """Somebody asks for it to be brought in, read as they looked at it."""

    @property
    def status(self) -> int:
        """Of the answer that shows it."""
        return 422 if self.form.errors else 200


def look_at_table(
    request: HttpRequest, token: str, wanted: Sequence[Wanted], form_class: type[ColumnsForm] = ColumnsForm
) -> Looked:
    """The file that this person has kept under a token; with a post, by the columns that they name. Raises FileUnusable."""
    upload = get_object_or_404(Upload, token=token, by=request.user)
    table = _readable(upload, request.POST.get("written", ""))
    form = form_class(table, wanted, request.POST or None)
    needed = {one.name for one in wanted if one.is_needed}
    is_known = form.is_valid() if form.is_bound else needed <= set(form.columns)
    is_asked = "bring" in request.POST
    may_come = is_asked and form.is_looked_at(request.POST)
    if is_asked and not may_come:
        messages.warning(request, CHANGED)
    return Looked(upload, table, form, form.columns if is_known else None, may_come)


def _readable(upload: Upload, written: str) -> Table:
    """Where the file does not say how it is written: as somebody chose, else in the most usual of the ways in which it can be."""
    path = path_of(upload)
    try:
        return read_table(path, upload.file_name)
    except FileUnusable as refusal:
        readings = readings_of(path) if refusal.reason_class == "encoding" else []
        if not readings:
            raise
    known = [one.encoding for one in readings]
    table = read_table(path, upload.file_name, written if written in known else known[0])
    return replace(table, readings=readings)
