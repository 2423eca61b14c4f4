"""The style sheet of the pages for customers stands in the page itself: one request, and no wait for a second one.

The policy of the site allows this one text by its hash and no other.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

PUBLIC_STYLE = (Path(__file__).parent / "static/look/public.css").read_text(encoding="utf-8").strip()
PUBLIC_STYLE_SOURCE = f"'sha256-{b64encode(sha256(PUBLIC_STYLE.encode()).digest()).decode()}'"
