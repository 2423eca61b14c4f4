"""Markup taken apart in one pass, however it is broken: tags and the words a person sees, one after the other.

Whatever the markup, the time grows with its length only: nothing is looked for twice. Broken ends are read as browsers
read them: a tag or a comment that is never closed hides the rest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

RAW = frozenset({"script", "style", "title", "iframe"})
"""What stands inside is text until the same element ends, whatever it looks like."""
HIDDEN = RAW | {"head", "template", "noscript", "svg", "math", "object"}
ENDS_HEAD = frozenset({"body", "p", "div", "table", "h1", "h2", "h3", "ul", "ol", "br"})
TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>]++|"[^"]*"|'[^']*')*+)>""")
TAG_WITHOUT_QUOTES = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
LOOKS_LIKE_A_TAG = re.compile(r"</?[a-zA-Z]")
ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]++))?""")


class Tag(NamedTuple):
    """The start or the end of an element; ``attributes`` holds the names of what it says of itself."""

    name: str
    is_end: bool
    attributes: tuple[str, ...]


def seen_in(markup: str) -> Iterator[Tag | str]:
    """Every tag, and between them the words that are seen: no comments, no scripts, nothing of hidden elements."""
    hidden, place, tag_form = "", 0, TAG
    while place < len(markup):
        start = markup.find("<", place)
        start = len(markup) if start < 0 else start
        if start > place and not hidden:
            yield html.unescape(markup[place:start])
        if start == len(markup):
            return
        if not LOOKS_LIKE_A_TAG.match(markup, start):
            place, words = _after_no_tag(markup, start)
            if words and not hidden:
                yield words
            continue
        found = tag_form.match(markup, start)
        if found is None:
            # A quotation mark is never closed: from here on none of them counts.
            tag_form = TAG_WITHOUT_QUOTES
            found = tag_form.match(markup, start)
        if found is None:
            return
        tag, place = _tag(found), found.end()
        yield tag
        if tag.is_end:
            hidden = "" if tag.name == hidden else hidden
        elif hidden == "head" and tag.name in ENDS_HEAD:
            hidden = ""
        elif not hidden and tag.name in HIDDEN and not found[3].endswith("/"):
            hidden = tag.name
        if not tag.is_end and tag.name in RAW:
            place = _end_of(tag.name, markup, place)


def _tag(found: re.Match[str]) -> Tag:
    names = () if found[1] else tuple(name.lower() for name in ATTRIBUTE.findall(found[3]))
    return Tag(found[2].lower(), bool(found[1]), names)


def _after_no_tag(markup: str, start: int) -> tuple[int, str]:
    """Where it goes on behind a comment, a declaration, or a mark that is just a mark, with what is seen of it."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 2)
        return (end + 3 if end >= 0 else len(markup)), ""
    if markup.startswith(("<!", "<?", "</"), start):
        end = markup.find(">", start)
        return (end + 1 if end >= 0 else len(markup)), ""
    return start + 1, "<"


def _end_of(name: str, markup: str, start: int) -> int:
    """Where the end tag of an element of raw text begins; the end of everything where there is none."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(markup, start)
    return found.start() if found else len(markup)
