"""The one SQL text, asked of PostgreSQL, gives the figures that it gives here."""

import pyarrow as pa
import pytest
from django.db import connection

from groundswell.engine.counting import tables_of
from groundswell.engine.dialects import in_dialect
from groundswell.engine.question import question
from groundswell.engine.scan import cells_from, counted
from groundswell.engine.schema import EVIDENCE, LISTS
from groundswell.engine.tests.samples import EVERY_QUESTION, many_answers


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_postgresql_gives_the_same_figures(tmp_path):
    store = many_answers(tmp_path)
    kinds = {
        "string": "text",
        "date32[day]": "date",
        "list<item: int64>": "bigint[]",
        "list<element: int64>": "bigint[]",
    }
    columns = ", ".join(f"{one.name} {kinds.get(str(one.type), 'bigint')}" for one in EVIDENCE)
    with connection.cursor() as there:
        there.execute(f"CREATE TEMP TABLE evidence ({columns})")
        with there.copy("COPY evidence FROM STDIN") as copy:
            for segment in store.snapshot().segments:
                for table in tables_of(segment):
                    for row in table.to_pylist():
                        copy.write_row([row[name] for name in EVIDENCE.names])
        for dimensions, wanted in EVERY_QUESTION:
            text, values = question(dimensions, wanted, weighted=True)
            there.execute(in_dialect(text, values, "postgres"))
            found = there.fetchall()
            here = counted(store.snapshot(), store.snapshot().segments, dimensions, wanted, weighted=True)
            names = [*(f"k{place}" for place in range(len(dimensions))), "score", "n", "w", "ww"]
            expected = (here.keys.tolist(), here.counts.tolist(), here.sums.tolist())
            assert _as_cells(names, found, dimensions, store) == expected


def _as_cells(names, rows, dimensions, store):
    types = {
        f"k{place}": pa.int64() if name in LISTS else EVIDENCE.field(name).type
        for place, name in enumerate(dimensions)
    }
    table = pa.table(
        {
            name: pa.array([row[place] for row in rows], types.get(name, pa.int64()))
            for place, name in enumerate(names)
        }
    )
    cells = cells_from(table, dimensions, store.snapshot().words)
    return cells.keys.tolist(), cells.counts.tolist(), cells.sums.tolist()
