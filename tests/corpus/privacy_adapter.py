"""Rule P behind our door: people of several teams answer about their work, and every figure that a page shows is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, zip_longest
from typing import Any

import numpy as np
from django.test import Client

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import NewAnswer, receive_response
from groundswell.listen.surveys.models import SurveyVersion
from tests.world import NOW, World

Class = tuple[str, str, int]
"""People whom nobody tells apart: their team, what else is known of them, and the batch they are counted with."""
ROW = re.compile(r"<tr data-row>(.*?)</tr>", re.S)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
BATCH = 5


@dataclass(frozen=True, slots=True)
class Released:
    """One figure that somebody sees: what it is about, and how many answered."""

    name: str
    n: int


def answer_as(document: Mapping[str, Any], pulse: SurveyVersion, world: World) -> Counter[Class]:
    """Everybody of the case answers, those of one team in turns. Says who they are."""
    queues: dict[str, list[str]] = {}
    for atom, number in document["atoms"].items():
        team, _, trait = atom.partition("|")
        queues.setdefault(team, []).extend([trait] * number)
    people: Counter[Class] = Counter()
    units = {team: _unit(team, world) for team in queues}
    for turn in zip_longest(*queues.values()):
        for team, trait in zip(queues, turn, strict=True):
            if trait is not None:
                place = sum(count for (of, _, _), count in people.items() if of == team)
                people[team, trait, place // BATCH] += 1
                _answer(pulse, units[team], number=people.total())
    return people


def _unit(team: str, world: World) -> Unit:
    return Unit.objects.create(
        code=f"team-{team}", name=f"Team {team}", kind=Unit.Kind.TEAM, parent=world.leeds.parent
    )


def _answer(pulse: SurveyVersion, unit: Unit, *, number: int) -> None:
    new = NewSignal(source="survey pulse", key=f"p{number}", channel="web", submitted_at=NOW, kind=Signal.Kind.EMPLOYEE, unit_id=unit.pk, version_id=pulse.pk)  # fmt: skip
    receive_response(new, [NewAnswer("work", "employee", number=number % 11)], at=NOW)


def released(client: Client) -> Iterator[Released]:
    """Every figure on the page of the employees' answers; a row of none is no figure."""
    page = client.get("/understand/employees/pulse/").content.decode()
    for row in ROW.findall(page):
        cells = [re.sub("<[^>]+>", "", cell).strip() for cell in CELL.findall(row)]
        if len(cells) == 3 and int(cells[2]):
            yield Released(cells[0], int(cells[2]))


def members(figure: Released, people: Counter[Class]) -> frozenset[Class]:
    """Who is counted in a figure: whole batches of its team, or of everybody."""
    team = figure.name.removeprefix("Team ") if figure.name.startswith("Team ") else None
    sizes = Counter[str]()
    for (of, _, _), count in people.items():
        sizes[of] += count
    return frozenset(
        one for one in people if (one[2] + 1) * BATCH <= sizes[one[0]] and team in (None, one[0])
    )


def worked_out(people: Counter[Class], shown: list[frozenset[Class]], k: int) -> list[tuple[Class, ...]]:
    """Groups of 1 to k - 1 people whom some sum or difference of the figures isolates (by the rank of what is shown)."""
    classes = sorted(people)
    known = np.array([[one in figure for one in classes] for figure in shown], dtype=float).reshape(
        -1, len(classes)
    )
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    found = []
    for count in (1, 2, 3):
        for group in combinations(classes, count):
            asked = np.array([[one in group for one in classes]], dtype=float)
            is_few = 0 < sum(people[one] for one in group) < k
            if is_few and np.linalg.matrix_rank(np.vstack([known, asked])) == rank:
                found.append(group)
    return found
