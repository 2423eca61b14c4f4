"""Words on standard input to a PDF on standard output. Runs alone: it knows nothing of us, and is given nothing but words.

The words stay data: the template is ours, its root is an empty folder, and no packages can be found.
"""

import contextlib
import json
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("sheet.typ")
CPU_SECONDS, MEMORY = 15, 2 << 30
NO_LETTER = "□"
TRIES = 30


def _limit_ourselves() -> None:
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _kind(letter: str) -> str:
    """Letters of one writing are missing together."""
    return "signs" if ord(letter) > 0xFFFF else unicodedata.name(letter, letter).split()[0]


def _without(words: str, missing: str) -> str:
    kinds = {_kind(letter) for letter in missing if not letter.isspace()}
    return "".join(NO_LETTER if ord(one) > 0x7F and _kind(one) in kinds else one for one in words)


def _printed(template: bytes, words: str, root: str) -> bytes:
    return typst.compile(
        template,
        root=root,
        package_path=root,
        package_cache_path=root,
        sys_inputs={"paper": words},
        format="pdf",
        pdf_standards=["ua-1"],
    )


def main() -> None:
    """Letters for which no font is to be had become a box, and the paper says so."""
    template, paper = TEMPLATE.read_bytes(), json.loads(sys.stdin.buffer.read())
    with tempfile.TemporaryDirectory() as root:
        _limit_ourselves()
        for _ in range(TRIES):
            words = json.dumps(paper, ensure_ascii=False)
            try:
                sys.stdout.buffer.write(_printed(template, words, root))
            except typst.TypstError as failure:
                missing = "".join(re.findall(r'the text `"(.*?)"` could not', str(failure), re.DOTALL))
                fewer = _without(words, missing)
                if fewer == words:
                    raise
                paper = {**json.loads(fewer), "has_boxes": True}
            else:
                return
    sys.exit(1)


main()
