"""An opportunity says what it waits for, in the order of the loop, with the deed for who may do it."""

import pytest

from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.understand.themes.actions import make_theme
from tests.world import NOW

from .register import make_opportunity


@pytest.fixture
def lines(world, signed_in):
    def of(opportunity):
        rank_opportunities(NOW)
        page = signed_in(world.office).get(f"/act/opportunities/{opportunity.pk}/").content.decode()
        return page.partition("<strong>Next:</strong>")[2].partition("</p>")[0]

    return of


def test_without_voices_it_asks_where_they_come_from(world, lines):
    opportunity = make_opportunity(world)
    opportunity.touchpoint = None
    opportunity.save()
    assert "Name where its voices come from" in lines(opportunity)


def test_with_too_few_voices_it_goes_on_with_who_finds_the_cause(world, lines):
    theme = make_theme("Slots", "slots", ["slot"], by="tests", at=NOW)
    line = lines(make_opportunity(world, theme=theme))
    assert "Name where its voices come from" not in line
    assert "Nobody finds out why it happens" in line
