"""Read a printed page into plain blocks: headings, paragraphs, lists, facts, tables, quotations, pictures.

Everything that anybody wrote is text from here on and never again markup of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from groundswell.look.charts.paper import paper_style

from .tree import Node, Tree, are_set_apart, below, cells_of, first, is_unseen, is_within_a_line, of_class
from .words import Run, direction, plain, tidy

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
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


def sheet_of(html: str, *, address: str, whole: str = "", one_page: bool = False) -> Sheet:
    """A page that extends ``look/print.html``. ``address`` is where it stands, ``whole`` where all its words do; links go on from there."""
    pictures: list[str] = []

    def kept(found: re.Match[str]) -> str:
        pictures.append(found[0])
        return f'<img data-picture="{len(pictures) - 1}">'

    tree = Tree()
    tree.feed(SVG.sub(kept, html))
    page, reader = tree.open[0], _Reader(pictures, address)
    head = first(page, "header")
    ends = [" ".join("".join(reader.text(node)).split()) for node in below(head, "span")] if head else []
    main = first(page, "main") or page
    title, lead = first(main, "h1"), next(of_class(main, "lead"), None)
    foot = next(of_class(page, "print-sheet__foot"), None)
    rest = [node for node in main.inside if node is not title and node is not lead]
    return Sheet(
        address=address,
        title=" ".join("".join(reader.text(first(page, "title") or page)).split()).rpartition(" · ")[0],
        language=(first(page, "html") or page).given.get("lang", "en"),
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

    def blocks(self, nodes: list[Node | str]) -> Iterator[Block]:
        """Blocks in reading order; words that stand between blocks become a paragraph."""
        loose: list[Node | str] = []
        for node in nodes:
            if isinstance(node, str) or (is_within_a_line(node) and not self._is_picture(node)):
                loose.append(node)
                continue
            yield from self._paragraph(loose)
            loose = []
            yield from self._block(node)
        yield from self._paragraph(loose)

    def runs(self, node: Node) -> list[Run]:
        """The words of a node with what is strong, soft or a link, without needless space."""
        return tidy(list(self._runs(node.inside, {})))

    def text(self, node: Node) -> Iterator[str]:
        """The words alone."""
        yield from (run["text"] for run in self._runs(node.inside, {}))

    def _block(self, node: Node) -> Iterator[Block]:
        if is_unseen(node):
            return
        if node.tag in {"h2", "h3", "h4"}:
            yield {"kind": "heading", "level": min(int(node.tag[1]), 3), "words": self.runs(node)}
        elif node.tag in {"ul", "ol"}:
            yield {
                "kind": "list",
                "ordered": node.tag == "ol",
                "items": [self.runs(one) for one in below(node, "li")],
            }
        elif node.tag == "dl":
            names, values = list(below(node, "dt")), list(below(node, "dd"))
            yield {
                "kind": "facts",
                "rows": [[self.runs(a), self.runs(b)] for a, b in zip(names, values, strict=False)],
            }
        elif node.tag == "table":
            yield self._table(node)
        elif node.tag == "img":
            yield from self._picture(node)
        elif node.tag == "figure" and "quotation" in node.classes:
            by = first(node, "figcaption")
            words = self.runs(first(node, "blockquote") or node)
            yield {
                "kind": "quotation",
                "words": words,
                "by": self.runs(by) if by else [],
                "dir": direction(words),
            }
        elif node.tag == "p":
            yield from self._paragraph(node.inside, soft=bool({"soft", "small"} & set(node.classes)))
        else:
            yield from self.blocks(node.inside)

    def _paragraph(self, nodes: list[Node | str], soft: bool = False) -> Iterator[Block]:
        words = tidy(list(self._runs(nodes, {"soft": True} if soft else {})))
        if words:
            yield {"kind": "words", "words": words, "dir": direction(words)}

    def _table(self, node: Node) -> Block:
        lines = [[self.runs(cell) for cell in cells_of(row)] for row in below(node, "tr")]
        has_head = first(node, "thead") is not None
        number = ["number" in cell.classes for cell in cells_of(next(below(node, "tr")))] if lines else []
        return {
            "kind": "table",
            "head": lines[0] if has_head else [],
            "rows": lines[1:] if has_head else lines,
            "number": number,
        }

    def _picture(self, node: Node) -> Iterator[Block]:
        svg = self._drawn(node)
        if svg:
            head, _, rest = svg.partition(">")
            words = re.search(r'aria-label="([^"]*)"', head)
            rest = re.sub(r' href="[^"]*"', "", rest)
            style = re.sub(r"font:[^;]+;", "", paper_style())
            desc = Tree()
            desc.feed(re.search(r"<desc>(.*?)</desc>", rest, re.DOTALL)[1] if "<desc>" in rest else "")
            said = " ".join("".join(self.text(desc.open[0])).split())
            name = Tree()
            name.feed(words[1] if words else "")
            title = "".join(self.text(name.open[0]))
            yield {
                "kind": "picture",
                "svg": f"{head}><style>{style}</style>{rest}",
                "alt": f"{title}. {said}".strip(". "),
            }

    def _is_picture(self, node: Node) -> bool:
        return node.tag == "img" and bool(self._drawn(node))

    def _drawn(self, node: Node) -> str:
        place = node.given.get("data-picture", "")
        svg = self.pictures[int(place)] if place else ""
        return svg if "drawing--wide" in svg.partition(">")[0] else ""

    def _runs(self, nodes: list[Node | str], how: Run) -> Iterator[Run]:
        before: Node | str = ""
        for node in nodes:
            before, last = node, before
            if are_set_apart(last, node):
                yield {"text": " ", **how}
            if isinstance(node, str):
                yield {"text": plain(node), **how}
            elif node.tag == "br":
                yield {"text": "\n", **how}
            elif not is_unseen(node):
                yield from self._runs(node.inside, {**how, **self._manner(node)})
                if node.tag in {"p", "div", "li", "blockquote"}:
                    yield {"text": "\n"}

    def _manner(self, node: Node) -> Run:
        if node.tag in {"strong", "b"} or "badge" in node.classes:
            return {"strong": True}
        if node.tag == "a" and node.given.get("href"):
            return {"link": urljoin(self.address, node.given["href"])}
        return {"soft": True} if {"small", "soft"} & set(node.classes) else {}
