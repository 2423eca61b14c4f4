"""Eight weeks of huddles: promises made, kept and carried over, what teams could not settle alone, and their rhythms."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from demo.chance import stream
from demo.huddle_words import CARRIED, ELEVATIONS, PROMISES
from demo.months import moment_on
from demo.organisation import DEMO_SHOP, ROOT, Organisation
from groundswell.act.huddles.actions import elevate, end_huddle, note_attendance, start_huddle
from groundswell.act.huddles.calling_off import call_off
from groundswell.act.huddles.models import Elevation, Huddle, Promise
from groundswell.act.huddles.planning import plan_huddle, set_rhythm
from groundswell.act.huddles.promising import carry_over_promise, keep_promise, make_promise
from groundswell.act.huddles.turns import members_of
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

WEEKS = 8
TEAMS = (DEMO_SHOP, "york", "nottingham", "delivery-desk", "hotline-early", "chat-team")
BEGINS = 8 * 60 + 40


@dataclass
class Team:
    """A team between two huddles."""

    unit: Unit
    people: list[Person]
    open: list[Promise]


def run_huddles(
    seed: int, organisation: Organisation, themes: dict[str, Theme], at: datetime
) -> list[Elevation]:
    """Every week a huddle in six teams, and one planned for today in the demonstration shop. Returns what was raised."""
    rng = stream(seed, "huddles")
    teams = {code: Team(organisation.units[code], organisation.teams[code], []) for code in TEAMS}
    raised: list[Elevation] = []
    for week in range(WEEKS, 0, -1):
        for code, team in teams.items():
            days = 7 * week - (0 if code == DEMO_SHOP else 3)
            day = _workday(timezone.localdate(at) - timedelta(days=days))
            if code == DEMO_SHOP or rng.random() < 0.85:
                raised += _huddle(rng, code, team, day, week, themes, timezone.localdate(at))
    _leaders(rng, organisation, timezone.localdate(at))
    _today(teams[DEMO_SHOP], at)
    _rhythms(organisation, at)
    return raised


def _leaders(rng: np.random.Generator, organisation: Organisation, today: date) -> None:
    """Those who lead huddle, too: the region every two weeks, the executive team every week over its figures."""
    for code, kind, weeks in (("north", "feedback", (4, 2)), (ROOT, "figures", (2, 1))):
        team = Team(organisation.units[code], list(members_of(organisation.units[code])), [])
        for week in weeks:
            day = _workday(today - timedelta(days=7 * week - 2))
            begins = moment_on(day, 9 * 60 + 15)
            turn = team.people[week % len(team.people)]
            huddle = plan_huddle(
                team.unit, planned_at=begins, kind=kind, minutes=20, facilitator=turn, by=turn, at=begins
            )
            start_huddle(huddle, by=turn, at=begins)
            _review(rng, team, huddle, begins + timedelta(minutes=3))
            _promise(rng, "leaders", team, huddle, day, begins + timedelta(minutes=16))
            end_huddle(huddle, pulse=4, by=turn, at=begins + timedelta(minutes=20))


def _rhythms(organisation: Organisation, at: datetime) -> None:
    """When they huddle from now on; the next three are planned by themselves."""
    later = (timezone.localdate(at).weekday() + 2) % 5
    for code, kind, pace, weekday, hour in (
        (DEMO_SHOP, "feedback", "weekly", later, time(8, 40)),
        ("hotline-early", "coordination", "daily", None, time(8, 45)),
        ("north", "feedback", "fortnightly", later, time(9, 15)),
        (ROOT, "figures", "weekly", later, time(9, 30)),
    ):
        unit = organisation.units[code]
        rhythm = set_rhythm(
            unit, kind=kind, pace=pace, weekday=weekday, time_of_day=hour, minutes=15, by=unit.owner, at=at
        )
        if code == "hotline-early":
            off = rhythm.huddles.order_by("planned_at")[2]
            call_off(off, because="Half the shift is at the fire drill", by=off.facilitator, at=at)


def _workday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _huddle(
    rng: np.random.Generator,
    code: str,
    team: Team,
    day: date,
    week: int,
    themes: dict[str, Theme],
    today: date,
) -> list[Elevation]:
    begins = moment_on(day, BEGINS)
    turn = team.people[(week + 1) % len(team.people)]
    huddle = plan_huddle(
        team.unit, planned_at=begins, facilitator=turn, by=team.people[0], at=begins - timedelta(days=2)
    )
    start_huddle(huddle, by=turn, at=begins)
    if week <= 2:
        _attend(rng, team, huddle, turn, begins)
    _review(rng, team, huddle, begins + timedelta(minutes=3))
    _promise(rng, code, team, huddle, day, begins + timedelta(minutes=11))
    if code == DEMO_SHOP and week == 1:
        for person, text in zip(team.people[1::-1], PROMISES["today"], strict=True):
            make_promise(
                huddle, person=person, text=text, due_on=today, by=person, at=begins + timedelta(minutes=12)
            )
    raised = _raise(code, team, huddle, week, themes, begins + timedelta(minutes=14))
    end_huddle(huddle, pulse=int(rng.choice([3, 4, 4, 5])), by=turn, at=begins + timedelta(minutes=18))
    return raised


def _attend(rng: np.random.Generator, team: Team, huddle: Huddle, turn: Person, begins: datetime) -> None:
    """Nearly everybody is here; one in eight is away, one in eight comes late."""
    for person in team.people:
        if person != turn:
            chance, late = rng.random(), timedelta(minutes=6 if rng.random() < 0.125 else 0)
            note_attendance(huddle, person=person, is_here=chance > 0.125, by=turn, at=begins + late)


def _review(rng: np.random.Generator, team: Team, huddle: Huddle, at: datetime) -> None:
    """Look at the promises from last time: most are kept, some are carried over with a reason."""
    left = []
    for promise in team.open:
        if rng.random() < 0.72:
            keep_promise(promise, huddle=huddle, by=promise.person, at=at)
        else:
            note = str(rng.choice(CARRIED))
            carry_over_promise(promise, huddle=huddle, note=note, by=promise.person, at=at)
            left.append(promise)
    team.open = left[-2:]


def _promise(
    rng: np.random.Generator, code: str, team: Team, huddle: Huddle, day: date, at: datetime
) -> None:
    texts = PROMISES.get(code, PROMISES["shop"])
    picked = rng.choice(len(texts), 2, replace=False)
    people = rng.choice(len(team.people), 2, replace=False)
    for place, who in zip(picked, people, strict=True):
        person, due_on = team.people[int(who)], day + timedelta(days=7)
        team.open.append(
            make_promise(huddle, person=person, text=texts[int(place)], due_on=due_on, by=person, at=at)
        )


def _raise(
    code: str, team: Team, huddle: Huddle, week: int, themes: dict[str, Theme], at: datetime
) -> list[Elevation]:
    """What this team raises this week, with the voices that it read."""
    made = []
    for one in ELEVATIONS:
        if (one.team, one.week) == (code, week):
            theme = themes[one.theme]
            voices = voices_about(team.unit, theme, at, 3)
            made.append(
                elevate(
                    one.title,
                    one.problem,
                    unit=team.unit,
                    huddle=huddle,
                    by=team.people[one.who],
                    at=at,
                    signals=voices,
                    theme=theme,
                )
            )
    return made


def voices_about(unit: Unit, theme: Theme, at: datetime, count: int) -> list[Signal]:
    """The latest unhappy voices of a team about a theme, before a moment."""
    unhappy = Signal.objects.filter(unit=unit, score__lte=6, submitted_at__lt=at, mentions__theme=theme)
    return list(unhappy.order_by("-submitted_at", "-pk")[:count])


def _today(team: Team, at: datetime) -> None:
    """The next huddle of the shop is this afternoon; the person who signs in facilitates."""
    today = timezone.localdate(at)
    lead, colleague = team.people[:2]
    plan_huddle(
        team.unit,
        planned_at=moment_on(today, 16 * 60 + 30),
        facilitator=colleague,
        by=lead,
        at=at - timedelta(days=1),
    )
