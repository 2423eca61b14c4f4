"""The tree of root causes is kept on a page; what was found stays with its cause."""

import pytest
import time_machine

from groundswell.act.cases.errors import RootCauseRefused
from groundswell.act.cases.models import RootCause
from groundswell.act.cases.opening import name_root_cause
from groundswell.act.cases.root_causes.keeping import change_root_cause, retire_root_cause, tree
from tests.world import NOW

from .scenes import HOUR, closed_case


def cause(name: str, parent: RootCause | None = None) -> RootCause:
    return name_root_cause(name, by="a test", at=NOW, parent=parent)


def test_a_cause_counts_with_those_below_it_and_only_what_one_may_see(world):
    closed_case(world.leeds, world.lead.person)
    delivery = RootCause.objects.get(name="Delivery")
    change_root_cause(delivery, name="Late parcels", parent=cause("Delivery chain"), by="a test", at=NOW)
    counted = {one.cause.name: (one.depth, one.own, one.whole) for one in tree(world.lead, at=NOW + 3 * HOUR)}
    assert counted["Delivery chain"] == (0, 0, 1)
    assert counted["Late parcels"] == (1, 1, 1)
    assert not any(one.whole for one in tree(world.york_lead, at=NOW + 3 * HOUR))


def test_no_cause_stands_below_itself(world):
    top = cause("Top")
    low = cause("Low", cause("Middle", top))
    with pytest.raises(RootCauseRefused, match="below itself"):
        change_root_cause(top, name="Top", parent=low, by="a test", at=NOW)


def test_a_retired_cause_is_offered_no_more_and_keeps_what_was_found(world):
    case = closed_case(world.leeds, world.lead.person)
    top = cause("Top")
    cause("Low", top)
    with pytest.raises(RootCauseRefused, match="Move or retire them first"):
        retire_root_cause(top, by="a test", at=NOW)
    retire_root_cause(RootCause.objects.get(name="Delivery"), by="a test", at=NOW)
    case.closure.refresh_from_db()
    assert case.closure.root_cause.name == "Delivery"


@time_machine.travel(NOW + 3 * HOUR, tick=False)
def test_the_office_keeps_the_tree_and_a_lead_reads_it(world, signed_in):
    closed_case(world.leeds, world.lead.person, comment="Torn sleeve.")
    delivery = RootCause.objects.get(name="Delivery")
    office, lead = signed_in(world.office), signed_in(world.lead)
    page = office.post("/act/cases/causes/", {"name": "Packaging", "parent": delivery.pk}, follow=True)
    assert "Cases may close with “Packaging”" in page.content.decode()
    twice = office.post("/act/cases/causes/", {"name": "Packaging", "parent": ""})
    assert twice.status_code == 422
    taken = office.post(f"/act/cases/causes/{delivery.pk}/", {"name": "Packaging", "parent": ""})
    assert "Another cause has this name" in taken.content.decode()
    packaging = RootCause.objects.get(name="Packaging")
    for state in (True, False):
        office.post(f"/act/cases/causes/{packaging.pk}/retire/")
        packaging.refresh_from_db()
        assert bool(packaging.retired_at) is state
    assert "Torn sleeve." in lead.get(f"/act/cases/causes/{delivery.pk}/").content.decode()
    assert (
        "Torn sleeve."
        not in signed_in(world.york_lead).get(f"/act/cases/causes/{delivery.pk}/").content.decode()
    )
    assert "One more" not in lead.get("/act/cases/causes/").content.decode()
    assert lead.post(f"/act/cases/causes/{delivery.pk}/retire/").status_code == 403
