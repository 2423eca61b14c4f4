"""Words out of the markup that other tools keep in their texts."""

import re

from groundswell.science.text.markup import Tag, seen_in

BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"}
PLAIN = {"p", "div", "br", "span", "b", "strong", "i", "em", "u", "font"}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def words_of(markup: str) -> tuple[str, list[str]]:
    """The words a person reads, and the elements (script, img, a and such) whose meaning is lost with the markup."""
    pieces: list[str] = []
    lost: dict[str, None] = {}
    for piece in seen_in(markup):
        if not isinstance(piece, Tag):
            pieces.append(piece)
            continue
        acts = any(name.startswith("on") for name in piece.attributes)
        if not piece.is_end and (acts or piece.name not in PLAIN):
            lost[piece.name] = None
        if piece.name in BLOCKS:
            pieces.append("\n")
    text = UNSEEN.sub("", "".join(pieces).replace("\xa0", " "))
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip(), list(lost)
