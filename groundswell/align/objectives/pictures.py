"""The tree of an objective as a picture, and its evidence in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.look.charts import CascadeEdge, CascadeNode, Chart, cascade

from .models import Metric, Objective
from .queries import Branch
from .readings import Reading
from .voices import voices_url

STRENGTH = {
    Metric.Evidence.EXPERIMENT: 1.0,
    Metric.Evidence.COMPARISON: 0.7,
    Metric.Evidence.CORRELATION: 0.35,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One metric of the tree with its reading, ready for a row of a table."""

    branch: Branch
    reading: Reading

    @property
    def metric(self) -> Metric:
        """The metric itself."""
        return self.branch.metric

    @property
    def voices_url(self) -> str:
        """The voices behind the reading; empty where it rests on none."""
        return voices_url(self.metric)

    @property
    def evidence(self) -> str:
        """How we know that it moves the metric above, in words; empty on top of the tree."""
        return evidence_in_words(self.metric) if self.metric.parent_id else ""


def evidence_in_words(metric: Metric) -> str:
    """What kind of evidence an edge rests on, with its note."""
    kind = "Belief, not tested yet" if is_belief(metric) else metric.get_edge_evidence_display()
    return f"{kind}: {metric.edge_note}" if metric.edge_note else kind


def is_belief(metric: Metric) -> bool:
    """Whether nobody has evidence yet that the metric moves the one above."""
    return metric.edge_evidence == Metric.Evidence.BELIEF


def tree_picture(objective: Objective, lines: Sequence[Line]) -> Chart:
    """Solid where there is evidence, the thicker the stronger; dashed where it is belief."""
    nodes = [
        CascadeNode(
            str(line.metric.pk), line.metric.name, line.reading.short_words, url=f"#metric-{line.metric.pk}"
        )
        for line in lines
    ]
    edges = [
        CascadeEdge(
            outcome=str(line.metric.parent_id),
            driver=str(line.metric.pk),
            strength=STRENGTH.get(line.metric.edge_evidence),
            is_belief=is_belief(line.metric),
            words=evidence_in_words(line.metric),
        )
        for line in lines
        if line.metric.parent_id
    ]
    return cascade(
        nodes,
        edges,
        title="What carries it",
        description="Solid lines rest on evidence, the thicker the stronger. Dashed lines are belief.",
    )


def opening_sentence(lines: Sequence[Line]) -> str:
    """How much of the tree is known and how much believed."""
    links = [line for line in lines if line.metric.parent_id]
    tested = sum(not is_belief(line.metric) for line in links)
    readable = sum(not line.reading.is_thin for line in lines)
    known = f"{readable} of {len(lines)} metrics can be read today"
    if not links:
        return f"{known}."
    return f"{known}; {tested} of {len(links)} links between them rest on evidence, the rest is belief."
