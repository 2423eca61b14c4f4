"""A clock that a story moves while the product runs: every process that is started with it sees the same later day.

Debian's faketime stands between the processes and the clock of the machine; the product knows nothing of it. The monotonic
clock, by which programs wait, stays as it is.
"""

from datetime import datetime
from pathlib import Path

FOUND = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
"""Empty where faketime is not installed."""


class MovingClock:
    """How many seconds the product's clock is apart from ours, in a file that its processes read whenever they look."""

    def __init__(self, place: Path, moment: datetime) -> None:
        self._file = place / "clock"
        self.stand_at(moment)

    def stand_at(self, moment: datetime) -> None:
        """It is this moment now, and goes on from here."""
        apart = moment.timestamp() - datetime.now().timestamp()
        written = self._file.with_suffix(".new")
        written.write_text(f"{apart:+.3f}\n")
        written.rename(self._file)

    def environment(self) -> dict[str, str]:
        """What a process needs to look at this clock."""
        return {
            "LD_PRELOAD": str(FOUND[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else a thread that waits for another spins, and the product crawls
            "NO_FAKE_STAT": "1",
            "TZ": "UTC",
        }
