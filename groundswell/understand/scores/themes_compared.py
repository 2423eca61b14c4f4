"""Themes beside each other: how often, with which score, and what goes along with each once the others are held fixed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundswell.foundation.access.models import User
from groundswell.look.charts import Chart, IntervalRow, interval_dots
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.impact import ThemeImpact, theme_impacts
from groundswell.understand.themes.models import Mention, Theme

from .explorer import voices_url
from .question import Question


@dataclass(frozen=True, slots=True)
class ComparedTheme:
    """One theme among the comments of a period."""

    theme: Theme
    figure: Figure
    share: float
    impact: ThemeImpact
    url: str


def compared_themes(question: Question, user: User) -> list[ComparedTheme]:
    """Every living theme, the most painful first. Three queries and one regression."""
    signals = list(replace(question, words=True).voices_for(user).order_by("id").values_list("id", "score"))
    themes = list(Theme.objects.filter(retired_at=None))
    said = _said(question, user)
    flags = {theme.code: [theme.pk in said[signal] for signal, _ in signals] for theme in themes}
    impacts = (
        {found.code: found for found in theme_impacts([score for _, score in signals], flags)}
        if signals
        else {}
    )
    compared = [
        ComparedTheme(
            theme,
            figure(
                NpsTally.from_scores(
                    score for (_, score), flag in zip(signals, flags[theme.code], strict=True) if flag
                )
            ),
            sum(flags[theme.code]) / len(signals),
            impacts[theme.code],
            voices_url(question, theme=theme),
        )
        for theme in themes
        if impacts
    ]
    return sorted(
        compared, key=lambda one: (one.impact.impact is None, -(one.impact.impact or 0), -one.impact.mentions)
    )


def _said(question: Question, user: User) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    mentions = Mention.objects.filter(signal__in=replace(question, words=True).voices_for(user).order_by())
    for signal, theme in mentions.values_list("signal_id", "theme_id"):
        found[signal].add(theme)
    return found


def strip_of(themes: Sequence[ComparedTheme]) -> Chart:
    """The impact of each theme with its margin."""
    rows = [
        IntervalRow(
            one.theme.name,
            one.impact.impact,
            one.impact.low,
            one.impact.high,
            one.impact.mentions,
            one.impact.impact is None,
            one.url,
        )
        for one in themes
        if one.impact.impact is not None
    ]
    return interval_dots(
        rows,
        title="Points that go along with each theme",
        description="Right of zero: the score of those who write would stand higher without the theme. An association, not a cause.",
        reference=0,
        reference_words="No difference",
        decimals=1,
    )
