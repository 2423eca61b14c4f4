"""Which theme costs what: where another one always comes along nobody can tell, and every page says so."""

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.opportunities.candidates.listing import streams
from groundswell.act.opportunities.candidates.models import Source
from groundswell.act.opportunities.files import record_of
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.queries import ranked_opportunities, standing_of
from tests.world import NOW

from .register import make_answers, make_opportunity, make_theme, read_all

SAID = (
    "“Rude” is in 60 of the 60 answers that mention it and in 0 of the 140 others: too few tell the two apart, so the points "
    "that each costs cannot be told. Where they are the same problem, make them one theme or one opportunity; else name a narrower theme."
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def themes(world):
    """Sixty met a rude driver, forty a flimsy box that costs nothing, a hundred something good."""
    make_answers(60, 3, "The driver was rude", world=world, yearly=100)
    make_answers(20, 7, "A flimsy box", world=world, yearly=100)
    make_answers(20, 10, "A flimsy box", world=world, yearly=100)
    make_answers(50, 7, "All right", world=world, yearly=100)
    make_answers(50, 10, "All good", world=world, yearly=100)
    made = [
        make_theme(name, word) for name, word in (("Drivers", "driver"), ("Rude", "rude"), ("Boxes", "box"))
    ]
    read_all()
    return made


def test_a_theme_that_another_always_comes_along_with_has_no_place_and_says_which(world, themes, signed_in):
    drivers, _, boxes = (make_opportunity(world, title=one.name, theme=one) for one in themes)
    rank_opportunities(NOW)
    first, *rest = ranked_opportunities(NOW)
    assert first.opportunity == boxes
    assert first.evidence.points_lower.low < 0 < first.evidence.points_lower.high
    assert [(one.rank, one.evidence.points_lower) for one in rest] == [(None, None)] * 2
    assert rest[0].evidence.needed_to_rank == (SAID,)
    client = signed_in(world.office)
    for address in ("", "voices/?of=points"):
        page = client.get(f"/act/opportunities/{drivers.pk}/{address}").content.decode()
        assert SAID in page
    register = client.get(reverse("opportunities:register")).content.decode()
    assert register.count("Not told apart") == register.count("not told apart") == 2


def test_made_one_opportunity_they_cost_what_both_cost(world, themes):
    drivers, rude, _ = (make_opportunity(world, title=one.name, theme=one) for one in themes)
    merge_opportunity(rude, drivers, why="The driver was rude.", by=world.office, at=NOW)
    rank_opportunities(NOW)
    evidence = standing_of(drivers, NOW).evidence
    assert (evidence.n_with, evidence.not_apart) == (60, "")
    assert evidence.points_lower.value == pytest.approx(100 + 100 * 70 / 140)


def test_the_two_are_proposed_together_and_the_innocent_one_is_not(world, themes):
    (stream,) = (one for one in streams(NOW) if one.source == Source.PATTERN)
    assert [one.title for one in stream.candidates] == ["Drivers", "Rude"]
    assert stream.candidates[0].words.startswith(
        "Those who mention it at Delivery, and “Rude” that too few answers tell it from, lower the whole score by 45.0 points"
    )


def test_each_list_and_file_says_with_whom_it_is_compared(world, themes, signed_in):
    boxes = make_opportunity(world, title="Boxes", theme=themes[2])
    rank_opportunities(NOW)
    (standing,) = ranked_opportunities(NOW)
    record = record_of(standing)
    assert (record["n_with"], record["n_without"]) == (40, 160)
    assert record["compared_with"] == "others with the other themes of their answers held fixed"
    page = signed_in(world.office).get(f"/act/opportunities/{boxes.pk}/").content.decode()
    assert "160 without, with the other themes of their answers held fixed" in page
    assert ": whether any cannot be told" in page


def test_of_a_touchpoint_itself_the_difference_says_what_is_held_fixed(world, signed_in):
    make_answers(60, 3, world=world, touchpoint=world.returns)
    make_answers(100, 9, world=world)
    read_all()
    returns = make_opportunity(world, title="Returns", touchpoint=world.returns)
    rank_opportunities(NOW)
    (standing,) = ranked_opportunities(NOW)
    held = "with the segments of the customers and the months held fixed"
    assert record_of(standing)["compared_with"] == f"who answered at other touchpoints {held}"
    client = signed_in(world.office)
    page = client.get(f"/act/opportunities/{returns.pk}/").content.decode()
    assert f"60 answers there</a>, 100 at other touchpoints, {held}</p>" in page
    assert "what else differs counts along." in page
    listed = client.get(f"/act/opportunities/{returns.pk}/voices/?of=points").content.decode()
    assert "Every answer given there, good ones too. These 60 score 200 points" in listed


def test_what_is_not_counted_yet_shows_no_figures(world, themes, signed_in):
    rank_opportunities(NOW)
    boxes = make_opportunity(world, title="Boxes", theme=themes[2])
    make_opportunity(world, title="Drivers", theme=themes[0])
    rank_opportunities(NOW)
    late = make_opportunity(world, title="Late", touchpoint=world.delivery)
    client = signed_in(world.office)
    page = client.get(f"/act/opportunities/{late.pk}/").content.decode()
    assert "Points lower than others" not in page
    assert "Points lower than others" in client.get(f"/act/opportunities/{boxes.pk}/").content.decode()
    assert "Revenue is not known yet" not in page
    assert client.get(reverse("opportunities:register")).content.decode().count("not counted yet") == 4
