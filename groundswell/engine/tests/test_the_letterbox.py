"""What the letterbox promises: on disk when told, once however often it is sent, in order, and full when it is full."""

import sqlite3
import threading
import time
from pathlib import Path
from queue import Queue

import pytest

from groundswell.engine.letterbox import Fate, Letter, LetterReader, LetterWriter, Receipt, open_letterbox


def letter(name: str, *, body: bytes = b"body", key: str | None = "", caller: str = "shop") -> Letter:
    return Letter(
        id=f"id-{name}-{time.perf_counter_ns()}",
        caller=caller,
        name=name,
        key=name if key == "" else key,
        digest=body,
        received_at=1_000.0,
        content="{}",
    )


class Box:
    """A letterbox whose receipts are waited for."""

    def __init__(self, path: Path, **more: int) -> None:
        self.path = path
        self.told: Queue[list[tuple[object, Receipt]]] = Queue()
        self.writer: LetterWriter[object] = LetterWriter(path, self.told.put, **more)

    def send(self, *letters: Letter) -> list[Receipt]:
        assert self.writer.offer([(one, one.id) for one in letters])
        told: dict[object, Receipt] = {}
        while len(told) < len(letters):
            told.update(dict(self.told.get(timeout=10)))
        return [told[one.id] for one in letters]


@pytest.fixture
def box(tmp_path: Path):
    found = Box(tmp_path / "letterbox.sqlite3")
    yield found
    found.writer.close()


@pytest.fixture
def read(box: Box):
    reader = LetterReader(box.path)
    yield reader
    reader.close()


def test_a_letter_is_kept_when_it_is_acknowledged(box: Box, read: LetterReader):
    sent = letter("A-1")
    assert box.send(sent) == [Receipt(Fate.NEW, sent.id)]
    assert [(kept.number, kept.id, kept.name) for kept in read.after(0, most=10)] == [(1, sent.id, "A-1")]


def test_the_file_waits_for_the_disk(box: Box):
    store = open_letterbox(box.path)
    assert store.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()


def test_the_same_letter_sent_again_is_the_first_one(box: Box, read: LetterReader):
    first, again = letter("A-1"), letter("A-1")
    box.send(first)
    assert box.send(again) == [Receipt(Fate.AGAIN, first.id)]
    assert len(read.after(0, most=10)) == 1


def test_the_same_letter_twice_in_one_commit_is_one_letter(box: Box, read: LetterReader):
    first, again = letter("A-1"), letter("A-1")
    assert {receipt.id for receipt in box.send(first, again)} == {first.id}
    assert len(read.after(0, most=10)) == 1


def test_a_key_with_another_body_is_refused(box: Box):
    box.send(letter("A-1"))
    assert box.send(letter("A-2", key="A-1", body=b"other"))[0].fate is Fate.KEY_REUSED


def test_a_name_with_another_body_is_refused_whatever_its_key(box: Box):
    box.send(letter("A-1"))
    fates = [box.send(letter("A-1", key=key, body=b"other"))[0].fate for key in ("B-1", None)]
    assert fates == [Fate.CONFLICT, Fate.CONFLICT]


def test_callers_do_not_meet(box: Box, read: LetterReader):
    one, other = letter("A-1", caller="shop"), letter("A-1", caller="phone", body=b"other")
    assert [receipt.fate for receipt in box.send(one, other)] == [Fate.NEW, Fate.NEW]
    assert [kept.id for kept in read.after(0, most=10, caller="phone")] == [other.id]
    assert read.count("phone") == 1


def test_fifty_at_once_are_one_letter_with_one_id(box: Box, read: LetterReader):
    receipts = box.send(*[letter("A-1") for _ in range(50)])
    assert len({receipt.id for receipt in receipts}) == 1
    assert [receipt.fate for receipt in receipts].count(Fate.NEW) == 1
    assert len(read.after(0, most=10)) == 1


def test_many_letters_come_back_in_the_order_of_their_acknowledgement(box: Box, read: LetterReader):
    sent = [letter(f"A-{n}") for n in range(300)]
    box.send(*sent)
    assert [kept.id for kept in read.after(0, most=1000)] == [one.id for one in sent]
    assert [kept.number for kept in read.after(290, most=5)] == [291, 292, 293, 294, 295]


def test_a_full_box_says_so(tmp_path: Path):
    held = threading.Event()
    writer: LetterWriter[int] = LetterWriter(
        tmp_path / "box.sqlite3", lambda told: held.wait(10) and None, most_waiting=3
    )
    assert writer.offer([(letter("A-0"), 0), (letter("A-1"), 1)])
    assert not writer.offer([(letter("A-2"), 2), (letter("A-3"), 3)])
    assert writer.offer([(letter("A-4"), 4)])
    assert not writer.offer([(letter("A-5"), 5)])
    held.set()
    writer.close()


def test_what_could_not_be_written_is_told_and_the_next_letter_is_kept(box: Box, read: LetterReader):
    box.send(letter("A-0"))
    with sqlite3.connect(box.path) as breaker:
        breaker.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON letter BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
    breaker.close()
    assert box.send(letter("A-1"))[0].fate is Fate.UNWRITTEN
    with sqlite3.connect(box.path) as mender:
        mender.execute("DROP TRIGGER broken")
    mender.close()
    assert box.send(letter("A-1"))[0].fate is Fate.NEW
    assert [kept.name for kept in read.after(0, most=10)] == ["A-0", "A-1"]


def test_old_letters_are_forgotten_and_numbers_never_come_again(box: Box, read: LetterReader):
    box.send(*[letter(f"A-{n}") for n in range(5)])
    assert read.forget(through=3, before=999.0) == 0
    assert read.forget(through=3, before=2_000.0) == 3
    assert read.forget(through=5, before=2_000.0) == 1, (
        "the newest stays, so that its number is not given again"
    )
    box.send(letter("A-9"))
    assert [kept.number for kept in read.after(0, most=10)] == [5, 6]


def test_a_copy_is_whole(box: Box, tmp_path: Path, read: LetterReader):
    box.send(letter("A-1"))
    read.copy_to(tmp_path / "copy.sqlite3")
    copied = LetterReader(tmp_path / "copy.sqlite3")
    assert (copied.box, copied.last_number()) == (read.box, 1)
    copied.close()
