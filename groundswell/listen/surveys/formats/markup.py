"""Words out of the markup that other tools keep in their texts."""

import re
from html.parser import HTMLParser

HIDDEN = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe", "object"}
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"}
PLAIN = {"p", "div", "br", "span", "b", "strong", "i", "em", "u", "font"}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.lost: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in PLAIN or any(name.startswith("on") for name, _ in attrs):
            self.lost[tag] = None
        if tag in HIDDEN:
            self.hidden.append(tag)
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def words_of(markup: str) -> tuple[str, list[str]]:
    """The words a person reads, and the elements (script, img, a and such) whose meaning is lost with the markup."""
    words = _Words()
    words.feed(markup)
    words.close()
    text = UNSEEN.sub("", "".join(words.pieces).replace("\xa0", " "))
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip(), list(words.lost)
