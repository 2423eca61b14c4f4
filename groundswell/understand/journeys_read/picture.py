"""The journey as a picture that is read in ten seconds."""

from groundswell.look.charts import Chart, JourneyStage, JourneyTouchpoint
from groundswell.look.charts import journey as draw
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.question import Question

from .evidence import Evidence
from .queries import Journey, ReadStage, ReadTouchpoint


def picture_of(journey: Journey, question: Question, evidence: Evidence | None = None) -> Chart:
    """Stages in order, thickness is volume, height is score; the weakest link is named in words.

    By evidence of what came after where there is some, else by the score alone.
    """
    by_evidence = evidence.weakest.counts.touchpoint if evidence and evidence.weakest else None
    weakest = by_evidence or journey.weakest
    is_sure = by_evidence is not None or (journey.weakest and journey.weakest.certainty != "cannot tell")
    holder = next(
        (
            stage
            for stage in journey.stages
            if weakest and any(r.touchpoint.code == weakest.code for r in stage.touchpoints)
        ),
        None,
    )
    return draw(
        [_stage(stage, question) for stage in journey.stages if stage.figure.n],
        title="The journey as customers live it",
        description="Height is the score, thickness the number of answers; each mark opens its voices.",
        weakest=holder.name if holder and is_sure else None,
        weakest_words=f"Weakest link: {weakest.name}" if weakest else "",
    )


def _stage(stage: ReadStage, question: Question) -> JourneyStage:
    f = stage.figure
    points = tuple(_point(read, question) for read in stage.touchpoints if read.figure.n)
    url = voices_url(question, stage=stage.stage) if stage.stage else ""
    return JourneyStage(stage.name, f.score, f.low, f.high, f.n, f.is_few or not f.is_known, url, points)


def _point(read: ReadTouchpoint, question: Question) -> JourneyTouchpoint:
    f, url = read.figure, voices_url(question, touchpoint=read.touchpoint)
    return JourneyTouchpoint(
        read.touchpoint.name, f.score, f.low, f.high, f.n, f.is_few or not f.is_known, url
    )
