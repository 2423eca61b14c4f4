"""HTML reduced to the words a person reads."""

from __future__ import annotations

import re

from groundswell.science.text.markup import Tag, seen_in

BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "hr"}
CELLS = {"td", "th"}
BETWEEN_CELLS = re.compile(r"(?<=[^\t\n ])[ \n]*\t ?\t[ \n]*")
"""The end of a cell with words and the beginning of the next one, with the paragraphs that programs put into cells."""


def words_of_html(text: str) -> str:
    """The visible words, one line a paragraph, a row of a table on one with tabs between its cells. Scripts, styles and
    hidden parts are gone."""
    pieces: list[str] = []
    for piece in seen_in(text):
        if not isinstance(piece, Tag):
            pieces.append(re.sub(r"\s+", " ", piece))
        elif piece.name in BLOCKS:
            pieces.append("\n")
        elif piece.name in CELLS:
            pieces.append("\t")
    rows = BETWEEN_CELLS.sub("\t", "".join(pieces))
    lines = (re.sub(r"[ \t]*\t[ \t]*", "\t", re.sub(r" {2,}", " ", one)).strip() for one in rows.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
