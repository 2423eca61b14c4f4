"""Small files of every kind that may stand on a board, made here byte by byte."""

import io
import zipfile
import zlib

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


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
