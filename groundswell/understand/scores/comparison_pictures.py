"""The pictures of a comparison: both sides with their margins, and where the difference comes from."""

from __future__ import annotations

from groundswell.look.charts import Chart, IntervalRow, interval_dots
from groundswell.science.statistics.comparison import Difference

from .answering import Whole
from .axes import Axis
from .comparing import ComparedLine, Comparison
from .pictures import voices_url
from .question import Question


def comparison_charts(found: Comparison, axis: Axis) -> dict[str, Chart]:
    """Both sides, and each cell of the axis as a difference."""
    return {"sides": _sides(found), axis.code: differences_of(found, axis)}


def _sides(found: Comparison) -> Chart:
    pair = found.pair
    return interval_dots(
        [
            _side(pair.first_words, found.first, pair.first),
            _side(pair.second_words, found.second, pair.second),
        ],
        title="Both sides with their margins",
        description="Margins that overlap a little can still belong to a real difference; the sentence above has reckoned it.",
    )


def _side(words: str, whole: Whole, question: Question) -> IntervalRow:
    f = whole.figure
    return IntervalRow(words, f.score, f.low, f.high, f.n, f.is_few, voices_url(question))


def differences_of(found: Comparison, axis: Axis) -> Chart:
    """Each cell of the axis: first side less the second, with its margin."""
    return interval_dots(
        [_row(line, line.difference) for line in found.lines if line.difference is not None],
        title=f"{axis.label}: points between the two sides",
        description=f"Right of zero “{found.pair.first_words}” stands higher. A margin that holds zero tells nothing.",
        reference=0,
        reference_words="No difference",
    )


def _row(line: ComparedLine, d: Difference) -> IntervalRow:
    url = voices_url(line.first_question) if line.first_question else ""
    n = d.n_first + d.n_second
    return IntervalRow(line.name, d.points, d.interval.low, d.interval.high, n, False, url)
