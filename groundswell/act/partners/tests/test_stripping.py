"""Pictures that were stored with all that a camera wrote lose it once, whole or not at all, and what was there is on record."""

import hashlib

import pytest

from groundswell.act.partners.files import stripping
from groundswell.act.partners.files.actions import take_file_back
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.files.storing import path_of
from groundswell.act.partners.files.stripping import pictures_to_strip, strip_picture
from groundswell.act.partners.jobs import strip_stored_pictures
from groundswell.act.partners.models import StrippedPicture
from groundswell.act.partners.sharing import write_brief
from tests.world import NOW

from .agencies import make_board
from .files import CSV, GIF, JPEG, PNG, segment

PLACE = b"51.5007N 0.1246W"
PHOTOGRAPH = JPEG[:2] + segment(0xE1, b"Exif\0\0" + PLACE) + JPEG[2:]
BROKEN = b"\xff\xd8\xff\xe0 cut off"


@pytest.fixture
def put(world, time_machine):
    """As files lay there before pictures were stripped when they came."""
    time_machine.move_to(NOW, tick=False)
    board = make_board(world)

    def put(name, content, lies=b""):
        files = [looked_at(name, content)]
        file = write_brief(
            board, title="Vans", words="How many?", files=files, by=world.office, at=NOW
        ).files.get()
        if lies:
            path_of(file).write_bytes(lies)
            file.size = len(lies)
            file.save()
        return file

    return put


def test_each_loses_it_once_and_what_lay_there_is_on_record(put, django_capture_on_commit_callbacks):
    photograph, clean, broken = (
        put("a.jpg", JPEG, PHOTOGRAPH),
        put("b.png", PNG),
        put("c.jpg", JPEG, BROKEN),
    )
    put("d.csv", CSV)
    before = path_of(photograph)
    with django_capture_on_commit_callbacks(execute=True):
        assert strip_stored_pictures(NOW) == "pictures: 1 broken, 1 clean, 1 stripped; 0 to go"
    assert strip_stored_pictures(NOW) == ""
    photograph.refresh_from_db()
    assert not before.exists()
    assert path_of(photograph).read_bytes() == JPEG
    assert photograph.size == len(JPEG)
    kept = photograph.stripping
    assert (kept.outcome, kept.size) == ("stripped", len(PHOTOGRAPH))
    assert kept.digest == hashlib.sha256(PHOTOGRAPH).hexdigest()
    assert path_of(clean).read_bytes() == PNG
    assert path_of(broken).read_bytes() == BROKEN
    assert broken.stripping.outcome == "broken"


def test_those_who_run_the_initiative_read_that_nobody_could_tell(put, world, signed_in):
    broken = put("c.jpg", JPEG, BROKEN)
    strip_stored_pictures(NOW)
    page = signed_in(world.office).get(f"/act/partners/{broken.board_id}/").content.decode()
    assert "may still say where and when it was taken" in page


def test_a_part_at_a_time_with_what_is_still_to_do(put, monkeypatch):
    monkeypatch.setattr(stripping, "AT_ONE_TIME", 2)
    for number in range(3):
        put(f"{number}.gif", GIF)
    assert strip_stored_pictures(NOW) == "pictures: 2 clean; 1 to go"
    assert strip_stored_pictures(NOW) == "pictures: 1 clean; 0 to go"


def test_stopped_before_its_row_says_so_it_is_as_it_was_and_goes_on(put, monkeypatch):
    photograph = put("a.jpg", JPEG, PHOTOGRAPH)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(stripping, "_noted", stopped)
        with pytest.raises(KeyboardInterrupt):
            strip_picture(photograph, at=NOW)
    photograph.refresh_from_db()
    assert path_of(photograph).read_bytes() == PHOTOGRAPH
    assert list(pictures_to_strip()) == [photograph]
    assert strip_stored_pictures(NOW) == "pictures: 1 stripped; 0 to go"


def test_what_was_taken_back_is_left_alone(put, world):
    photograph = put("a.jpg", JPEG, PHOTOGRAPH)
    take_file_back(photograph, by=world.office, at=NOW)
    assert not pictures_to_strip().exists()
    strip_picture(photograph, at=NOW)
    assert not StrippedPicture.objects.exists()
