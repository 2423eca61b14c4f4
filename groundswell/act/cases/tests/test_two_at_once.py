"""Two people act on one case at the very same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.errors import CaseAlreadyClosed
from groundswell.act.cases.models import Case, Closure, RootCause
from tests.world import NOW, make_world

from .scenes import HOUR, open_case


@pytest.mark.django_db(transaction=True)
def test_one_closes_and_the_other_is_told():
    world = make_world()
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    cause, together, told = RootCause.objects.get(name="Service"), Barrier(2), []

    def close(person) -> None:
        mine = Case.objects.get(pk=case.pk)
        together.wait()
        try:
            close_case(mine, outcome="answered", root_cause=cause, by=person, at=NOW + 2 * HOUR)
        except CaseAlreadyClosed as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    people = [world.lead.person, world.office.person]
    threads = [Thread(target=close, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Closure.objects.get().by
    assert len(told) == 1
    assert told[0].startswith(f"{winner} closed this case")
