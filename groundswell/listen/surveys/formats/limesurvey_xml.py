"""LimeSurvey's LSS as tables. Entities, document types and anything from outside are refused, not resolved."""

from xml.parsers import expat

from ..errors import DefinitionUnusable, Problem

DEEPEST = 8
MOST_ROWS = 20_000
Row = dict[str, str]
Tables = dict[str, list[Row]]


def is_xml(content: bytes) -> bool:
    """Whether the bytes begin as XML does."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff")


def refused(reason: str, what: str, remedy: str) -> DefinitionUnusable:
    """A file that is refused whole."""
    return DefinitionUnusable([Problem("", "file", what, remedy, reason)])


class _Reading:
    """Follows the elements: document / table / rows / row / field."""

    def __init__(self) -> None:
        self.tables: Tables = {}
        self.facts: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._rows = 0

    def begin(self, name: str, _: dict[str, str]) -> None:
        self._path.append(name)
        self._text = []
        if len(self._path) > DEEPEST:
            raise refused(
                "too_deep", name[:60], "A LimeSurvey survey is not nested this deep. Export it again."
            )
        if self._path[2:] == ["rows", "row"]:
            self._rows += 1
            if self._rows > MOST_ROWS:
                raise refused("too_large", str(self._rows), f"A survey has at most {MOST_ROWS:,} rows.")
            self.tables.setdefault(self._path[1], []).append({})

    def say(self, text: str) -> None:
        self._text.append(text)

    def end(self, name: str) -> None:
        words = "".join(self._text)
        if len(self._path) == 5 and self._path[2:4] == ["rows", "row"]:
            self.tables[self._path[1]][-1][name] = words
        elif self._path[:1] == ["document"] and len(self._path) in (2, 3) and words.strip():
            self.facts.setdefault(name, []).append(words.strip())
        self._path.pop()
        self._text = []


def _forbidden(*_: object) -> None:
    raise refused(
        "xml_entity", "DOCTYPE or entity", "A survey needs neither. Export it again from LimeSurvey."
    )


def read_tables(content: bytes) -> tuple[Tables, dict[str, list[str]]]:
    """The tables of a survey file, and the words outside of them. Raises DefinitionUnusable."""
    reading, parser = _Reading(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reading.begin, reading.end
    parser.CharacterDataHandler = reading.say
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _forbidden
    parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = _forbidden
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise refused(
            "malformed_xml", str(broken)[:120], "Export the survey again from LimeSurvey."
        ) from broken
    if reading.facts.get("LimeSurveyDocType") != ["Survey"]:
        raise refused(
            "file_type", "XML", "Bring our own JSON, SurveyJS's, Qualtrics' QSF or LimeSurvey's LSS."
        )
    return reading.tables, reading.facts
