"""The documents say what is there."""

import re
from pathlib import Path

from groundswell.config import environment
from groundswell.config.worker import every_job
from groundswell.science.scores.definition import DEFINITIONS

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "groundswell"


def folders(place: Path) -> set[str]:
    return {path.name for path in place.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}


def map_of_the_readme() -> dict[str, set[str]]:
    drawing = (ROOT / "README.md").read_text().split("```\ngroundswell/\n")[1].split("```")[0]
    found: dict[str, set[str]] = {"": set()}
    floor = ""
    for line in drawing.splitlines():
        name = re.match(r"( *)(\w+)/ ", line)
        if name is None:
            continue
        depth, word = len(name[1]), name[2]
        if depth == 2:
            floor = word
            found[floor] = set()
        elif depth == 4:
            found[floor].add(word)
        else:
            found[""].add(word)
    return found


def test_the_map_of_the_readme_is_the_folders():
    drawn = map_of_the_readme()
    floors = {floor: rooms for floor, rooms in drawn.items() if floor}
    assert set(floors) == folders(HOUSE)
    for floor, rooms in floors.items():
        if rooms:
            assert rooms == folders(HOUSE / floor) - {"tests"}, floor


def test_every_top_folder_is_on_the_map():
    unnamed = {"var", "dist", "requirements"}
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    assert map_of_the_readme()[""] == there - {"groundswell"} - unnamed


def test_every_room_says_what_it_is_for():
    for marker in HOUSE.rglob("__init__.py"):
        if "migrations" in marker.parts or "tests" in marker.parts or "templatetags" in marker.parts:
            continue
        assert marker.read_text().startswith('"""'), marker


def test_every_word_of_the_glossary_stands_in_the_code():
    code = "\n".join(path.read_text() for path in HOUSE.rglob("*.py"))
    words = set(re.findall(r"\w+", code))
    for line in (ROOT / "GLOSSARY.md").read_text().splitlines():
        for word in re.findall(r"`([^`]+)` \|$", line):
            last = word.rsplit(".", 1)[-1]
            is_there = last in words or re.search(rf"\b{re.escape(last)}\b", code)
            assert is_there or (HOUSE.parent / word).is_dir(), word


def test_every_setting_is_documented():
    text = Path(environment.__file__).read_text()
    read = set(re.findall(r'(?:_value|_switch|_one_of)\("([A-Z_]+)"', text)) | set(
        re.findall(r'environ\.get\("([A-Z_]+)"', text)
    )
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert documented - {"GROUNDSWELL_LIFELINE", "GROUNDSWELL_WORD"} == read


def test_only_the_top_floor_reads_the_environment():
    readers = {
        path.relative_to(HOUSE).parts[0]
        for path in HOUSE.rglob("*.py")
        if re.search(r"os\.(environ|getenv)|from os import .*environ", path.read_text())
        and "tests" not in path.parts
    }
    assert readers == {"config"}


def test_no_file_names_a_machine():
    forbidden = re.compile(r"(?<![\w.])/(root|work|home/\w+|Users/\w+)/")
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        hidden = any(
            part in {"var", "__pycache__"} or (part.startswith(".") and part != ".ci") for part in inside
        )
        if (
            path.is_file()
            and not hidden
            and path.suffix in {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".sh", ""}
        ):
            assert not forbidden.search(path.read_text(errors="ignore").replace(forbidden.pattern, "")), path


def test_the_locks_hold_no_address():
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(), lock


def test_every_job_is_documented_once():
    documented = re.findall(r"^\| `([^`]+)`", (ROOT / "docs/jobs.md").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(job.name for job in every_job())


def test_every_score_is_documented_with_its_version_and_its_source():
    pages = {page.stem: page.read_text() for page in (ROOT / "docs/scores").glob("*.md")}
    assert set(pages) == set(DEFINITIONS)
    for code, definition in DEFINITIONS.items():
        assert f"(`{code}`, version {definition.version})" in pages[code]
        assert "**Source.**" in pages[code]


def test_every_page_of_the_documentation_is_found_from_its_first_page():
    first = (ROOT / "docs/README.md").read_text()
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name != "README.md":
            assert f"({page.relative_to(ROOT / 'docs').as_posix()})" in first, page
