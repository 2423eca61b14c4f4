"""Two workers look for quiet accounts at the same moment: one case is opened."""

import pytest

from groundswell.act.cases.jobs import open_for_quiet_accounts
from groundswell.act.cases.models import Case, QuietSpell
from groundswell.act.cases.ruling import switch_on
from tests.at_once import gave_at_once
from tests.world import NOW, make_customer, make_signal, make_world

from .quiet_accounts import A_DAY, QUIET, make_account


@pytest.mark.django_db(transaction=True)
def test_two_workers_open_one_case_for_one_silence() -> None:
    world = make_world()
    for _ in range(3):
        customer = make_customer()
        make_account(world, customer)
        make_signal(9, customer=customer, unit=world.leeds, at=NOW - 100 * A_DAY)
    switch_on(QUIET, by="a test", at=NOW)
    gave = gave_at_once(*[lambda: open_for_quiet_accounts(NOW)] * 2)
    assert sorted(str(one) for one in gave) == ["", "opened 3 cases of quiet accounts"]
    assert (Case.objects.count(), QuietSpell.objects.count()) == (3, 3)
