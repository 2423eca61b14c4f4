"""The organisation as the router needs it: read once for many voices, asked for each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count

from groundswell.foundation.organisation.models import Ability, Person, Unit, WorkingCalendar
from groundswell.foundation.organisation.presence import absences_on
from groundswell.foundation.organisation.queries import hours_of
from groundswell.foundation.organisation.working_time import Hours

from ..models import OpeningRule
from ..queries import open_cases
from .choosing import OF_THE_PLACE, Candidate, Choice, Wish, choose


@dataclass
class Chart:
    """Units and people of one day. Cases that are given in between count, so that equal load spreads."""

    day: date
    units: dict[int, Unit] = field(init=False)
    people: dict[int, Candidate] = field(init=False)
    unit_of: dict[int, int] = field(init=False)
    calendars: dict[int, WorkingCalendar] = field(init=False)
    given: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.calendars = {one.pk: one for one in WorkingCalendar.objects.order_by("id")}
        self._hours: dict[int | None, Hours | None] = {}
        self._read_people()

    def owner_for(self, unit_id: int | None, wish: Wish, *, goes_to: str) -> Choice:
        """Who gets a case of this place."""
        pool: dict[int, Candidate] = {}
        for candidate in self._pool(unit_id, wish, goes_to):
            pool.setdefault(candidate.person_id, candidate)
        for person_id in list(pool):
            self._add_stand_ins(person_id, pool)
        choice = choose(list(pool.values()), wish)
        if choice.person_id is not None:
            self.given[choice.person_id] += 1
        return choice

    def hours_for(self, owner_id: int | None, unit_id: int | None) -> Hours | None:
        """In which hours the clock of a case runs: those of whoever has it, else those of the place."""
        at_home = self.unit_of.get(owner_id) if owner_id else None
        place = at_home or unit_id
        if place not in self._hours:
            self._hours[place] = hours_of(self._calendar_of(place))
        return self._hours[place]

    def _calendar_of(self, unit_id: int | None) -> WorkingCalendar | None:
        for unit in self._up(unit_id):
            if unit.calendar_id:
                return self.calendars[unit.calendar_id]
        return next(iter(self.calendars.values()), None)

    def _up(self, unit_id: int | None) -> Iterator[Unit]:
        while unit_id is not None:
            unit = self.units[unit_id]
            yield unit
            unit_id = unit.parent_id

    def _pool(self, unit_id: int | None, wish: Wish, goes_to: str) -> Iterator[Candidate]:
        """The owner of the place, its team where the rule or a wish asks for it, the owners of the places above."""
        to_team = goes_to == OpeningRule.GoesTo.TEAM
        units = list(self._up(unit_id))
        owners = [self._owner_of(unit, number) for number, unit in enumerate(units)]
        first = owners[0] if owners else None
        team = self._team_of(unit_id, first) if to_team or wish.skill or wish.language else []
        if first and not team:
            yield first
        elif team:
            yield from (replace(one, nearness=0 if to_team else OF_THE_PLACE) for one in team)
            if first:
                yield replace(first, nearness=OF_THE_PLACE if to_team else 0)
        yield from (
            replace(one, nearness=OF_THE_PLACE + number)
            for number, one in enumerate(owners)
            if number and one
        )

    def _owner_of(self, unit: Unit, number: int) -> Candidate | None:
        person = self.people.get(unit.owner_id) if unit.owner_id else None
        return self._now(person, f"answers for {unit.name}") if person else None

    def _team_of(self, unit_id: int | None, owner: Candidate | None) -> list[Candidate]:
        name = self.units[unit_id].name if unit_id else ""
        ids = self._members.get(unit_id, []) if unit_id else []
        return [
            self._now(self.people[one], f"works in {name}")
            for one in ids
            if not owner or one != owner.person_id
        ]

    def _now(self, person: Candidate, place: str) -> Candidate:
        load = person.open_cases + self.given[person.person_id]
        return replace(person, place=place, open_cases=load)

    def _add_stand_ins(self, person_id: int, pool: dict[int, Candidate]) -> None:
        one = pool[person_id]
        while one.away_until and one.stand_in in self.people and one.stand_in not in pool:
            one = pool[one.stand_in] = replace(self._now(self.people[one.stand_in], ""), nearness=None)

    def _read_people(self) -> None:
        languages, skills = self._abilities(Ability.Kind.LANGUAGE), self._abilities(Ability.Kind.SKILL)
        away = {absence.person_id: absence for absence in absences_on(self.day)}
        load = dict(
            open_cases().filter(owner__isnull=False).order_by().values_list("owner").annotate(n=Count("pk"))
        )
        self.people, self.unit_of, self._members = {}, {}, {}
        for pk, name, unit_id, post in (
            Person.objects.filter(left_on=None).order_by("pk").values_list("pk", "name", "unit_id", "post")
        ):
            absence = away.get(pk)
            self.people[pk] = Candidate(
                pk,
                name,
                languages=languages.get(pk, frozenset()),
                skills=skills.get(pk, frozenset()),
                open_cases=load.get(pk, 0),
                away_until=absence.ends_on if absence else None,
                stand_in=absence.stand_in_id if absence else None,
            )
            self.unit_of[pk] = unit_id
            if post in (Person.Post.FRONTLINE, Person.Post.LEAD):
                self._members.setdefault(unit_id, []).append(pk)

    def _abilities(self, kind: str) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for person_id, name in Ability.objects.filter(kind=kind).values_list("person_id", "name"):
            found.setdefault(person_id, set()).add(name)
        return {person_id: frozenset(names) for person_id, names in found.items()}
