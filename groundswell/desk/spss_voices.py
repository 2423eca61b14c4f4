"""Voices and their further answers as an SPSS file: labels in the words of the survey, and codes for what was not said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Length

from groundswell.listen.channels.files.rows import FeedbackRow
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.surveys.definition import Choice, Definition, Question
from groundswell.listen.surveys.models import SurveyVersion
from groundswell.listen.surveys.piping import NAME
from groundswell.look.tables.sav_file import WIDEST, Value, Variable, sav_chunks, variable_name
from groundswell.science.text.redaction import redacted

NO_ANSWER = 99
NO_SCORE = {NO_ANSWER: "No score"}
GROUPS = {1: "Detractor", 2: "Passive", 3: "Promoter"}
TEXTS = ("external_id", "email", "unit", "touchpoint", "comment")
MOST_VARIABLES = 500
VOICES_AT_A_TIME = 500
NOT_CHOSEN = {0: "Not chosen", 1: "Chosen"}


@dataclass(slots=True)
class _Asked:
    """One variable for further answers: which key and part it holds, and the code of each choice."""

    key: str
    variable: Variable
    part: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    choice: str = ""

    def value(self, answers: list[Answer]) -> Value:
        """What a voice said to it; the missing code where it said nothing."""
        found = [one for one in answers if one.key == self.key and one.part == self.part]
        if self.variable.width:
            return redacted(found[0].words).text if found else ""
        if not found:
            return NO_ANSWER
        if self.choice:
            return int(any(one.choice == self.choice for one in found))
        return found[0].number if found[0].number is not None else self.codes.get(found[0].choice, NO_ANSWER)


def sav_of(found: QuerySet[Signal], rows: Callable[[], Iterator[FeedbackRow]]) -> Iterator[bytes]:
    """The file in pieces. ``rows`` gives the voices of ``found``, newest first, as often as it is asked: the widths come first."""
    asked, widths = _asked_of(found), _widths(rows())
    pieces = -(-widths["comment"] // WIDEST)
    variables = [*_facts(widths, pieces), *(one.variable for one in asked)]
    return sav_chunks(variables, _cases(found, rows(), asked, pieces), label="Voices behind a figure")


def _widths(rows: Iterator[FeedbackRow]) -> dict[str, int]:
    """The most bytes that each text needs."""
    widest = dict.fromkeys(TEXTS, 1)
    for row in rows:
        for name in TEXTS:
            words = getattr(row, name)
            if words and 4 * len(words) > widest[name]:
                widest[name] = max(widest[name], len(words.encode()))
    return widest


def _facts(widths: dict[str, int], pieces: int) -> list[Variable]:
    words = "The customer's own words, without personal data"
    more = [Variable(f"comment_{n}", f"{words}, part {n}", WIDEST) for n in range(2, pieces + 1)]
    return [
        Variable("external_id", "Id of the answer", widths["external_id"]),
        Variable("submitted_at", "When it was given (UTC)", is_moment=True),
        Variable("score", "Score from 0 to 10", labels=NO_SCORE, missing=(NO_ANSWER,)),
        Variable("group", "Kind of customer", labels=GROUPS | NO_SCORE, missing=(NO_ANSWER,)),
        Variable("email", "E-mail address", widths["email"]),
        Variable("unit", "Part of the organisation", widths["unit"]),
        Variable("touchpoint", "Moment of the journey", widths["touchpoint"]),
        Variable("comment", words, min(widths["comment"], WIDEST)),
        *more,
    ]


def _asked_of(found: QuerySet[Signal]) -> list[_Asked]:
    """The further questions of every version that these voices answered; the newest words of each stand as its label."""
    versions = SurveyVersion.objects.filter(pk__in=found.exclude(version=None).values("version"))
    written = Answer.objects.filter(signal__in=found.values("pk")).exclude(words="").order_by()
    longest = dict(written.values("key").annotate(most=Max(Length("words"))).values_list("key", "most"))
    taken = {"SUBMITTED_AT", "SCORE", "GROUP", *(name.upper() for name in TEXTS)}
    made: dict[tuple[str, str, str], _Asked] = {}
    for version in versions.order_by("-created_at"):
        wording = version.wording
        for question in wording.questions[1:]:
            if question is not wording.why:
                _add(made, wording, question, taken, longest)
    return list(made.values())[:MOST_VARIABLES]


def _add(
    made: dict[tuple[str, str, str], _Asked],
    wording: Definition,
    question: Question,
    taken: set[str],
    longest: dict[str, int],
) -> None:
    said = _said(wording, question.text)
    if question.kind == "multiple":
        for one in question.choices:
            label = f"{said}: {_said(wording, one.text)}"
            _put(made, question.key, "", label, taken, labels=NOT_CHOSEN, choice=one.value)
    elif question.kind == "matrix":
        for row in question.rows:
            label = f"{said}: {_said(wording, row.text)}"
            _put(made, question.key, row.value, label, taken, coded=question.columns, wording=wording)
    elif question.kind == "text":
        _put(made, question.key, "", said, taken, width=min(4 * longest.get(question.key, 1) + 64, WIDEST))
    else:
        ends = {question.least: question.low, question.most: question.high} if question.is_scale else {}
        words = {code: _said(wording, texts) for code, texts in ends.items() if texts}
        _put(made, question.key, "", said, taken, labels=words, coded=question.choices, wording=wording)


def _put(made: dict[tuple[str, str, str], _Asked], key: str, part: str, label: str, taken: set[str], *, labels: dict[int, str] | None = None, coded: tuple[Choice, ...] = (), wording: Definition | None = None, width: int = 0, choice: str = "") -> None:  # fmt: skip
    known = made.get((key, part, choice))
    codes = dict(known.codes) if known else {}
    words = dict(known.variable.labels) if known else dict(labels or {})
    for one in coded:
        code = codes.setdefault(one.value, len(codes) + 1)
        words.setdefault(code, _said(wording, one.text) if wording else one.value)
    name = known.variable.name if known else variable_name("_".join(filter(None, (key, part, choice))), taken)
    label = known.variable.label if known else label
    missing = () if width else (NO_ANSWER,)
    labelled = words if width else words | {NO_ANSWER: "No answer"}
    made[(key, part, choice)] = _Asked(
        key, Variable(name, label, width, labels=labelled, missing=missing), part, codes, choice
    )


def _said(wording: Definition, texts: Any) -> str:
    return NAME.sub("…", wording.said(texts, ""))


def _cases(
    found: QuerySet[Signal], rows: Iterator[FeedbackRow], asked: list[_Asked], pieces: int
) -> Iterator[list[Value]]:
    newest_first = found.order_by("-submitted_at", "-id").values_list("pk", flat=True)
    ids = newest_first.iterator(chunk_size=VOICES_AT_A_TIME)
    while block := list(islice(zip(ids, rows, strict=False), VOICES_AT_A_TIME)):
        answers: dict[int, list[Answer]] = {}
        if asked:
            for answer in Answer.objects.filter(signal__in=[pk for pk, _ in block]):
                answers.setdefault(answer.signal_id, []).append(answer)
        for pk, row in block:
            yield [*_row(row, pieces), *(one.value(answers.get(pk, [])) for one in asked)]


def _row(row: FeedbackRow, pieces: int) -> list[Value]:
    score = row.score
    group = NO_ANSWER if score is None else 3 if score >= 9 else 2 if score >= 7 else 1
    facts = [row.email, row.unit, row.touchpoint, *_pieces(row.comment or "", pieces)]
    return [row.external_id, row.submitted_at, NO_ANSWER if score is None else score, group, *facts]


def _pieces(words: str, pieces: int) -> list[str]:
    """Words that one variable cannot hold go on in the next, never broken inside a letter."""
    found = []
    for _ in range(pieces):
        part = words.encode()[:WIDEST].decode(errors="ignore")
        found.append(part)
        words = words[len(part) :]
    return found
