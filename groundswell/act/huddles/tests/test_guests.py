"""Who comes from another team is a guest, by name or e-mail address."""

import pytest

from groundswell.act.huddles.roll import roll_of
from tests.world import NOW, make_user

from .test_running import running


@pytest.fixture
def knock(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    huddle, fay = running(world), signed_in(world.frontline)

    def say(who: str) -> str:
        return fay.post(f"/act/huddles/{huddle.pk}/guest/", {"who": who}, follow=True).content.decode()

    say.huddle = huddle
    say.client = fay
    return say


def names(huddle) -> list[tuple[str, bool | None]]:
    return [(line.person.name, line.is_here) for line in roll_of(huddle).lines]


@pytest.mark.parametrize("who", ["yara lead", "Yara  Lead", "YARA.LEAD@linden-lark.example"])
def test_a_guest_stands_behind_the_team_and_goes_by_the_same_taps(world, knock, who):
    assert "Yara Lead" in knock(who)
    assert names(knock.huddle)[-1] == ("Yara Lead", True)
    taps = {"person": world.york_lead.person.pk, "is": "away"}
    knock.client.post(f"/act/huddles/{knock.huddle.pk}/who/", taps)
    assert names(knock.huddle)[-1] == ("Yara Lead", False)


def test_a_name_that_nobody_or_more_than_one_has_is_said_so(world, knock):
    assert "No colleague is called Zed." in knock("Zed")
    assert "No colleague is called nothing." in knock("  ")
    twin = make_user("Yara Twin", world.web, "office").person
    twin.name = "Yara Lead"
    twin.save()
    assert "Several colleagues are called Yara Lead." in knock("Yara Lead")
    assert len(names(knock.huddle)) == 2


def test_only_a_guest_who_came_may_be_tapped(world, knock):
    taps = {"person": world.york_lead.person.pk, "is": "here"}
    knock.client.post(f"/act/huddles/{knock.huddle.pk}/who/", taps)
    assert len(names(knock.huddle)) == 2
