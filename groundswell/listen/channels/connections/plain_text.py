"""HTML reduced to the words a person reads."""

from __future__ import annotations

import re

from groundswell.science.text.markup import Tag, seen_in

BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "hr"}


def words_of_html(text: str) -> str:
    """The visible words, one line a paragraph. Scripts, styles and hidden parts are gone."""
    pieces: list[str] = []
    for piece in seen_in(text):
        if not isinstance(piece, Tag):
            pieces.append(re.sub(r"\s+", " ", piece))
        elif piece.name in BLOCKS:
            pieces.append("\n")
    lines = (re.sub(r" {2,}", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
