"""Small segments become large ones, what is gone leaves the disk, and files that nobody names are removed."""

from __future__ import annotations

import time
from pathlib import Path

from .counting import tables_of
from .manifest import closing, writing
from .snapshot import Segment, segments_named
from .store import EvidenceStore, name_segments

GRACE_SECONDS = 600


def compact(store: EvidenceStore, most: int = 8) -> int:
    """Rewrite each month that has more than ``most`` segments, or rows that are gone, as one. Returns how many months."""
    with closing(store.manifest) as manifest:
        months: dict[str, list[Segment]] = {}
        for one in segments_named(manifest, store.segment_folder):
            months.setdefault(f"{one.month:%Y-%m}", []).append(one)
    crowded = {
        month: held for month, held in months.items() if len(held) > most or any(one.gone for one in held)
    }
    return sum(_merge(store, month, held) for month, held in crowded.items())


def _merge(store: EvidenceStore, month: str, held: list[Segment]) -> bool:
    """Written first, then named, unless somebody changed one of them meanwhile."""
    fresh = store.write_segment(month, (part for one in held for part in tables_of(one) if part.num_rows))
    paths = {one.path: one.gone for one in held}
    with writing(store.manifest) as manifest:
        now = {
            one.path: one.gone for one in segments_named(manifest, store.segment_folder) if one.path in paths
        }
        if now != paths:
            return False
        names = [Path(path).name for path in paths]
        batch = manifest.execute("SELECT batch FROM segment WHERE name = ?", names[:1]).fetchone()[0]
        manifest.executemany("DELETE FROM segment WHERE name = ?", [(name,) for name in names])
        if fresh.rows:
            name_segments(manifest, batch, [fresh])
    return True


def sweep(store: EvidenceStore, older_than_seconds: float = GRACE_SECONDS) -> int:
    """Remove files that the manifest does not name and that nobody reads any more. Returns how many."""
    with closing(store.manifest) as manifest:
        named = {name for (name,) in manifest.execute("SELECT name FROM segment")}
        stems = {stem for (stem,) in manifest.execute("SELECT stem FROM base")}
    limit = time.time() - older_than_seconds
    orphans = [
        path
        for folder in (store.segment_folder, store.cube_folder)
        for path in folder.iterdir()
        if path.name not in named and path.name.split(".")[0] not in stems and path.stat().st_mtime < limit
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
