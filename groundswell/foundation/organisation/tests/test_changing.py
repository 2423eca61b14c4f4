"""The tree changes, and what was said of a unit stays with it."""

import pytest

from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.changing import (
    UnitRefused,
    change_unit,
    close_unit,
    make_unit,
    open_unit_again,
)
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids
from tests.world import NOW, World


def changed(unit: Unit, **other: object) -> Unit:
    usual = {"name": unit.name, "parent": unit.parent, "kind": unit.kind, "owner": unit.owner}
    return change_unit(unit, **{**usual, **other}, by="a test", at=NOW)


def test_a_new_part_hangs_below_another_one(world: World) -> None:
    made = make_unit("  Harbour  East ", parent=world.shops, kind="team", by="a test", at=NOW)
    assert (made.name, made.code, made.parent) == ("Harbour East", "harbour-east", world.shops)
    assert events_of(made).get().verb == "made unit"


def test_a_moved_part_takes_along_what_lies_below_it(world: World) -> None:
    changed(world.shops, parent=world.web)
    assert {world.leeds.pk, world.york.pk} <= set(subtree_ids(world.web))


def test_each_change_is_a_line_of_its_own(world: World) -> None:
    changed(world.leeds, name="Leeds East", owner=world.york_lead.person)
    told = [(one.verb, one.detail["before"], one.detail["after"]) for one in events_of(world.leeds)]
    assert told == [
        ("renamed unit", "Leeds", "Leeds East"),
        ("gave unit to somebody", "Lena Lead", "Yara Lead"),
    ]
    assert Unit.objects.get(pk=world.leeds.pk).code == "leeds"


def test_nothing_changed_is_nothing_told(world: World) -> None:
    changed(world.leeds)
    assert not events_of(world.leeds).exists()


def test_no_part_hangs_below_itself(world: World) -> None:
    with pytest.raises(UnitRefused, match="Leeds lies below Shops"):
        changed(world.shops, parent=world.leeds)
    with pytest.raises(UnitRefused, match="all others lie below it"):
        changed(world.root, parent=world.leeds)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "1 to 120"),
        ("x" * 121, "1 to 120"),
        ("north/leeds", "no slash"),
        ("leeds", "“Leeds” below Shops"),
    ],
)
def test_a_name_that_files_could_not_tell_is_refused(world: World, name: str, words: str) -> None:
    with pytest.raises(UnitRefused, match=words) as refused:
        make_unit(name, parent=world.root, kind="team", by="a test", at=NOW)
    assert refused.value.field == "name"


def test_who_has_left_answers_for_nothing(world: World) -> None:
    person = world.lead.person
    person.left_on = NOW.date()
    person.save()
    with pytest.raises(UnitRefused, match="Lena Lead has left"):
        changed(world.york, owner=person)


def test_a_part_closes_when_nobody_and_nothing_is_left_in_it(world: World) -> None:
    with pytest.raises(UnitRefused, match="2 colleagues work here"):
        close_unit(world.leeds, by="a test", at=NOW)
    with pytest.raises(UnitRefused, match="Leeds lies below it"):
        close_unit(world.shops, by="a test", at=NOW)
    with pytest.raises(UnitRefused, match="whole organisation"):
        close_unit(world.root, by="a test", at=NOW)
    close_unit(world.web, by="a test", at=NOW)
    close_unit(world.web, by="a test", at=NOW)
    assert Unit.objects.get(pk=world.web.pk).closed_on == NOW.date()
    assert [one.verb for one in events_of(world.web)] == ["closed unit"]


def test_nothing_is_added_below_a_closed_part_before_it_opens_again(world: World) -> None:
    close_unit(world.web, by="a test", at=NOW)
    closed = Unit.objects.get(pk=world.web.pk)
    with pytest.raises(UnitRefused, match="Web shop is closed"):
        make_unit("Checkout", parent=closed, kind="team", by="a test", at=NOW)
    with pytest.raises(UnitRefused, match="Web shop is closed"):
        changed(world.leeds, parent=closed)
    open_unit_again(closed, by="a test", at=NOW)
    opened = Unit.objects.get(pk=world.web.pk)
    assert make_unit("Checkout", parent=opened, kind="team", by="a test", at=NOW).parent == opened
