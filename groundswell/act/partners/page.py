"""The pages of boards: what waits for whoever looks, then what stands there, with the forms of what they may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to, latest_reading
from groundswell.act.initiatives.waiting import in_a_sentence
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.queries import organisation_name
from groundswell.look.components import Tab

from .deeds import DEEDS, PARTS, for_form
from .models import Idea, PartnerBoard, Task
from .queries import BoardPage, agency_of, board_page, last_downloads, readers_of
from .rules import may_finish, may_open_doors, may_share, may_take_file_back, may_write
from .waiting import lines_for, waits_on


def boards_page(user: User, at: datetime) -> dict[str, Any]:
    """Every board within sight, with the same number of questions however many there are."""
    agency = agency_of(user)
    lines = lines_for(user, at)
    return {
        "page_section": "act",
        "lines": lines,
        "is_partner": user.role == User.Role.PARTNER,
        "agency": agency,
        "waiting": sum(len(line.mine) for line in lines),
        "late": sum(line.late for line in lines),
        "may_open_doors": may_open_doors(user),
        "without": _without_board(user),
        "now": at,
    }


def show_board(
    request: HttpRequest, found: PartnerBoard, bound: dict[str, Form] | None = None
) -> HttpResponse:
    """One board; with a form that was refused, where somebody just filled one in."""
    user, now, bound = request.user, timezone.now(), bound or {}
    is_partner, may = user.role == User.Role.PARTNER, may_share(user, found.initiative)
    told, agency = board_page(found, now), agency_of(user) if user.role == User.Role.PARTNER else None
    waits = waits_on(told)
    mine = [one for one in waits if one.whose == agency]
    _give_forms(user, told, bound)
    if may:
        _say_who_took(told)
        _say_who_sees(told, now, bound)
    context = {
        "page_section": "act",
        "board": found,
        "told": told,
        "tabs": _places(told),
        "mine": mine,
        "waits": [*mine, *(one for one in waits if one not in mine)],
        "waits_words": in_a_sentence(mine, whose=str(agency) if agency else "us"),
        "us": organisation_name() if is_partner else "Us",
        "forms": _forms(user, found, may, bound, now),
        "is_partner": is_partner,
        "agency": agency,
        "until_on": next((one.until_on for one in told.agencies if one.agency == agency), None),
        "may_share": may,
        "may_open_doors": may_open_doors(user),
        "may_write": may_write(user),
        "now": now,
    }
    return render(request, "partners/board.html", context, status=422 if bound else 200)


def _places(told: BoardPage) -> list[Tab]:
    """What stands on the board, and how much of it."""
    places = (
        ("Briefs", "#briefs", told.briefs), ("Work", "#work", told.tasks), ("Ideas", "#ideas", told.ideas),
        ("Voices", "#voices", told.voices), ("Results", "#results", told.results), ("Between us", "#words", told.remarks),
    )  # fmt: skip
    return [Tab(label, place, count=len(things)) for label, place, things in places]


def _forms(
    user: User, found: PartnerBoard, may: bool, bound: dict[str, Form], at: datetime
) -> dict[str, Form]:
    """The forms of what this person may put on the board; nothing new is asked once its initiative has ended."""
    has_ended = found.initiative.ended_at is not None
    here = {
        deed: bound.get(deed) or one.form(auto_id=f"{deed}_%s", **for_form(deed, found, user, at))
        for deed, one in DEEDS.items()
        if deed != "voice"
        and may_write(user)
        and (may or not one.inside)
        and not (has_ended and one.only_while_running)
    }
    reading = latest_reading(found.initiative) if may else None
    if reading and "result" not in bound:
        here["result"].initial["words"] = reading.sentence
    if user.role == User.Role.PARTNER and "task" in here:
        here["task"].fields.pop("agency", None)
    return here


def _say_who_took(told: BoardPage) -> None:
    """Those who run the initiative see how often each file was taken."""
    taken = last_downloads(told.board)
    for file in told.files:
        file.taken = taken.get(file.pk, (0, None))


def _say_who_sees(told: BoardPage, at: datetime, bound: dict[str, Form]) -> None:
    """Those who run the initiative see who of each agency signs in, and may end the sharing."""
    here = readers_of(told.board, at)
    for one in told.agencies:
        one.readers = here.get(one.agency_id, [])
        one.end_form = bound.get(f"end-sharing-{one.pk}") or PARTS["end-sharing"][1].form(
            auto_id=f"end-sharing_{one.pk}_%s"
        )


def _give_forms(user: User, told: BoardPage, bound: dict[str, Form]) -> None:
    """Each idea and piece of work gets the forms of what may be done with it, each file whether it may be taken back."""
    for file in told.files:
        file.board = told.board
        file.may_take_back = may_take_file_back(user, file)
    if not may_write(user):
        return
    for idea in told.ideas:
        for part in ("say", "answer"):
            _give(idea, part, bound)
    for task in told.tasks:
        _give(task, "say-of-work", bound)
        if task.done_at is None and told.board.initiative.ended_at is None and may_finish(user, task):
            _give(task, "finish", bound)


def _give(thing: Idea | Task, part: str, bound: dict[str, Form]) -> None:
    form = bound.get(f"{part}-{thing.pk}") or PARTS[part][1].form(auto_id=f"{part}_{thing.pk}_%s")
    setattr(thing, f"{part.partition('-')[0]}_form", form)


def _without_board(user: User) -> QuerySet[Initiative]:
    """Initiatives of this person that have no board yet."""
    if user.role == User.Role.PARTNER:
        return Initiative.objects.none()
    running = initiatives_visible_to(user).filter(partner_board=None, ended_at=None)
    return Initiative.objects.filter(pk__in=[one.pk for one in running if may_share(user, one)])
