"""A printed page as a PDF: words stay words, one page stays one page, and the file can be read by ear."""

import json
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from groundswell.look.charts import WaterfallStep, waterfall
from groundswell.look.pdf import PressFailed, making, pdf_of, sheet_of

pytestmark = pytest.mark.once

HOSTILE = (
    '#import "@preview/cetz:0.3.4"',
    '#read("/etc/passwd")',
    '#image("/etc/hostname") #include "sheet.typ"',
    "*not strong* _not slanted_ $x^2$ `raw` <label> @reference",
    "= Not a heading",
    "\\ \\u{41} ] [ } { ) ( // not a comment /* nor this */",
    '"}], "sheets": []} #sys.inputs.paper',
)
PAGE = (
    '<!doctype html><html lang="en-gb"><head><title>{title} · Groundswell</title></head><body class="print-sheet">'
    "<nav>Download</nav><header><span>Linden</span><span>Today</span></header><main><h1>{title}</h1>"
    '<div class="lead"><p>Lead</p></div>{body}</main><footer class="print-sheet__foot"><p>Foot</p></footer></body></html>'
)


def _page(body, title="A page"):
    return PAGE.format(title=title, body=body)


def _read(made):
    reader = PdfReader(BytesIO(made))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _file(body, **given):
    return pdf_of([sheet_of(_page(body), address="https://ours.example/act/1/paper/", **given)])


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stand_on_paper_as_they_were_written(words):
    shown = render_to_string("look/parts/quotation.html", {"text": words})
    _, text = _read(_file(shown))
    assert words.replace(" ", "") in text.replace(" ", "").replace("\u200b", "")
    assert "root:" not in text


def test_nothing_of_this_machine_can_be_reached_from_the_press(tmp_path, monkeypatch):
    """Even a template that asks for a file or a package gets neither."""
    asked = tmp_path / "press.py"
    asked.write_text(making.PRESS.read_text())
    monkeypatch.setattr(making, "PRESS", asked)
    for wish in ('#read("/etc/passwd")', '#read("../press.py")', '#import "@preview/cetz:0.3.4"'):
        (tmp_path / "sheet.typ").write_text(wish)
        with pytest.raises(PressFailed):
            _file("<p>Words</p>")


def test_every_writing_stands_on_paper_and_what_has_no_letter_is_said():
    reader, text = _read(_file("<p>שלום לכולם</p><p>مرحبا بكم</p><p>Grüße — naïve “€5” ☐ →</p>"))
    assert "Grüße — naïve “€5” ☐ →" in text
    assert len(reader.pages) == 1
    rare = "\U00012000\U00012001"
    _, boxes = _read(_file(f"<p>Begin {rare} 😀👩‍🚀 end</p>"))
    assert "□" in boxes
    assert "letters for which this server has no font" in boxes


def test_the_file_has_a_title_a_language_and_tags():
    reader, _ = _read(
        _file(
            "<h2>One</h2><p>Words</p><ul><li>First</li></ul><table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>"
        )
    )
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "A page"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    kinds = set()

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict) and "/S" in node:
            kinds.add(node["/S"])
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= kinds


def test_a_heading_that_skips_a_level_is_put_right():
    made = _file("<h3>Straight to the third</h3><p>Words</p>")
    assert "Straight to the third" in _read(made)[1]


@pytest.mark.parametrize("times", [1, 30, 400, 4000])
def test_one_page_stays_one_page_and_says_where_the_rest_stands(times):
    body = f"<section><h2>Problem</h2><p>{'Late again. ' * times}</p><ul>{'<li>One more vote against it</li>' * times}</ul></section>"
    reader, text = _read(_file(body, one_page=True, whole="/act/1/"))
    assert len(reader.pages) == 1
    assert ("Shortened to fit this page" in text) == (times > 30)
    assert ("https://ours.example/act/1/" in text) == (times > 30)
    assert "Foot" in text


@pytest.mark.parametrize("word", ["x" * 20_000, "ש" * 9_000, "wörtlich" * 2_000])
def test_a_word_without_an_end_neither_leaves_the_page_nor_fills_a_second_one(word):
    reader, text = _read(_file(f"<p>{word}</p><p>After it</p>", one_page=True, whole="/act/1/"))
    assert len(reader.pages) == 1
    assert "After it" in text


def test_what_is_longer_goes_on_where_a_page_may():
    reader, text = _read(_file("<p>Late again.</p>" * 200))
    assert len(reader.pages) > 1
    assert f"1 of {len(reader.pages)}" in text
    assert "Shortened" not in text


def test_the_picture_is_the_one_of_the_page_with_its_words():
    drawn = waterfall(
        [WaterfallStep("Set aside", 9.0, is_total=True), WaterfallStep("Taken", -4.0)],
        title="Money",
        description="Of <this> year.",
    )
    sheet = sheet_of(
        _page(f"<figure>{drawn.svg}{drawn.narrow_svg}</figure>"), address="https://ours.example/"
    )
    pictures = [one for one in sheet.blocks if one["kind"] == "picture"]
    assert len(pictures) == 1
    assert pictures[0]["alt"].startswith("Money. Of <this> year.")
    assert "Set aside" in _read(pdf_of([sheet]))[1]


def test_what_is_not_for_paper_is_not_in_the_file():
    _, text = _read(
        _file(
            '<details><summary>Open</summary></details><form><button>Send</button></form><span class="unseen">Ear</span><p hidden>Hidden</p><p>Words</p>'
        )
    )
    assert "Words" in text
    for word in ("Open", "Send", "Ear", "Hidden", "Download"):
        assert word not in text


def test_several_sheets_are_one_file_with_its_contents():
    sheets = [
        sheet_of(
            _page(f'<p>See <a href="/act/2/">the next</a> {n}</p>', title=f"Sheet {n}"),
            address=f"https://ours.example/act/{n}/",
        )
        for n in (1, 2, 3)
    ]
    reader, text = _read(pdf_of(sheets, title="A book", contents=True))
    assert [len(reader.pages), reader.metadata.title] == [3, "A book"]
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [
        "Sheet 1",
        "Sheet 2",
        "Sheet 3",
    ]
    assert "In this file" in text


def test_what_takes_too_long_or_is_too_much_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(making, "SECONDS", 0.01)
    with pytest.raises(PressFailed, match="Print the page"):
        _file("<p>Words</p>")
    monkeypatch.undo()
    monkeypatch.setattr(making, "MOST_IN", 100)
    with pytest.raises(PressFailed, match="too much for one file"):
        _file("<p>Words</p>")


def test_words_come_back_from_the_page_as_they_are():
    sheet = sheet_of(
        _page('<p>A &lt;b&gt; &amp; <strong>strong</strong>  <a href="/x/">link</a>\n  end</p>'),
        address="https://ours.example/a/",
    )
    assert json.dumps(sheet.blocks[0]["words"]) == json.dumps(
        [
            {"text": "A <b> & "},
            {"text": "strong", "strong": True},
            {"text": " "},
            {"text": "link", "link": "https://ours.example/x/"},
            {"text": " end"},
        ]
    )


def test_pieces_that_only_the_style_sheet_sets_apart_do_not_run_together():
    _, text = _read(_file("<p><span>10 of 10</span><span>Returns</span><time>3 May</time></p>"))
    assert "10 of 10 Returns 3 May" in text
