"""Every figure of an opportunity opens the list that it counts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.behind_figures import counts_of, customers_behind
from groundswell.act.opportunities.cards import telling_voices
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.queries import last_year, standing_of
from groundswell.listen.signals.models import Signal
from groundswell.look.numbers import money
from groundswell.understand.journeys_read.costs import state_rate
from groundswell.understand.journeys_read.models import Work
from tests.world import NOW, make_customer, make_signal

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def late(world):
    """Forty low answers and forty good ones about it, sixty about nothing; two phone calls, one of them again from somebody."""
    theme = make_theme("Delivery", "late")
    first, *_ = make_answers(40, 3, "So late", world=world, yearly=100)
    make_answers(40, 9, "Late, yet lovely", world=world)
    make_answers(60, 9, "All good", world=world)
    for customer in (first, make_customer("New")):
        make_signal(2, "Late", unit=world.york, touchpoint=world.delivery, customer=customer, channel=Signal.Channel.PHONE)  # fmt: skip
    make_signal(2, "Late, years ago", touchpoint=world.delivery, at=NOW - timedelta(days=700))
    make_signal(2, "Late and no customer", touchpoint=world.delivery)
    read_all()
    state_rate(Work.CONTACT, amount=12, source="Finance", by=world.office, at=NOW)
    found = make_opportunity(world, theme=theme)
    rank_opportunities(NOW)
    return found


def page_behind(client, opportunity, of):
    return client.get(f"{reverse('opportunities:voices', args=[opportunity.pk])}?of={of}")


def test_each_list_holds_as_many_as_its_figure_counts(world, late, signed_in):
    counted = counts_of(standing_of(late, NOW).evidence)
    assert counted == {"voices": 43, "customers": 41, "points": 83, "handled": 2}
    client = signed_in(world.office)
    for of in counted:
        answer = page_behind(client, late, of)
        assert answer.context["page"].paginator.count == counted[of], of
        assert "The figure counts" not in answer.content.decode()


def test_every_figure_of_the_opportunity_the_register_and_its_picture_is_a_link_to_its_list(
    world, late, signed_in
):
    client, behind = signed_in(world.office), reverse("opportunities:voices", args=[late.pk])
    page = client.get(reverse("opportunities:opportunity", args=[late.pk])).content.decode()
    register = client.get(reverse("opportunities:register")).content.decode()
    picture, _, ranking = register.partition("</figure>")
    evidence = standing_of(late, NOW).evidence
    for of, shown in (
        ("customers", f"{evidence.touched.value:.0f}"),
        ("customers", money(evidence.money.value)),
        ("handled", money(24)),
    ):
        assert f'<a href="{behind}?of={of}">{shown}</a>' in page
        heard = f'<span class="unseen"> behind {late.title}</span>'
        assert f'<a href="{behind}?of={of}">{shown}{heard}</a>' in ranking
    assert ranking.count(f'"{behind}?of=points"') == 1
    assert page.count(f'"{behind}?of=points"') == 3
    for of in ("points", "customers"):
        assert f'<td class="number"><a href="{behind}?of={of}">' in picture
    assert f'<th scope="row"><a href="{reverse("opportunities:opportunity", args=[late.pk])}">' in picture


def test_customers_stand_by_what_they_bring_once_each(world, late, signed_in):
    rows = page_behind(signed_in(world.office), late, "customers").context["rows"]
    amounts = [one.revenue for one, _ in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] == 106
    again = customers_behind(late, world.office, *last_year(NOW))
    assert sorted(one.voices for one in again) == [1] * 40 + [2]


def test_a_lead_reads_those_of_the_own_part_and_the_page_says_so(world, late, signed_in):
    join_elevation(make_elevation(world.york, world.york_lead.person), late, by=world.office, at=NOW)
    answer = page_behind(signed_in(world.york_lead), late, "customers")
    assert answer.context["page"].paginator.count == 2
    assert "The figure counts 41" in answer.content.decode()
    assert "Brought in twelve months" not in answer.content.decode()
    assert [one.revenue for one, _ in answer.context["rows"]] == [None, None]


def test_who_reads_no_names_reads_numbers_of_customers(world, late, signed_in):
    answer = page_behind(signed_in(world.executive), late, "customers").content.decode()
    assert "Customer 0" not in answer
    assert "/customers/" not in answer
    assert "Brought in twelve months" in answer


def test_short_sentences_of_the_lowest_scores_stand_beside_the_one_that_is_long_enough(world):
    theme, long = make_theme("Delivery", "late"), "The parcel came two days late and nobody told me anything."
    for score, words in ((4, long), (6, "Late again."), (1, "Late. The box was fine."), (2, "Late. I rang.")):
        make_signal(score, words, touchpoint=world.delivery)
    read_all()
    cards = telling_voices(make_opportunity(world, theme=theme), world.office)
    assert [(one.score, one.text) for one in cards] == [(4, long), (1, "Late."), (6, "Late again.")]


def test_the_words_of_an_opportunity_are_those_that_show_its_theme(world):
    theme, said = make_theme("Delivery", "late"), "The parcel came two days late and nobody told me anything."
    make_signal(1, f"{said} The horrible terrible clerk in your awful shop was very rude to me.", touchpoint=world.delivery)  # fmt: skip
    short = make_opportunity(world, title="Dear", theme=make_theme("Price", "dear"))
    for score in (6, 2):
        make_signal(score, "Too dear. The horrible terrible clerk in your awful shop was very rude to me.")
    read_all()
    (card,) = telling_voices(make_opportunity(world, theme=theme), world.office)
    assert card.text == said
    assert [(one.score, one.text[:9]) for one in telling_voices(short, world.office)] == [(2, "Too dear."), (6, "Too dear.")]  # fmt: skip
