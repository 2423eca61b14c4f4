"""Who stands where above a case: the owner, their lead, whoever answers for the unit above, the office."""

from datetime import datetime

from django.utils import timezone

from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import present_or_stand_in
from groundswell.listen.complaints.queries import first_owner

from ..models import Case, Rung


class Chain:
    """Asked for many cases of one moment; each unit is climbed once. Who is away is spoken for by their stand-in."""

    def __init__(self, at: datetime) -> None:
        self._day = timezone.localdate(at)
        self._above: dict[int | None, list[Person]] = {}
        self._here: dict[int, Person | None] = {}

    def who(self, tells: str, case: Case) -> Person | None:
        """Who is told; where nobody stands on that rung, the office."""
        above = [one for one in self._owners(case) if one.pk != case.owner_id]
        wanted = {
            Rung.Tells.OWNER: [case.owner] if case.owner else above[:1],
            Rung.Tells.LEAD: above[:1],
            Rung.Tells.ABOVE: above[1:2],
            Rung.Tells.OFFICE: [],
        }[Rung.Tells(tells)]
        present = [here for one in wanted if one and (here := self._present(one))]
        return present[0] if present else first_owner(None)

    def _owners(self, case: Case) -> list[Person]:
        """Who answers for the place of the case and for those above it, each once."""
        unit = case.unit or (case.owner.unit if case.owner else None)
        key = unit.pk if unit else None
        if key not in self._above:
            chain = unit.ancestors(include_self=True).select_related("owner") if unit else []
            owners = [one.owner for one in reversed(chain) if one.owner and not one.owner.left_on]
            self._above[key] = list(dict.fromkeys(owners))
        return self._above[key]

    def _present(self, person: Person) -> Person | None:
        if person.pk not in self._here:
            self._here[person.pk] = present_or_stand_in(person, self._day)
        return self._here[person.pk]
