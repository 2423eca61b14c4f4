"""The pages on which two opportunities are made one and taken apart, and where one that went along is found."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.cases.models import RootCause
from groundswell.act.opportunities.actions import (
    change_opportunity,
    open_opportunity,
)
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.merging.actions import merge_opportunity, separate_opportunity
from groundswell.act.opportunities.merging.queries import likely_the_same, whose_points
from groundswell.act.opportunities.models import Merger
from groundswell.act.opportunities.queries import (
    joinable_opportunities,
    open_opportunities,
    ranked_opportunities,
)
from tests.world import NOW

from .register import LATER, SAME, make_opportunity, make_theme, two


def test_it_leaves_the_ranking_and_is_found_by_its_words_and_its_address(world, signed_in):
    late, slots = two(world)
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert list(open_opportunities()) == [slots]
    assert late not in joinable_opportunities()
    assert rank_opportunities(NOW) == "counted 1 opportunities"
    assert [one.opportunity for one in ranked_opportunities(NOW)] == [slots]
    office = signed_in(world.office)
    assert "Missed slots" in office.get(reverse("opportunities:register") + "?q=parcels").content.decode()
    for name in ("opportunity", "voices", "change", "roots", "merge"):
        went = office.get(reverse(f"opportunities:{name}", args=[late.pk]), follow=True)
        assert went.redirect_chain == [(reverse("opportunities:opportunity", args=[slots.pk]), 302)]
        assert "is one with this since" in went.content.decode()
        assert "Both are the courier." in went.content.decode()
    separate_opportunity(late, why="No.", by=world.office, at=LATER)
    assert rank_opportunities(NOW) == "counted 2 opportunities"


def test_the_likely_ones_are_offered_and_found_by_words(world, signed_in):
    theme = make_theme("Delivery", "late")
    late, slots = two(world, theme=theme)
    twin = make_opportunity(world, title="Something else entirely", theme=theme)
    cause = RootCause.objects.create(name="Depot")
    given = {"problem": "Nobody knows", "impact": "unknown", "by": world.office, "at": NOW}
    a, b = (open_opportunity(title=title, root_cause=cause, **given) for title in ("Alpha", "Beta"))
    assert [one.opportunity for one in likely_the_same(late, world.office)][:2] == [twin, slots]
    assert [one.opportunity for one in likely_the_same(a, world.office)] == [b]
    office, address = signed_in(world.office), reverse("opportunities:merge", args=[late.pk])
    assert f"?other={twin.pk}" in office.get(address).content.decode()
    assert f"?other={b.pk}" not in office.get(address).content.decode()
    assert f"?other={b.pk}" in office.get(f"{address}?q=bETa").content.decode()
    assert "each counted once" in office.get(f"{address}?other={twin.pk}").content.decode()
    assert office.get(f"{address}?colour=red").status_code == 400
    empty = office.post(f"{address}?other={twin.pk}", {"stays": late.pk, "why": ""})
    assert (empty.status_code, Merger.objects.count()) == (422, 0)
    assert "Say why they are the same: those who raised" in empty.content.decode()
    office.post(f"{address}?other={twin.pk}", {"stays": late.pk, "why": "The same courier."})
    assert (Merger.objects.get().opportunity, Merger.objects.get().into) == (twin, late)
    back = office.post(reverse("opportunities:separate", args=[twin.pk]), {"why": "Not so."}, follow=True)
    assert "They stand apart again." in back.content.decode()
    assert back.redirect_chain == [(reverse("opportunities:opportunity", args=[twin.pk]), 302)]


def test_only_those_who_triage_join_and_take_apart(world, signed_in):
    late, slots = two(world)
    change_opportunity(late, owner=world.lead.person, by=world.office, at=NOW)
    lead = signed_in(world.lead)
    assert lead.get(reverse("opportunities:merge", args=[late.pk])).status_code == 403
    given = {"stays": slots.pk, "why": "Same."}
    assert lead.post(reverse("opportunities:merge", args=[late.pk]) + f"?other={slots.pk}", given).status_code == 403  # fmt: skip
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert lead.post(reverse("opportunities:separate", args=[late.pk]), {"why": "No."}).status_code == 403
    assert Merger.objects.exists()


def test_each_that_is_joined_costs_a_page_its_own_question_and_no_more(world, signed_in):
    slots = make_opportunity(world, title="Missed slots")
    office, counts = signed_in(world.office), []
    for title in ("First", None, "Second", "Third"):
        if title:
            merge_opportunity(make_opportunity(world, title=title), slots, by=world.office, **SAME)
        with CaptureQueriesContext(connection) as asked:
            office.get(reverse("opportunities:opportunity", args=[slots.pk]))
        counts.append(len(asked))
    assert [counts[2] - counts[1], counts[3] - counts[2]] == [1, 1]


def test_before_they_are_one_the_page_says_whose_points_they_will_be(world, signed_in):
    late, slow = make_theme("Late", "late"), make_theme("Slow", "slow")
    narrow = make_opportunity(world, title="Late at the door", theme=late, touchpoint=world.delivery)
    wide = make_opportunity(world, title="Delivery", touchpoint=world.delivery)
    beside = make_opportunity(world, title="Slow at the door", theme=slow, touchpoint=world.delivery)
    apart = make_opportunity(world, title="Late returns", theme=late, touchpoint=world.returns)
    page = (
        signed_in(world.office).get(f"/act/opportunities/{narrow.pk}/merge/?other={wide.pk}").content.decode()
    )
    assert (
        "become those of “Delivery”: its question holds the other. What “Late at the door” costs by itself is not told"
        in page
    )
    assert whose_points(wide, narrow) == whose_points(narrow, wide)
    elsewhere = make_opportunity(world, title="Returns", touchpoint=world.returns)
    assert (
        whose_points(narrow, elsewhere)
        == "The points, and with them the place, become those of the one that goes on, and count for the customers of both."
    )
    assert whose_points(narrow, beside) == "The points are counted of both together."
    assert whose_points(narrow, apart) == "The points are counted of both together."
    again = make_opportunity(world, title="Again", theme=late, touchpoint=world.delivery)
    assert whose_points(narrow, again) == ""
