"""What an answer says, read as a person reads it: of a PDF its words, not its packed bytes."""

from io import BytesIO

from django.http import HttpResponse
from pypdf import PdfReader


def body_of(answer: HttpResponse) -> bytes:
    """The whole answer as bytes in which words can be searched."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"%PDF"):
        return body
    pages = PdfReader(BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split()).encode()
