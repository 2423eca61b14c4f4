"""The metric tree: what we want, and what we hold drives it; dashed where it is belief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import spread

Standing = Literal["", "kept", "behind"]
Places = Mapping[str, tuple[float, float, float]]
BOX = 72.0


@dataclass(frozen=True, slots=True)
class CascadeNode:
    """One metric: its name, its reading in words ("32, target 40") and how it stands."""

    key: str
    label: str
    reading: str = ""
    standing: Standing = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CascadeEdge:
    """`driver` moves `outcome`, by node keys. `strength` from 0 to 1 is the evidence; `is_belief` has none yet."""

    outcome: str
    driver: str
    strength: float | None = None
    is_belief: bool = False
    words: str = ""


def cascade(
    nodes: Sequence[CascadeNode],
    edges: Sequence[CascadeEdge],
    *,
    title: str,
    description: str = "",
) -> Chart:
    """Draw outcomes first and their drivers behind them; an edge to an unknown node is left out."""
    if not nodes:
        return empty_chart(title, description, "No tree to draw yet: the first objective is its root.")
    keys = {node.key for node in nodes}
    joined = [edge for edge in edges if edge.outcome in keys and edge.driver in keys]
    levels = _levels(nodes, joined)

    def draw(width: float) -> Drawing:
        places, height = (
            _columns(nodes, joined, levels) if width == WIDE else _indented(nodes, joined, levels)
        )
        lines = [_edge(edge, places, width == WIDE) for edge in joined]
        return Drawing(height, [*lines, *(_node(node, places[node.key]) for node in nodes)])

    names = {node.key: node for node in nodes}
    rows = [_row(node, joined, names) for node in nodes]
    summary = (
        f"{len(nodes)} metrics, {sum(edge.is_belief for edge in joined)} of {len(joined)} links are belief."
    )
    return chart_of(title, description, summary, draw, ("Metric", "Reading", "Drives", "Evidence"), rows)


def _row(
    node: CascadeNode, edges: Sequence[CascadeEdge], names: Mapping[str, CascadeNode]
) -> tuple[Cell, ...]:
    up = [edge for edge in edges if edge.driver == node.key]
    drives = ", ".join(names[edge.outcome].label for edge in up)
    evidence = ", ".join(_evidence(edge) for edge in up)
    return Cell(node.label), Cell(node.reading, node.url), Cell(drives), Cell(evidence)


def _evidence(edge: CascadeEdge) -> str:
    return edge.words or ("belief, not yet tested" if edge.is_belief else "tested")


def _levels(nodes: Sequence[CascadeNode], edges: Sequence[CascadeEdge]) -> dict[str, int]:
    """How far each node is from an outcome that drives nothing; a circle ends where it began."""
    levels = {node.key: 0 for node in nodes}
    for _ in nodes:
        for edge in edges:
            deeper = levels[edge.outcome] + 1
            if deeper > levels[edge.driver] and deeper < len(nodes):
                levels[edge.driver] = deeper
    return levels


def _columns(
    nodes: Sequence[CascadeNode], edges: Sequence[CascadeEdge], levels: Mapping[str, int]
) -> tuple[Places, float]:
    """Outcomes to the left, one column per level; each node stands as near as it can to what it drives."""
    count = max(levels.values()) + 1
    wide = min(196.0, (WIDE - 40.0 * (count - 1)) / count)
    step = (WIDE - wide) / max(count - 1, 1)
    columns = [[node.key for node in nodes if levels[node.key] == level] for level in range(count)]
    height = (BOX + 18) * max(len(column) for column in columns)
    middles: dict[str, float] = {}
    for column in reversed(columns):
        wished = [
            _wished(key, edges, middles, height * (i + 0.5) / len(column)) for i, key in enumerate(column)
        ]
        fitted = spread(wished, BOX + 16, BOX / 2 + 2, height - BOX / 2 - 2)
        middles.update(zip(column, fitted, strict=True))
    return {key: (levels[key] * step, y - BOX / 2, wide) for key, y in middles.items()}, height


def _wished(key: str, edges: Sequence[CascadeEdge], middles: Mapping[str, float], otherwise: float) -> float:
    drivers = [middles[edge.driver] for edge in edges if edge.outcome == key and edge.driver in middles]
    return sum(drivers) / len(drivers) if drivers else otherwise


def _indented(
    nodes: Sequence[CascadeNode], edges: Sequence[CascadeEdge], levels: Mapping[str, int]
) -> tuple[Places, float]:
    """One below the other for a phone, drivers moved in under what they drive."""
    order: list[str] = []

    def visit(key: str) -> None:
        if key not in order:
            order.append(key)
            for edge in edges:
                if edge.outcome == key and levels[edge.driver] == levels[key] + 1:
                    visit(edge.driver)

    for node in sorted(nodes, key=lambda node: levels[node.key]):
        visit(node.key)
    places = {}
    for i, key in enumerate(order):
        inset = min(levels[key], 4) * 26.0
        places[key] = (inset, i * (BOX + 14), 340.0 - inset)
    return places, len(order) * (BOX + 14)


def _edge(edge: CascadeEdge, places: Places, is_wide: bool) -> str:
    class_ = "edge belief" if edge.is_belief else "edge"
    x1, y1, wide = places[edge.outcome]
    x2, y2, _ = places[edge.driver]
    if is_wide:
        start, end = x1 + wide, x2
        bend = (end - start) / 2
        y1, y2 = y1 + BOX / 2, y2 + BOX / 2
        d = f"M{start:.0f} {y1:.0f}C{start + bend:.0f} {y1:.0f} {end - bend:.0f} {y2:.0f} {end:.0f} {y2:.0f}"
    else:
        d = f"M{x1 + 12:.0f} {y1 + BOX:.0f}V{y2 + BOX / 2:.0f}H{x2:.0f}"
    thick = 1.5 if edge.strength is None else 1.5 + 5 * min(max(edge.strength, 0), 1)
    drawn = marks.element("path", class_=class_, d=d, stroke_width=round(thick, 1))
    return marks.element("g", marks.element("title", _evidence(edge)), drawn)


def _node(node: CascadeNode, place: tuple[float, float, float]) -> str:
    x, y, wide = place
    words = f"{node.label}: {node.reading}" if node.reading else node.label
    shape = {"kept": "✓ ", "behind": "▲ "}.get(node.standing, "")
    names = marks.wrapped(node.label, wide - 22, 2 if node.reading else 3, is_strong=True)
    count = len(names) + bool(node.reading)
    top = y + BOX / 2 + 4.5 - 8.5 * (count - 1)
    lines = [marks.text(name, x + 12, top + 17 * i, "label name") for i, name in enumerate(names)]
    if node.reading:
        reading = marks.fitted(shape + node.reading, wide - 22)
        lines.append(
            marks.text(reading, x + 12, top + 17 * len(names), f"label soft {node.standing}".strip())
        )
    return marks.linked(
        node.url,
        words,
        marks.box(x + 1, y + 1, wide - 2, BOX - 2, f"node {node.standing}".strip(), 5),
        *lines,
    )
