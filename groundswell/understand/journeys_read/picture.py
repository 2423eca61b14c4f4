"""The journey as a picture that is read in ten seconds."""

from __future__ import annotations

from groundswell.look.charts import Chart, JourneyStage, JourneyTouchpoint
from groundswell.look.charts import journey as draw
from groundswell.look.numbers import money, plain
from groundswell.science.scores.figure import Figure
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.question import Question

from .queries import ReadStage, ReadTouchpoint
from .weakest import JourneyRead


def picture_of(read: JourneyRead) -> Chart:
    """Stages in order, thickness is volume, height is score; the weakest link is named in words with what it costs."""
    widened = read.journey.widened
    note = f" {_thin(len(widened))} read over more days, as noted." if widened else ""
    return draw(
        [_stage(stage, read) for stage in read.journey.stages if stage.figure.n],
        title="The journey as customers live it",
        description="Height is the score, thickness and dots are the number of answers; each opens its voices."
        + note,
        weakest=read.weakest and str(read.weakest),
        weakest_words=_weakest_words(read),
    )


def _thin(count: int) -> str:
    return (
        "One touchpoint with too few answers is"
        if count == 1
        else f"{count} touchpoints with too few answers are"
    )


def _weakest_words(read: JourneyRead) -> list[str]:
    told = read.evidence and read.evidence.weakest
    if not told:
        return []
    stake = told.after.stake
    points = f"{plain(stake)} points at stake" if stake and told.after.relationship else ""
    exposed = f"{money(float(told.counts.revenue))} exposed" if told.counts.revenue else ""
    return [f"Weakest link: {told.counts.touchpoint}", ", ".join(filter(None, [points, exposed]))]


def _stage(stage: ReadStage, read: JourneyRead) -> JourneyStage:
    f = stage.figure
    points = tuple(_point(one, read.question) for one in stage.touchpoints if one.figure.n)
    change = stage.change.points if stage.change and stage.change.is_real else None
    return JourneyStage(
        stage.name,
        f.score,
        f.low,
        f.high,
        f.n,
        _is_thin(f),
        voices_url(read.question, stage=stage.stage, **stage.span.asked) if stage.stage else "",
        stage.span.words,
        points,
        change,
        _facts(stage, read),
    )


def _facts(stage: ReadStage, read: JourneyRead) -> list[tuple[str, str]]:
    """What bad moments expose and what handling costs in a year; nothing where nobody knows."""
    evidence = read.evidence
    if evidence is None:
        return []
    exposed = evidence.reading.exposed.get(str(stage.stage and stage.stage.pk), 0)
    facts = [("Revenue exposed", money(exposed))]
    if evidence.costs:
        lines = [line.cost for one in stage.touchpoints for line in evidence.costs.get(one.touchpoint.pk, ())]
        facts.append(("Cost to handle", money(float(sum(lines))) if lines else "–"))
    return facts


def _point(read: ReadTouchpoint, question: Question) -> JourneyTouchpoint:
    f, point = read.figure, read.touchpoint
    url = voices_url(question, touchpoint=point, **read.span.asked)
    note = f"over {read.span.words}" if read.span.words else ""
    return JourneyTouchpoint(point.name, f.score, f.low, f.high, f.n, _is_thin(f), url, note)


def _is_thin(figure: Figure) -> bool:
    return figure.is_few or not figure.is_known
