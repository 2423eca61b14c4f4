"""Small pieces of evidence."""

from datetime import date

import pyarrow as pa

from groundswell.engine.schema import EVIDENCE


def evidence(*rows: dict[str, object]) -> pa.Table:
    usual = {
        "day": date(2026, 1, 5),
        "month": date(2026, 1, 1),
        "kind_of_score": "experience",
        "channel": "email",
        "themes": [],
    }
    filled = [
        {name: (usual | {"signal_id": i} | row).get(name) for name in EVIDENCE.names}
        for i, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=EVIDENCE)
