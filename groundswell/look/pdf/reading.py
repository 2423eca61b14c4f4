"""Read a printed page into plain blocks: headings, paragraphs, lists, facts, tables, quotations, pictures.

Everything that anybody wrote is text from here on and never again markup of any kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from groundswell.look.charts.paper import paper_style

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
UNSEEN = {"script", "style", "nav", "details", "form", "button", "template"}
ALONE = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
PARAGRAPHS = {
    "p",
    "figcaption",
    "blockquote",
    "div",
    "section",
    "main",
    "header",
    "footer",
    "article",
    "span",
    "a",
}
LONGEST_WORD = 24
LONGEST_TEXT = 8000
Run = dict[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page. ``blocks`` as ``sheet.typ`` reads them; ``one_page``: what does not fit is cut, and ``whole`` said."""

    address: str
    title: str
    language: str
    organisation: str
    printed: str
    headline: list[Run]
    lead: list[Block]
    blocks: list[Block]
    foot: list[Block]
    whole: str = ""
    one_page: bool = False


@dataclass(slots=True)
class _Node:
    tag: str
    given: dict[str, str] = field(default_factory=dict)
    inside: list[_Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.given.get("class", "").split()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [_Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in ALONE:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def sheet_of(html: str, *, address: str, whole: str = "", one_page: bool = False) -> Sheet:
    """A page that extends ``look/print.html``. ``address`` is where it stands, ``whole`` where all its words do; links go on from there."""
    pictures: list[str] = []

    def kept(found: re.Match[str]) -> str:
        pictures.append(found[0])
        return f'<img data-picture="{len(pictures) - 1}">'

    tree = _Tree()
    tree.feed(SVG.sub(kept, html))
    page, reader = tree.open[0], _Reader(pictures, address)
    head = _first(page, "header")
    ends = [" ".join("".join(reader.text(node)).split()) for node in _below(head, "span")] if head else []
    main = _first(page, "main") or page
    title, lead = _first(main, "h1"), next(_of_class(main, "lead"), None)
    foot = next(_of_class(page, "print-sheet__foot"), None)
    rest = [node for node in main.inside if node is not title and node is not lead]
    return Sheet(
        address=address,
        title=" ".join("".join(reader.text(_first(page, "title") or page)).split()).rpartition(" · ")[0],
        language=(_first(page, "html") or page).given.get("lang", "en"),
        organisation=ends[0] if ends else "",
        printed=ends[1] if len(ends) > 1 else "",
        headline=reader.runs(title) if title else [],
        lead=list(reader.blocks(lead.inside)) if lead else [],
        blocks=_stepped(reader.blocks(rest)),
        foot=list(reader.blocks(foot.inside)) if foot else [],
        whole=urljoin(address, whole),
        one_page=one_page,
    )


def _stepped(blocks: Iterator[Block]) -> list[Block]:
    """No heading is more than one level below the one before it, as a reader by ear expects."""
    kept, last = list(blocks), 1
    for block in kept:
        if block["kind"] == "heading":
            block["level"] = last = min(block["level"], last + 1)
    return kept


@dataclass(slots=True)
class _Reader:
    pictures: list[str]
    address: str

    def blocks(self, nodes: list[_Node | str]) -> Iterator[Block]:
        """Blocks in reading order; words that stand between blocks become a paragraph."""
        loose: list[_Node | str] = []
        for node in nodes:
            if isinstance(node, str) or (_is_within_a_line(node) and not self._is_picture(node)):
                loose.append(node)
                continue
            yield from self._paragraph(loose)
            loose = []
            yield from self._block(node)
        yield from self._paragraph(loose)

    def runs(self, node: _Node) -> list[Run]:
        """The words of a node with what is strong, soft or a link, without needless space."""
        return _tidy(list(self._runs(node.inside, {})))

    def text(self, node: _Node) -> Iterator[str]:
        """The words alone."""
        yield from (run["text"] for run in self._runs(node.inside, {}))

    def _block(self, node: _Node) -> Iterator[Block]:
        if _is_unseen(node):
            return
        if node.tag in {"h2", "h3", "h4"}:
            yield {"kind": "heading", "level": min(int(node.tag[1]), 3), "words": self.runs(node)}
        elif node.tag in {"ul", "ol"}:
            yield {
                "kind": "list",
                "ordered": node.tag == "ol",
                "items": [self.runs(one) for one in _below(node, "li")],
            }
        elif node.tag == "dl":
            names, values = list(_below(node, "dt")), list(_below(node, "dd"))
            yield {
                "kind": "facts",
                "rows": [[self.runs(a), self.runs(b)] for a, b in zip(names, values, strict=False)],
            }
        elif node.tag == "table":
            yield self._table(node)
        elif node.tag == "img":
            yield from self._picture(node)
        elif node.tag == "figure" and "quotation" in node.classes:
            by = _first(node, "figcaption")
            words = self.runs(_first(node, "blockquote") or node)
            yield {
                "kind": "quotation",
                "words": words,
                "by": self.runs(by) if by else [],
                "dir": _direction(words),
            }
        elif node.tag == "p":
            yield from self._paragraph(node.inside, soft=bool({"soft", "small"} & set(node.classes)))
        else:
            yield from self.blocks(node.inside)

    def _paragraph(self, nodes: list[_Node | str], soft: bool = False) -> Iterator[Block]:
        words = _tidy(list(self._runs(nodes, {"soft": True} if soft else {})))
        if words:
            yield {"kind": "words", "words": words, "dir": _direction(words)}

    def _table(self, node: _Node) -> Block:
        lines = [[self.runs(cell) for cell in _cells(row)] for row in _below(node, "tr")]
        has_head = _first(node, "thead") is not None
        number = ["number" in cell.classes for cell in _cells(next(_below(node, "tr")))] if lines else []
        return {
            "kind": "table",
            "head": lines[0] if has_head else [],
            "rows": lines[1:] if has_head else lines,
            "number": number,
        }

    def _picture(self, node: _Node) -> Iterator[Block]:
        svg = self._drawn(node)
        if svg:
            head, _, rest = svg.partition(">")
            words = re.search(r'aria-label="([^"]*)"', head)
            rest = re.sub(r' href="[^"]*"', "", rest)
            style = re.sub(r"font:[^;]+;", "", paper_style())
            desc = _Tree()
            desc.feed(re.search(r"<desc>(.*?)</desc>", rest, re.DOTALL)[1] if "<desc>" in rest else "")
            said = " ".join("".join(self.text(desc.open[0])).split())
            name = _Tree()
            name.feed(words[1] if words else "")
            title = "".join(self.text(name.open[0]))
            yield {
                "kind": "picture",
                "svg": f"{head}><style>{style}</style>{rest}",
                "alt": f"{title}. {said}".strip(". "),
            }

    def _is_picture(self, node: _Node) -> bool:
        return node.tag == "img" and bool(self._drawn(node))

    def _drawn(self, node: _Node) -> str:
        place = node.given.get("data-picture", "")
        svg = self.pictures[int(place)] if place else ""
        return svg if "drawing--wide" in svg.partition(">")[0] else ""

    def _runs(self, nodes: list[_Node | str], how: Run) -> Iterator[Run]:
        before: _Node | str = ""
        for node in nodes:
            before, last = node, before
            if _are_set_apart(last, node):
                yield {"text": " ", **how}
            if isinstance(node, str):
                yield {"text": _plain(node), **how}
            elif node.tag == "br":
                yield {"text": "\n", **how}
            elif not _is_unseen(node):
                yield from self._runs(node.inside, {**how, **self._manner(node)})
                if node.tag in {"p", "div", "li", "blockquote"}:
                    yield {"text": "\n"}

    def _manner(self, node: _Node) -> Run:
        if node.tag in {"strong", "b"} or "badge" in node.classes:
            return {"strong": True}
        if node.tag == "a" and node.given.get("href"):
            return {"link": urljoin(self.address, node.given["href"])}
        return {"soft": True} if {"small", "soft"} & set(node.classes) else {}


def _tidy(runs: list[Run]) -> list[Run]:
    """White space as a browser shows it, long words breakable, nothing longer than a page could hold."""
    kept: list[Run] = []
    room = LONGEST_TEXT
    for run in runs:
        words = "\n" if run["text"] == "\n" else re.sub(r"\s+", " ", run["text"])
        last = kept[-1]["text"][-1:] if kept else "\n"
        words = words.lstrip(" ") if last in {" ", "\n"} else words
        if words == "\n" and kept:
            kept[-1]["text"] = kept[-1]["text"].rstrip(" ")
        if not words or (words == "\n" and last == "\n"):
            continue
        if len(words) > room:
            words = f"{words[: max(room - 1, 0)]}…"
        room -= len(words)
        kept.append({**run, "text": words})
        if room <= 0:
            break
    while kept and not kept[-1]["text"].strip():
        kept.pop()
    if kept:
        kept[-1]["text"] = kept[-1]["text"].rstrip()
    return [{**run, "text": _breakable(run["text"])} for run in kept if run["text"]]


def _breakable(words: str) -> str:
    """Zero-width spaces within words that are longer than a line could hold."""
    long = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
    return long.sub(lambda found: f"{found[0]}\u200b", words)


def _plain(words: str) -> str:
    return "".join(
        one for one in words if one in "\n\t " or unicodedata.category(one) not in {"Cc", "Cs", "Co", "Cn"}
    )


def _direction(runs: list[Run]) -> str:
    """As ``dir="auto"``: the first letter that has a direction gives it."""
    for one in "".join(run["text"] for run in runs):
        kind = unicodedata.bidirectional(one)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _is_unseen(node: _Node) -> bool:
    is_hidden = "hidden" in node.given or node.given.get("aria-hidden") == "true" or "unseen" in node.classes
    return node.tag in UNSEEN or is_hidden


def _are_set_apart(first: _Node | str, second: _Node | str) -> bool:
    """Pieces that a page sets apart by its style sheet alone."""
    pieces = {"span", "time", "li", "dd"}
    return all(isinstance(one, _Node) and one.tag in pieces for one in (first, second))


def _is_within_a_line(node: _Node) -> bool:
    return node.tag in {
        "a",
        "span",
        "strong",
        "b",
        "em",
        "i",
        "br",
        "code",
        "time",
        "abbr",
        "small",
        "img",
        "input",
    }


def _below(node: _Node, tag: str) -> Iterator[_Node]:
    """Nodes of this kind below, not those within another one of it."""
    for one in node.inside:
        if isinstance(one, str) or _is_unseen(one):
            continue
        if one.tag == tag:
            yield one
        else:
            yield from _below(one, tag)


def _first(node: _Node, tag: str) -> _Node | None:
    return next(_below(node, tag), None)


def _of_class(node: _Node, name: str) -> Iterator[_Node]:
    for one in node.inside:
        if isinstance(one, str):
            continue
        if name in one.classes:
            yield one
        yield from _of_class(one, name)


def _cells(row: _Node) -> list[_Node]:
    return [one for one in row.inside if isinstance(one, _Node) and one.tag in {"th", "td"}]
