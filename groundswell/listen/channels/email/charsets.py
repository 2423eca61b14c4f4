"""Bytes of letters as text: decoded as promised, as mail programs mean it, and never refused (WHATWG Encoding for the labels)."""

from __future__ import annotations

import codecs

from ..files.sniffing import NOT_FOR_FILES

MEANT = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
"""A narrower name is often given to letters that hold more than it has."""
OTHER_NAMES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "windows-874": "cp874",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "dos-874": "cp874",
}
NEVER = NOT_FOR_FILES - {"utf-7"}
"""Codecs that are no text of letters, or whose time grows faster than the letter."""


def decoded(content: bytes, named: str | None) -> str:
    """As promised; where the promise is wrong, as UTF-8, then as Western European, then with replacement."""
    codec = _codec(named or "")
    promised = MEANT.get(codec, codec)
    is_seven_bits = content.isascii()
    for tried in (promised, "" if is_seven_bits and promised else "utf-8", "" if promised else "cp1252"):
        try:
            return content.decode(tried) if tried else _refused()
        except UnicodeError:
            continue
    return content.decode(promised or "cp1252", "replace")


def _refused() -> str:
    raise UnicodeError


def _codec(named: str) -> str:
    """The name under which a codec is known here; nothing where it is none for text, or says no more than ASCII."""
    name = named.strip().strip("\"'").casefold()
    try:
        codec = codecs.lookup(OTHER_NAMES.get(name, name))
    except (LookupError, ValueError):
        return ""
    plain = codec.name.replace("_", "-")
    is_text = getattr(codec, "_is_text_encoding", True) and plain not in NEVER
    return codec.name if is_text and plain not in {"ascii", "utf-8"} else ""
