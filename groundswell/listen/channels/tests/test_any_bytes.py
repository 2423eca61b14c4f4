"""Whatever bytes come to whichever door of files: a report in which every row went somewhere, or a refusal in words."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.listen.channels.files.actions import import_file
from groundswell.listen.channels.files.choices import Choices
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.formats.registry import BY_NAME
from groundswell.listen.channels.files.formats.tests.test_formats import FILES
from groundswell.listen.channels.files.looking import look_at
from groundswell.listen.channels.files.rehearsing import Rehearsal
from groundswell.listen.channels.models import FileImport, RejectedRow, Upload
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .test_bringing_files import OWN

ENDINGS = st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.parquet", "a.zip", "a.txt", "a"])
TRUE_FILES = [make() for _, make, _, _ in FILES] + [OWN]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "9",
            "11",
            "-1",
            "2026-01-02",
            "31/12/2025 25:99",
            "ann@x.example",
            "=1+1",
            "\ud83d",
            "\x00",
            "/",
            '"',
            "",
        ]
    ),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A true file in which some bytes were changed, or that was cut, or had another one added."""
    content = bytearray(draw(st.sampled_from(TRUE_FILES)))
    for _ in range(draw(st.integers(0, 6))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content[draw(st.integers(0, 3)) : draw(st.integers(0, len(content)))]) + draw(
        st.binary(max_size=8)
    )


@st.composite
def misshapen(draw: st.DrawFn) -> bytes:
    """A list of objects that begins like some tool's and holds anything."""
    lists = [one for one in TRUE_FILES if one[:1] in b"[{" and one[:1]]
    text = draw(st.sampled_from(lists)).decode()
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines()]
    objects = found if isinstance(found, list) else next(v for v in found.values() if isinstance(v, list))
    for _ in range(draw(st.integers(1, 3))):
        one = draw(st.sampled_from(objects))
        one[draw(st.sampled_from(sorted(one)))] = draw(VALUES)
    return json.dumps(objects).encode()


BYTES = st.one_of(
    st.binary(max_size=300), TABLES, TABLES.map(lambda t: OWN[:45] + b"\n" + t), spoiled(), misshapen()
)
OFTEN = settings(
    max_examples=40,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


@OFTEN
@given(
    content=BYTES,
    name=ENDINGS,
    wanted=st.sampled_from(["", "", "", *BY_NAME]),
    holds=st.sampled_from(["", "answers", "refusals"]),
)
def test_every_row_of_any_file_goes_somewhere_or_the_file_is_refused(
    world: World, content, name, wanted, holds
):
    refusal = None
    try:
        arriving = look_at(content, name, wanted=wanted)
    except FileUnusable as unusable:
        refusal = unusable
    if refusal:
        assert refusal.sentence.endswith(".")
        assert refusal.remedy.endswith(".")
        return
    choices = Choices(
        arriving.mapping, date_order=arriving.dates.order, day="2025-06-01", holds=holds or arriving.holds
    )
    rehearsed = Rehearsal(arriving, choices, file_name=name, at=NOW).run()
    with transaction.atomic():
        report = import_file(content, arriving, choices, file_name=name, by="test", at=NOW)
        for one in (rehearsed, report):
            assert one.read == one.accepted + one.duplicate + one.rejected + one.left_out.total()
        assert min(report.accepted, report.duplicate, report.rejected) >= 0
        assert (rehearsed.read, rehearsed.rejected) == (report.read, report.rejected)
        assert Signal.objects.count() + report.refusals == report.accepted
        assert RejectedRow.objects.count() == report.rejected
        log = FileImport.objects.filter(pk=report.import_id).first()
        assert (log.state if log else "refused") == ("refused" if report.refusal else "stored")
        transaction.set_rollback(True)


@OFTEN
@given(content=BYTES, name=ENDINGS)
def test_the_page_of_files_answers_whatever_is_brought(world: World, signed_in, content, name):
    client = signed_in(world.office)
    with transaction.atomic():
        answer = client.post("/listen/files/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code in {302, 422}
        for upload in list(Upload.objects.all()):
            page = client.get(f"/listen/files/waiting/{upload.token}/")
            assert page.status_code in {200, 422}
            if page.context and "form" in page.context and hasattr(page.context["form"], "sheet"):
                form = page.context["form"]
                given_ = {field: form[field].value() or "" for field in form.fields}
                done = client.post(
                    f"/listen/files/waiting/{upload.token}/", given_ | {"do": "import", "day": "2025-06-01"}
                )
                assert done.status_code in {200, 302, 422}
        transaction.set_rollback(True)


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            packed.writestr(name, "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (bomb(), "bomb.xlsx", "too_large"),
        (b"[" * 10**6 + b"]" * 10**6, "deep.json", "malformed_json"),
        (b'[{"external_id":"h","score":' + b"9" * 900_000 + b"}]", "huge.json", "malformed_json"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "wide.csv", "too_many_columns"),
        (b"a" * (50 << 20), "long.csv", "missing_column"),
        (b'external_id,submitted_at,score\nx,2025-06-01,"' + b"y\n" * 400_000, "open.csv", "malformed_csv"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_that_was_made_to_hurt_is_refused(content, name, reason):
    with pytest.raises(FileUnusable) as refusal:
        look_at(content, name)
    assert refusal.value.reason_class == reason


def test_a_row_of_nothing_but_a_zero_byte_is_rejected_and_kept(world: World) -> None:
    content = b"external_id,submitted_at,score\n\x00\nF-1,2026-01-02T10:00:00Z,9\n"
    arriving = look_at(content, "a.csv")
    choices = Choices(arriving.mapping, date_order=arriving.dates.order, tz="UTC")
    report = import_file(content, arriving, choices, file_name="a.csv", by="test", at=NOW)
    assert (report.accepted, report.rejected) == (1, 1)
    assert RejectedRow.objects.get().cells == ["\ufffd"]
