"""Small segments become large ones, what is gone leaves the disk, and files that nobody names are removed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from .building import fold_cubes
from .cells import TEXTS
from .counting import tables_of
from .manifest import closing, writing
from .snapshot import Segment, segments_named
from .store import EvidenceStore, name_segments, words_in
from .vacant import leave_nothing

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
    orphans = _orphans(store, older_than_seconds)
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _orphans(store: EvidenceStore, older_than_seconds: float) -> list[Path]:
    with closing(store.manifest) as manifest:
        named = {name for (name,) in manifest.execute("SELECT name FROM segment")}
        stems = {stem for (stem,) in manifest.execute("SELECT stem FROM base")}
    limit = time.time() - older_than_seconds
    return [
        path
        for folder in (store.segment_folder, store.cube_folder)
        for path in folder.iterdir()
        if path.name not in named and path.name.split(".")[0] not in stems and path.stat().st_mtime < limit
    ]


def leave_no_trace(store: EvidenceStore, grace_seconds: float = GRACE_SECONDS) -> bool:
    """What was removed leaves the disk: segments, cubes and the manifest are written anew, and words that nobody says any
    more are forgotten. False when something is still in use: then try again later.

    Cubes are folded, so that no single change tells what one person had answered.
    """
    compact(store)
    fold_cubes(store, most_deltas=0)
    forget_words(store)
    sweep(store, grace_seconds)
    with closing(store.manifest) as manifest:
        is_clean = leave_nothing(manifest)
        left = any(one.gone for one in segments_named(manifest, store.segment_folder))
    return is_clean and not left and not _orphans(store, older_than_seconds=0)


def forget_words(store: EvidenceStore) -> int:
    """Forget words that stand in no row. Returns how many."""
    with closing(store.manifest) as manifest:
        looked_at = segments_named(manifest, store.segment_folder)
    said = _words_of(looked_at)
    with writing(store.manifest) as manifest:
        since = [one for one in segments_named(manifest, store.segment_folder) if one not in looked_at]
        said |= _words_of(since)
        unsaid = [
            (code,) for code, word in manifest.execute("SELECT code, word FROM word") if word not in said
        ]
        if unsaid:
            manifest.execute("PRAGMA secure_delete=ON")
            manifest.executemany("DELETE FROM word WHERE code = ?", unsaid)
    return len(unsaid)


def _words_of(segments: Iterable[Segment]) -> set[str]:
    names = sorted(TEXTS)
    return {word for one in segments for table in tables_of(one, names) for word in words_in(table)}
