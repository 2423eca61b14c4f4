"""A page as a tree of nodes, and what is looked for in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = {"script", "style", "nav", "details", "form", "button", "template"}
ALONE = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(slots=True)
class Node:
    tag: str
    given: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.given.get("class", "").split()


class Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
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


def is_unseen(node: Node) -> bool:
    is_hidden = "hidden" in node.given or node.given.get("aria-hidden") == "true" or "unseen" in node.classes
    return node.tag in UNSEEN or is_hidden


def are_set_apart(first: Node | str, second: Node | str) -> bool:
    """Pieces that a page sets apart by its style sheet alone."""
    pieces = {"span", "time", "li", "dd"}
    return all(isinstance(one, Node) and one.tag in pieces for one in (first, second))


def is_within_a_line(node: Node) -> bool:
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


def below(node: Node, tag: str) -> Iterator[Node]:
    """Nodes of this kind below, not those within another one of it."""
    for one in node.inside:
        if isinstance(one, str) or is_unseen(one):
            continue
        if one.tag == tag:
            yield one
        else:
            yield from below(one, tag)


def first(node: Node, tag: str) -> Node | None:
    return next(below(node, tag), None)


def of_class(node: Node, name: str) -> Iterator[Node]:
    for one in node.inside:
        if isinstance(one, str):
            continue
        if name in one.classes:
            yield one
        yield from of_class(one, name)


def cells_of(row: Node) -> list[Node]:
    return [one for one in row.inside if isinstance(one, Node) and one.tag in {"th", "td"}]
