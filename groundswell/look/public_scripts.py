"""The few lines of script on the pages for customers stand in the page itself, like its style: one request.

The policy of the site allows these texts by their hashes and no others. Every page works without them.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent / "static/look"


def _lean(text: str) -> str:
    """The text without comments and indents."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


PUBLIC_SCRIPTS = {
    name: _lean((HERE / f"{name}.js").read_text(encoding="utf-8")) for name in ("tap", "keep", "alone")
}
PUBLIC_SCRIPT_SOURCES = [
    f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in PUBLIC_SCRIPTS.values()
]
