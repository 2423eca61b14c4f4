"""Google Play: the monthly file of reviews from the Play Console (CSV, UTF-16)."""

from __future__ import annotations

import csv
import io

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Heard, Page, page_of
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

NEEDED = {"Star Rating", "Review Last Update Millis Since Epoch", "Review Submit Millis Since Epoch"}


def read(call: Call) -> Page:
    """Every row with its stars, with or without words."""
    codec = "utf-16" if call.body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    rows = csv.DictReader(io.StringIO(call.body.decode(codec), newline=""))
    if not set(rows.fieldnames or []) >= NEEDED:
        raise BrokenAnswer("This is not the review file of the Play Console: its columns are missing.")
    return page_of(rows, read_row)


def read_row(row: dict[str, str]) -> Heard:
    """One review. Without a link, package, device and moment tell it from others."""
    submitted = row["Review Submit Millis Since Epoch"]
    package = row.get("Package Name", "")
    link = (
        row.get("Review Link")
        or f"{package} {submitted} {row.get('Device', '')} {row.get('Reviewer Language', '')}"
    )
    changed = row["Review Last Update Millis Since Epoch"] or submitted
    return Heard(
        key=link,
        said_at=moment(int(changed) / 1000),
        comment=f"{row.get('Review Title') or ''}\n{row.get('Review Text') or ''}",
        rating=stars(row["Star Rating"], 5),
        rating_of=5,
        place=package,
    )


CHANNEL = Channel(
    code="google_play",
    title="Google Play reviews (file)",
    signal_channel=Signal.Channel.REVIEW,
    about="Stars, title and words of every row of the review file of the Play Console.",
    what_to_do="In the Play Console, under Download reports, Reviews, take the file of each month and bring it here.",
    read=read,
)
