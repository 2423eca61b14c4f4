"""A printed page as a file: read from the page itself, so that page and file never say two things."""

from .answering import answer_with, sheet_from
from .making import PressFailed, pdf_of
from .reading import Sheet, sheet_of

__all__ = ["PressFailed", "Sheet", "answer_with", "pdf_of", "sheet_from", "sheet_of"]
