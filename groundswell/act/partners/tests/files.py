"""Small files of every kind that may stand on a board, made here byte by byte."""

import io
import zipfile
import zlib


def pdf(drawn: bytes = b"", *more: bytes, page: bytes = b"", trailer: bytes = b"") -> bytes:
    """One page that draws this; ``more`` are objects from number 6 on, ``page`` and ``trailer`` stand in theirs as well."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s"
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
    ]
    whole, places = b"%PDF-1.7\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\n" % (
        size,
        table,
        size,
        trailer,
    )
    return whole + head + b"startxref\n%d\n%%%%EOF\n" % len(whole)


def drawn(*lines: str) -> bytes:
    """Words as a page draws them, line below line."""
    return b"BT /F1 12 Tf 14 TL 50 700 Td %s ET" % b" ".join(
        b"(%s) Tj T*" % line.encode("latin-1") for line in lines
    )


PDF = pdf(drawn("Eleven vans"))


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\1\xff\0\2\xff\xd0\3"
JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
JPEG = b"\xff\xd8" + JFIF + segment(0xDB, b"\0" * 65) + SCAN + b"\xff\xd9"
GIF = b"GIF89a" + b"\1\0\1\0\0\0\0" + b"," + b"\0" * 11 + b";"
WEBP = b"RIFF" + (12).to_bytes(4, "little") + b"WEBPVP8 \0\0\0\0"
CSV = "Lieferung;Tage\nLeeds;3\nKöln;4\n".encode()


def chunk(name: bytes, content: bytes = b"") -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", b"\0") + chunk(b"IEND")


def packed(*names: str, content: bytes = b"<x/>", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", compression) as file:
        for name in names:
            file.writestr(name, content)
    return place.getvalue()


def open_document(kind: str) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        file.writestr("content.xml", "<x/>")
    return place.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
GOOD = {
    "brief.pdf": PDF,
    "plan.PNG": PNG,
    "shop.jpg": JPEG,
    "shop.jpeg": JPEG,
    "van.gif": GIF,
    "van.webp": WEBP,
    "offer.docx": DOCX,
    "days.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "talk.pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "offer.odt": open_document("text"),
    "days.ods": open_document("spreadsheet"),
    "talk.odp": open_document("presentation"),
    "days.csv": CSV,
    "excel.csv": "Köln;4\n".encode("cp1252"),
}
