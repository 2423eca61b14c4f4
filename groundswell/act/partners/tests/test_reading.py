"""A person is found in what can be read of a file, however a program has written them down; nobody is found by chance."""

import io
import zipfile

import pytest

from groundswell.act.partners.files.pdf_words import Read
from groundswell.act.partners.files.reading import ENDS, MARK, names_in, read_in, stands_in
from groundswell.act.partners.files.storing import path_of
from groundswell.foundation.held import Somebody

from .files import PDF, PNG

pytestmark = pytest.mark.once

CARLA = Somebody(
    frozenset({1}),
    names=("Carla Kanarienvogel", "carla@people.example", "KNR-900123", "+44 7700 900123"),
    quotes=("My yellow parcel sang in the cellar",),
)


def document(**parts: str) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, words in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", words)
    return place.getvalue()


def word(words: str, **parts: str) -> bytes:
    return document(word__document=f"<w:document><w:body>{words}</w:body></w:document>", **parts)


def sheet(words: str) -> bytes:
    return document(xl__workbook="<workbook/>", xl__sharedStrings=f"<sst>{words}</sst>")


FOUND = {
    "a name cut by the checker of spelling": ("a.docx", word("<w:p><w:r><w:t>To Carla Kan</w:t></w:r><w:proofErr/><w:r><w:t>arienvogel.</w:t></w:r></w:p>")),
    "a name over two lines": ("a.docx", word("<w:p><w:t>CARLA</w:t><w:br/><w:t>KANARIENVOGEL</w:t></w:p>")),
    "who wrote it": ("a.docx", word("<w:p/>", docProps__core="<dc:creator>Carla Kanarienvogel</dc:creator>")),
    "a remark beside it": ("a.docx", word("<w:p/>", word__comments="<w:comment><w:p><w:t>ask carla@people.example</w:t></w:p></w:comment>")),
    "an address behind a word": ("a.docx", word("<w:p/>", word__settings='<Relationship Target="mailto:carla@people.example"/>')),
    "cells beside each other": ("a.xlsx", sheet("<si><t>Carla</t></si><si><t>Kanarienvogel</t></si>")),
    "last name first": ("a.csv", b"Kanarienvogel;Carla;3\n"),
    "a number as it is written": ("a.csv", b"7;+44 7700  900123\n"),
    "what they said, with other gaps": ("a.csv", b"1,my yellow  parcel\tsang in the cellar!\n"),
    "slides": ("a.pptx", document(ppt__presentation="<p/>", ppt__slides__slide1="<a:p><a:r><a:t>Carla</a:t></a:r><a:r><a:t> Kanarienvogel</a:t></a:r></a:p>")),
}  # fmt: skip
OTHERS = {
    "another Carla": ("a.csv", b"Carla;Schmidt\nPetra;Kanarienvogel\n"),
    "part of a longer name": ("a.csv", b"Carla Kanarienvogelin\n".replace(b"Carla ", b"Carlas ")),
    "nobody": ("a.docx", word("<w:p><w:t>Eleven vans</w:t></w:p>")),
}


@pytest.mark.parametrize(("name", "content"), FOUND.values(), ids=FOUND.keys())
def test_a_person_is_found(stands, name, content):
    file = stands(name, content)
    assert names_in(CARLA, file, read_in(file))


@pytest.mark.parametrize(("name", "content"), OTHERS.values(), ids=OTHERS.keys())
def test_nobody_else_is(stands, name, content):
    file = stands(name, content)
    assert not names_in(CARLA, file, read_in(file))


def test_a_file_is_found_by_its_own_name(stands):
    assert names_in(CARLA, stands("Letter of Carla_Kanarienvogel.pdf", PDF), Read())


def test_what_cannot_be_read_breaks_nothing_and_is_never_passed_silently(stands):
    broken = stands("a.docx", word("<w:p><w:t>Carla Kanarienvogel</w:t></w:p>"))
    path_of(broken).write_bytes(b"PK\3\4 cut off")
    assert read_in(broken) == Read(is_whole=False)
    path_of(broken).unlink()
    assert read_in(broken) == Read()
    assert read_in(stands("a.png", PNG)) == Read(has_pictures=True)


def test_a_document_says_what_it_holds_beside_words(stands):
    assert read_in(stands("a.docx", word("<w:p/>", word__embeddings__sheet="<x/>"))).is_whole is False
    assert read_in(stands("b.docx", word("<w:p/>", word__media__image1="<x/>"))).has_pictures is True
    plain = read_in(stands("c.docx", word("<w:p/>")))
    assert (plain.is_whole, plain.has_pictures) == (True, False)


def test_declarations_of_a_document_are_never_followed(stands):
    bomb = '<!DOCTYPE x [<!ENTITY a "Carla"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    words = read_in(stands("a.docx", word(f"{bomb}<w:p><w:t>&b; &c; Vans</w:t></w:p>"))).words
    assert "&b; &c; Vans" in words
    assert "root:" not in words


def test_one_word_alone_names_nobody():
    assert not stands_in(Somebody(frozenset({1})), "anything")


def test_a_mark_never_reaches_over_the_beginning_of_another_so_that_hostile_words_cost_their_length():
    assert MARK.findall("<a <b>") == ["<b>"]
    assert ENDS.findall("<br <br/>") == ["<br/>"]
