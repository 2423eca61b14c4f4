"""Markup is taken apart into tags and words, in time that grows with its length only."""

import time

import pytest

from groundswell.science.text.markup import Tag, seen_in


def words(markup: str) -> str:
    return "".join(piece for piece in seen_in(markup) if not isinstance(piece, Tag))


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>Late &amp; <b>lost</b> &lt;3</p>", "Late & lost <3"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ('<a title="x > y" href="z">here</a>', "here"),
        ("<script>if (a </b> b) evil()</script>seen", "seen"),
        ("<script>never closed", ""),
        ("<svg><text>hidden</text></svg>seen", "seen"),
        ("<svg/>seen", "seen"),
        ("<!-- hidden <p> -->seen<!-->too", "seentoo"),
        ("<!--[if mso]>hidden<![endif]-->seen<![if !mso]> too<![endif]>", "seen too"),
        ("<head><title>hidden</title><p>seen", "seen"),
        ("<STYLE>p{}</STYLE >seen", "seen"),
        ('<a x="never closed>seen<b>too', "seentoo"),
        ("seen<a href=x", "seen"),
    ],
)
def test_only_what_a_person_sees_is_words(markup: str, seen: str) -> None:
    assert words(markup) == seen


def test_a_tag_tells_what_it_says_of_itself() -> None:
    tags = [piece for piece in seen_in('<IMG src="a b" onError=x alt/>') if isinstance(piece, Tag)]
    assert tags == [Tag("img", False, ("src", "onerror", "alt"))]


BROKEN = [
    "<a",
    "<!--",
    "</",
    "<![if",
    "<a x='",
    '<a "',
    "<",
    "<script>",
    "<svg>",
    "</svg>",
    "<a '>",
    "&",
    "<p a= ",
]


@pytest.mark.parametrize("piece", BROKEN)
def test_no_broken_markup_takes_long(piece: str) -> None:
    began = time.process_time()
    for _ in seen_in(piece * (1_000_000 // len(piece))):
        pass
    assert time.process_time() - began < 3
