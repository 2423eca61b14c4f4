"""The columns of evidence. Pseudonyms only: no name, no address, no words of a customer.

``weight`` says in thousandths for how many an answer stands; absent means for itself. Whole numbers add up and come off
again exactly, whatever the order.
"""

import pyarrow as pa

ONE, MOST_WEIGHT = 1000, 50_000
"""The weight of an answer that stands for itself, and the largest: so that sums of squares stay whole numbers."""
EVIDENCE = pa.schema(
    [
        ("signal_id", pa.int64()),
        ("day", pa.date32()),
        ("month", pa.date32()),
        ("score", pa.uint8()),
        ("kind_of_score", pa.string()),
        ("channel", pa.string()),
        ("touchpoint_id", pa.int64()),
        ("stage_id", pa.int64()),
        ("unit_id", pa.int64()),
        ("employee_id", pa.int64()),
        ("customer_id", pa.int64()),
        ("segment", pa.string()),
        ("edition", pa.int64()),
        ("sentiment", pa.string()),
        ("themes", pa.list_(pa.int64())),
        ("attributes", pa.list_(pa.int64())),
        ("weight", pa.int32()),
    ]
)
DIMENSIONS = frozenset(
    {
        "unit_id",
        "touchpoint_id",
        "stage_id",
        "channel",
        "day",
        "month",
        "employee_id",
        "segment",
        "sentiment",
        "theme",
        "attribute",
        "edition",
    }
)
LISTS = {"theme": "themes", "attribute": "attributes"}
"""Dimensions of which a row may have several values, and the columns that hold them."""
