"""A person is found in a PDF wherever one can stand; what cannot be read is said, and a hostile file costs seconds, once."""

import io
import os
import time
import zlib

import pytest
from pypdf import PdfWriter

from groundswell.act.partners.files import pdf_words
from groundswell.act.partners.files.pdf_words import Read, pdfs_to_read, read_pdf
from groundswell.act.partners.files.reading import names_in, read_in
from groundswell.act.partners.files.storing import path_of, remove, remove_strays, words_path_of
from groundswell.act.partners.jobs import read_new_pdfs
from groundswell.act.partners.models import SharedFile
from groundswell.foundation.held import Somebody
from tests.world import NOW

from .files import PDF, drawn, pdf

pytestmark = pytest.mark.once

CARLA = Somebody(
    frozenset({1}),
    names=("Carla Kanarienvogel", "carla@people.example"),
    quotes=("My yellow parcel sang in the cellar",),
)
NAME = "Carla Kanarienvogel"


def changed_since(content: bytes) -> bytes:
    """The words on its page were replaced by others, and what was there lies before the end."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.pages[0].get_contents().set_data(drawn("Eleven vans"))
    writer.pages[0]["/Contents"].set_data(drawn("Eleven vans"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(drawn(NAME))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


NOTE = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Ask carla@people.example) >>"
LINK = (
    b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:carla@people.example) >> >>"
)
ON_PAGE = b"/Annots [6 0 R] "
FOUND = {
    "on its page": pdf(drawn(f"To {NAME}, Leeds")),
    "over two lines": pdf(drawn("Carla", "Kanarienvogel")),
    "cut at the end of a line": pdf(drawn("Carla Kanarien-", "vogel")),
    "letter by letter": pdf(drawn("C a r l a  K a n a r i e n v o g e l")),
    "last name first": pdf(drawn("Kanarienvogel, Carla")),
    "what they said": pdf(drawn("My yellow parcel sang", "in the cellar")),
    "a remark beside the page": pdf(drawn("Vans"), NOTE, page=ON_PAGE),
    "an address behind a word": pdf(drawn("Vans"), LINK, page=ON_PAGE),
    "who wrote it": pdf(drawn("Vans"), b"<< /Author (Carla Kanarienvogel) >>", trailer=b"/Info 6 0 R "),
    "before it was changed": changed_since(pdf(drawn(NAME))),
    "behind an empty password": locked(""),
}
NOT_READ = {
    "a page that is a picture": pdf(b"q 1 0 0 1 0 0 cm /Im1 Do Q"),
    "a password": locked("geheim"),
    "cut off": pdf(drawn(NAME))[:300] + b"\n%%EOF\n",
    "a file within": pdf(drawn("Vans"), b"<< /Type /Filespec /F (a.txt) /EF << /F 4 0 R >> >>"),
    "letters that stand for nothing known": pdf(
        drawn("Vans"), b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H >>"
    ),
}


@pytest.mark.parametrize("content", FOUND.values(), ids=FOUND.keys())
def test_a_person_is_found(content):
    read = read_pdf(content)
    assert names_in(CARLA, SharedFile(name="a.pdf", kind="pdf"), read)


@pytest.mark.parametrize("content", NOT_READ.values(), ids=NOT_READ.keys())
def test_what_cannot_be_read_whole_says_so(content):
    assert read_pdf(content).is_whole is False


def test_nobody_else_is_found_and_all_of_it_was_read():
    read = read_pdf(pdf(drawn("Carla Schmidt", "Petra Kanarienvogel")))
    assert read.is_whole
    assert not read.has_pictures
    assert not names_in(CARLA, SharedFile(name="a.pdf", kind="pdf"), read)


def test_a_picture_beside_words_is_known():
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\n\0\nendstream"
    read = read_pdf(pdf(drawn("Vans"), picture))
    assert (read.is_whole, read.has_pictures) == (True, True)


def test_a_page_that_grows_without_end_is_stopped_and_a_person_is_asked():
    squeezed = zlib.compress(b" " * 80_000_000)
    bomb = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(squeezed), squeezed)
    content = pdf(drawn("Vans"), bomb).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
    begins = time.monotonic()
    assert read_pdf(content).is_whole is False
    assert time.monotonic() - begins < pdf_words.SECONDS


def test_pages_without_end_are_not_followed():
    ring = pdf(drawn("Vans")).replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R] /Count 1")
    assert read_pdf(ring).is_whole is False


def test_whoever_is_too_slow_is_stopped_with_what_was_said_until_then(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import time\nprint('\"Carla\"', flush=True)\nprint('\"Kana\\\\\"', end='', flush=True)\ntime.sleep(60)\n"
    )
    monkeypatch.setattr(pdf_words, "READER", slow)
    monkeypatch.setattr(pdf_words, "SECONDS", 1)
    assert read_pdf(PDF) == Read("Carla", is_whole=False)


def test_it_is_read_once_by_the_job_and_its_words_go_with_it(stands, monkeypatch):
    file = stands("a.pdf", pdf(drawn(NAME)))
    assert read_new_pdfs(NOW) == "read 1 PDF, 0 to go"
    assert read_new_pdfs(NOW) == ""
    assert pdfs_to_read() == []
    monkeypatch.setattr(pdf_words, "read_pdf", lambda content: pytest.fail("it was read before"))
    assert NAME in read_in(file).words
    assert words_path_of(file).stat().st_mode & 0o777 == 0o600
    remove([file.stored_as])
    assert not words_path_of(file).exists()
    assert read_in(file) == Read(), "whose bytes are gone says nothing"


def test_words_without_a_file_are_removed_and_those_with_one_stay(stands, time_machine):
    kept, gone = stands("a.pdf", PDF), stands("b.pdf", PDF)
    for one in (kept, gone):
        read_in(one)
    path_of(gone).unlink()
    SharedFile.objects.filter(pk=gone.pk).delete()
    stray, stays = words_path_of(gone), words_path_of(kept)
    for one in (stray, stays, path_of(kept)):
        os.utime(one, (0, 0))
    assert remove_strays(NOW) == 1
    assert not stray.exists()
    assert stays.exists()
