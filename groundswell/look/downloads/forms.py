"""The forms in which a table of figures leaves: for a spreadsheet, for a program that counts, for SPSS."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from groundswell.look.tables.csv_file import csv_chunks
from groundswell.look.tables.sav_file import WIDEST, Variable, sav_chunks, variable_name
from groundswell.look.tables.xlsx_file import xlsx_chunks

from .figures import Table


def csv_of(table: Table) -> bytes:
    """A cell that looks like a formula has an apostrophe in front."""
    return b"".join(csv_chunks(list(table.columns), table.rows))


def xlsx_of(table: Table) -> bytes:
    """A workbook of numbers and texts, without a formula."""
    return b"".join(xlsx_chunks(list(table.columns), table.rows, sheet="Figures"))


def parquet_of(table: Table) -> bytes:
    """Numbers as 64-bit floats, words as text; the title stands in the file's own metadata."""
    import pyarrow
    import pyarrow.parquet

    kinds = [
        (name, pyarrow.float64() if table.is_number(name) else pyarrow.string()) for name in table.columns
    ]
    schema = pyarrow.schema(kinds, metadata={"title": table.title})
    held = io.BytesIO()
    columns = [
        pyarrow.array(values if table.is_number(name) else _words(values), schema.field(name).type)
        for name, values in table.columns.items()
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), held, compression="zstd")
    return held.getvalue()


def sav_of(table: Table) -> bytes:
    """Each variable is labelled with the words of its column, and the file with the title of the chart."""
    taken: set[str] = set()
    variables = []
    for name, values in table.columns.items():
        texts = [] if table.is_number(name) else [(word or "").encode() for word in _words(values)]
        width = 0 if table.is_number(name) else min(max([1, *map(len, texts)]), WIDEST)
        variables.append(Variable(variable_name(name, taken), name, width))
    cases = [
        [value if one.width == 0 else str(value or "") for value, one in zip(row, variables, strict=True)]
        for row in table.rows
    ]
    return b"".join(sav_chunks(variables, cases, label=table.title))


def _words(values: list[float | str | date | None]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


FORMS: dict[str, tuple[str, str, Callable[[Table], bytes]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", csv_of),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
    "parquet": ("Parquet", "application/vnd.apache.parquet", parquet_of),
    "sav": ("SPSS", "application/x-spss-sav", sav_of),
}
"""How an address asks for it, what it is called, its media type, and how it is written."""
