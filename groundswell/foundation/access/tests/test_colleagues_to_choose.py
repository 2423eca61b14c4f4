"""Whoever is chosen for work here works here."""

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.organisation.models import Person
from tests.world import NOW


def test_people_of_agencies_and_those_who_left_are_no_colleagues_to_choose(world):
    silent = Person.objects.create(
        name="Sue Silent", unit=world.leeds, post="frontline", email="sue@people.example"
    )
    gone = Person.objects.create(
        name="Gus Gone", unit=world.leeds, post="frontline", email="gus@people.example", left_on=NOW.date()
    )
    here = set(colleagues())
    assert {silent, world.lead.person, world.office.person} <= here
    assert gone not in here
    assert world.partner.person not in here
