"""A file may be called whatever a stranger likes: the name that we show and send is harmless (rule F)."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from groundswell.listen.channels.files.names import safe_filename

CORPUS = Path(__file__).parent
PATHS = json.loads((CORPUS / "paths/expected.json").read_text(encoding="utf-8"))["cases"]
BAD = re.compile("[/\\\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])\s*(\.|$)", re.IGNORECASE)


@pytest.mark.parametrize("case", PATHS, ids=lambda case: case["id"])
def test_a_file_name_is_harmless(case):
    name = safe_filename(case["name"])
    assert 1 <= len(name.encode()) <= 150
    assert not BAD.search(name)
    assert name[0] != "."
    assert name[-1] not in ". "
    assert not DEVICE.match(name)
    assert not re.search(r"[/\\]", unicodedata.normalize("NFKC", name))
