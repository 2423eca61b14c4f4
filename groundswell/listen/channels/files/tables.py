"""Small tables that hold no voices (measures, studies): any file we can open, its columns recognised or named by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms

from .encodings import Reading
from .formats.opening import open_file
from .matching import folded

LARGEST = 20 << 20
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to be found in a file, and the names under which people write it; the first one is ours."""

    name: str
    label: str
    words: tuple[str, ...]
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows below them, each as wide as the names."""

    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    readings: Sequence[Reading] = ()
    """The ways in which it may be written, where it does not say; it is read in one that somebody is to look at."""

    def cells(self, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
        """Row by row what stands in the named columns, with the number that the row has in the file."""
        for number, row in enumerate(self.rows, start=2):
            yield number, {name: row[place].strip() for name, place in columns.items()}


@dataclass(slots=True)
class Problems:
    """What cannot be used, row by row: the first hundred in words, all of them counted."""

    told: list[tuple[int, str]] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, sentence: str) -> None:
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append((row, sentence))


def read_table(file: bytes | Path, file_name: str, encoding: str | None = None) -> Table:
    """Everything in the file. Raises FileUnusable with a sentence and a remedy."""
    rows = iter(open_file(file, file_name, encoding=encoding).rows())
    heads = tuple(name.strip() for name in next(rows, []))
    width = len(heads)
    return Table(heads, [(*row[:width], *[""] * (width - len(row))) for row in rows])


def recognised(heads: Sequence[str], wanted: Iterable[Wanted]) -> dict[str, int]:
    """Which column is what, by its name; each column is one thing."""
    places = {folded(name).replace("_", " "): place for place, name in reversed(list(enumerate(heads)))}
    found: dict[str, int] = {}
    for one in wanted:
        known = [places[word] for word in one.words if word in places and places[word] not in found.values()]
        if known:
            found[one.name] = known[0]
    return found


CHOICES = ("written", "column_", "every_", "brands")
"""Fields by which a file is read otherwise begin so."""


class ColumnsForm(forms.Form):
    """Which column of the file is what. What was recognised is chosen already."""

    def __init__(self, table: Table, wanted: Sequence[Wanted], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "Not in this file"), *((str(i), name) for i, name in enumerate(table.heads))]
        found = recognised(table.heads, wanted)
        if table.readings:
            self.fields["written"] = forms.ChoiceField(
                label="How it is written",
                choices=[(one.encoding, f"{' · '.join(one.cells)} ({one.title})") for one in table.readings],
                help_text="The file does not say how its letters are written. Choose the line in which the words are right.",
            )
        for one in wanted:
            self.fields[f"column_{one.name}"] = forms.ChoiceField(
                label=one.label,
                choices=offered,
                required=one.is_needed,
                initial=str(found.get(one.name, "")),
                error_messages={"required": "Choose the column."},
            )
        self._wanted = wanted

    @property
    def columns(self) -> dict[str, int]:
        """What was chosen, once it is valid; what was recognised before anybody chose."""
        given = self.cleaned_data if self.is_bound else {name: f.initial for name, f in self.fields.items()}
        named = {one.name: given.get(f"column_{one.name}") for one in self._wanted}
        return {name: int(place) for name, place in named.items() if place}

    @property
    def as_chosen(self) -> str:
        """These choices and no others, as somebody looks at what they would bring in."""
        chosen = {name: self[name].value() or "" for name in self.fields if name.startswith(CHOICES)}
        return sha256(json.dumps(chosen, sort_keys=True, default=str).encode()).hexdigest()

    def is_looked_at(self, given: Mapping[str, str]) -> bool:
        """Whether what is sent to be brought in is what was looked at; pages send along what that was."""
        return given.get("looked_at", self.as_chosen) == self.as_chosen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [value for name, value in given.items() if name.startswith("column_") and value]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(
                "One column cannot be two things. Choose another one for one of them."
            )
        return given


class TableFileForm(forms.Form):
    """The file that somebody brings."""

    file = forms.FileField(label="File", help_text="CSV, Excel, Parquet or SPSS; at most 20 MB.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("At most 20 MB.")
        return file
