"""A second record with one id is found, however long ago the first one came."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from groundswell.listen.channels.files.rows import FeedbackRow
from groundswell.listen.channels.files.seen_ids import SeenIds

NOW = datetime(2026, 3, 11, tzinfo=UTC)


def row(identity: str, content: str = "") -> FeedbackRow:
    digest = blake2b(f"{identity}{content}".encode(), digest_size=16).digest()
    return FeedbackRow(1, identity, identity, NOW, 9, None, None, None, None, digest)


def found(seen: SeenIds, rows: list[FeedbackRow]) -> list[tuple[str, str]]:
    return [(row.identity, reason) for row, reason in seen.refusals(rows)]


def test_within_one_batch_the_first_stays() -> None:
    assert found(SeenIds(), [row("a"), row("b"), row("a"), row("a", "other")]) == [
        ("a", "duplicate"),
        ("a", "conflict"),
    ]


def test_across_many_batches_of_any_length_nothing_is_forgotten() -> None:
    seen = SeenIds()
    for batch in range(200):
        ids = [f"{batch}-{number}" for number in range(1 + batch * 7 % 30)]
        assert found(seen, [row(identity) for identity in ids]) == []
    for batch in range(200):
        assert found(seen, [row(f"{batch}-0"), row(f"{batch}-0", "other")]) == [
            (f"{batch}-0", "duplicate"),
            (f"{batch}-0", "conflict"),
        ]


def test_nothing_at_all_is_no_trouble() -> None:
    seen = SeenIds()
    assert found(seen, []) == []
    assert found(seen, [row("a")]) == []
    assert found(seen, [row("a")]) == [("a", "duplicate")]
    assert found(seen, [row("b")]) == []


class Colliding(str):
    """An id whose hash is that of all others."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 7

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other)  # type: ignore[arg-type]


def test_two_ids_with_one_hash_are_two_ids() -> None:
    seen = SeenIds()
    assert found(seen, [row(Colliding("a")), row(Colliding("b"))]) == []
    assert found(seen, [row(Colliding("c"))]) == []
    assert found(seen, [row(Colliding("b")), row(Colliding("d"))]) == [("b", "duplicate")]
