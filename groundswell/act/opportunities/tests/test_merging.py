"""Two opportunities that are the same problem become one, with all that hangs on them, and come apart again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.cases.models import RootCause
from groundswell.act.opportunities.actions import (
    change_opportunity,
    join_elevation,
    open_opportunity,
    settle_opportunity,
)
from groundswell.act.opportunities.errors import MergedAway, MergerRefused, OpportunityRefused, ReasonMissing
from groundswell.act.opportunities.ground import apart
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.merging.actions import STAYS, merge_opportunity, separate_opportunity
from groundswell.act.opportunities.merging.queries import joined_with, likely_the_same
from groundswell.act.opportunities.models import Carried, Merger, Opportunity, Separation, Settlement
from groundswell.act.opportunities.queries import (
    evidence_of,
    joinable_opportunities,
    last_year,
    open_opportunities,
    opportunities_visible_to,
    ranked_opportunities,
    standing_of,
)
from groundswell.act.opportunities.roots.actions import ask_why, propose_countermeasure
from groundswell.act.opportunities.tidings import one_with_another, stepped
from groundswell.act.opportunities.voices import opportunities_behind_which, voices_behind
from tests.at_once import at_once
from tests.world import NOW, make_signal, make_world

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all

LATER = NOW + timedelta(hours=1)
SAME = {"why": "Both are the courier.", "at": LATER}


def two(world, **own):
    late = make_opportunity(world, title="Late parcels", theme=own.get("theme"))
    slots = make_opportunity(world, title="Missed slots", touchpoint=world.returns)
    return late, slots


def test_what_hangs_on_it_goes_along_and_comes_back(world):
    late, slots = two(world)
    raised = make_elevation(world.leeds, world.lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    cause = ask_why(late, "The list goes out at ten", by=world.office, at=NOW)
    own = {"kind": "mend", "reach": (10, 20), "effort_days": (1, 2), "by": world.office, "at": NOW}
    mend = propose_countermeasure(late, title="Send it at six", cause=cause, **own)
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert joined_with(slots)[0].brought == {"what teams raised": 1, "causes": 1, "countermeasures": 1}
    later = make_elevation(world.york, world.york_lead.person, title="Missed in York")
    join_elevation(later, slots, by=world.office, at=LATER)
    assert [one.elevation for one in slots.joinings.all()] == [raised, later]
    assert (list(slots.causes.all()), list(slots.countermeasures.all())) == ([cause], [mend])
    separate_opportunity(late, why="York is another depot.", by=world.office, at=LATER)
    assert [one.elevation for one in late.joinings.all()] == [raised]
    assert [one.elevation for one in slots.joinings.all()] == [later]
    assert (list(late.causes.all()), list(late.countermeasures.all())) == ([cause], [mend])
    parted = Separation.objects.get()
    assert (parted.opportunity, parted.out_of, parted.merged_at) == (late, slots, LATER)
    assert not Merger.objects.exists()
    assert not Carried.objects.exists()


def test_everything_that_a_room_hangs_on_an_opportunity_is_known_to_go_along_or_to_stay():
    names = {one.get_accessor_name() for one in Opportunity._meta.related_objects if not one.hidden}
    assert names - STAYS == set(Carried.WORDS)


def test_a_customer_behind_both_is_counted_once(world):
    theme = make_theme("Delivery", "late")
    late, slots = two(world, theme=theme)
    both = make_signal(3, "So late", touchpoint=world.returns, customer=make_answers(1, 3, world=world)[0])
    for number in range(6):
        make_signal(2, "So late", touchpoint=world.delivery, customer=make_answers(1, 9, world=world)[0], at=NOW - timedelta(days=number + 1))  # fmt: skip
    read_all()
    year = last_year(NOW)
    own, other = evidence_of(late, *year), evidence_of(slots, *year)
    assert (own.customers, other.customers) == (7, 1)
    merge_opportunity(slots, late, by=world.office, **SAME)
    joined = evidence_of(late, *year)
    assert (joined.customers, joined.voices) == (7, own.voices)
    assert voices_behind(late).count() == own.voices
    assert list(opportunities_behind_which(both)) == [late]


def test_scores_add_up_only_where_no_answer_can_be_in_both():
    assert apart([(1, 10), (1, 11)]) == [(1, 10), (1, 11)]
    assert apart([(1, 10), (1, None)]) == [(1, None)]
    assert apart([(1, None), (1, 10)]) == [(1, None)]
    assert apart([(1, 10), (2, 10)]) == [(1, 10)]
    assert apart([(1, 10), (2, 11), (3, None)]) == [(1, 10), (2, 11)]
    assert apart([(1, 10), (None, 10)]) == [(None, 10)]
    assert apart([(None, None), (2, 11)]) == [(2, 11)]


def test_points_are_of_both_where_their_touchpoints_differ(world):
    theme = make_theme("Delivery", "late")
    for place in (world.delivery, world.returns):
        make_answers(40, 3, "So late", world=world, touchpoint=place)
        make_answers(60, 9, "All good", world=world, touchpoint=place)
    read_all()
    here = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    there = make_opportunity(world, title="There", theme=theme, touchpoint=world.returns)
    year = last_year(NOW)
    before = evidence_of(here, *year).n_with
    merge_opportunity(there, here, by=world.office, **SAME)
    assert (before, evidence_of(here, *year).n_with) == (40, 80)


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


def test_nobody_acts_on_what_is_one_with_another(world):
    late, slots = two(world)
    merge_opportunity(late, slots, by=world.office, **SAME)
    given = {"by": world.office, "at": LATER}
    raised = make_elevation(world.leeds, world.lead.person)
    for act in (
        lambda: join_elevation(raised, late, **given),
        lambda: change_opportunity(late, title="Another", **given),
        lambda: settle_opportunity(late, Settlement.Outcome.NOT_PURSUED, why="No.", **given),
        lambda: ask_why(late, "Because", **given),
        lambda: merge_opportunity(slots, late, why="Both.", **given),
        lambda: merge_opportunity(late, slots, why="Both.", **given),
    ):
        with pytest.raises(MergedAway, match="Olu Office joined “Late parcels” with “Missed slots”"):
            act()


def test_a_third_takes_up_both_and_each_finds_home_again(world):
    late, slots = two(world)
    third = make_opportunity(world, title="Couriers", touchpoint=world.returns)
    raised = make_elevation(world.leeds, world.lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    merge_opportunity(slots, third, by=world.office, **SAME)
    assert {one.opportunity: one.into for one in Merger.objects.all()} == {late: third, slots: third}
    assert raised.joining.__class__.objects.get().opportunity == third
    separate_opportunity(late, why="Its own.", by=world.office, at=LATER)
    separate_opportunity(slots, why="Its own too.", by=world.office, at=LATER)
    assert raised.joining.__class__.objects.get().opportunity == late
    assert set(open_opportunities()) == {late, slots, third}


def test_what_was_decided_is_not_joined_away_and_a_decision_binds(world):
    late, slots = two(world)
    with pytest.raises(ReasonMissing):
        merge_opportunity(late, slots, why=" ", by=world.office, at=NOW)
    with pytest.raises(MergerRefused, match="one already"):
        merge_opportunity(late, late, why="Same.", by=world.office, at=NOW)
    settle_opportunity(late, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    with pytest.raises(MergerRefused, match="join the other one to it"):
        merge_opportunity(late, slots, by=world.office, **SAME)
    merge_opportunity(slots, late, by=world.office, **SAME)
    separate_opportunity(slots, why="Not the same.", by=world.office, at=LATER)
    third = make_opportunity(world, title="Couriers")
    merge_opportunity(slots, third, by=world.office, **SAME)
    settle_opportunity(
        third, Settlement.Outcome.NOT_PURSUED, why="No.", by=world.office, at=LATER + timedelta(1)
    )
    with pytest.raises(MergerRefused, match="holds for both"):
        separate_opportunity(slots, why="Not the same.", by=world.office, at=LATER)
    fourth = make_opportunity(world, title="Fourth")
    with pytest.raises(MergerRefused, match="is not pursued"):
        merge_opportunity(fourth, third, by=world.office, **SAME)


def test_the_judgement_of_the_one_that_goes_on_stands_and_the_page_says_so(world, signed_in):
    late, slots = two(world)
    change_opportunity(late, effort_days=(3, 5), by=world.office, at=NOW)
    change_opportunity(slots, effort_days=(7, 9), by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert standing_of(slots, NOW).evidence.effort == (7, 9)
    page = signed_in(world.office).get(reverse("opportunities:opportunity", args=[slots.pk]))
    assert "judgement of 3 to 5 person-days stays with it and does not count here" in page.content.decode()


def test_who_raised_and_who_owns_it_is_told_and_still_sees_it(world):
    late, slots = two(world)
    raised = make_elevation(world.york, world.york_lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    change_opportunity(late, owner=world.frontline.person, by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    window = (NOW, LATER)
    told = list(stepped(*window))
    assert [(one.person_id, "goes on together" in str(one.words)) for one in told] == [
        (world.york_lead.person_id, True)
    ]
    assert [one.person_id for one in one_with_another(*window)] == [world.frontline.person_id]
    for user in (world.york_lead, world.frontline):
        assert set(opportunities_visible_to(user)) == {late, slots}
    assert not opportunities_visible_to(world.lead).exists()
    separate_opportunity(late, why="Its own.", by=world.office, at=LATER + timedelta(hours=1))
    told = list(stepped(LATER, LATER + timedelta(hours=1)))
    assert [(one.person_id, "on its own again" in str(one.words)) for one in told] == [
        (world.york_lead.person_id, True)
    ]


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


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_it_at_once_one_wins_and_the_other_is_told():
    world = make_world()
    late, slots = two(world)
    third = make_opportunity(world, title="Couriers", touchpoint=world.returns)
    told = at_once(
        lambda: merge_opportunity(late, slots, by=world.office, **SAME),
        lambda: merge_opportunity(late, third, by=world.lead, **SAME),
        refusal=OpportunityRefused,
    )
    assert len(told) == 1
    assert "joined “Late parcels” with" in told[0]
    assert Merger.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_are_joined_into_each_other_at_once_are_joined_once():
    world = make_world()
    late, slots = two(world)
    raised = make_elevation(world.leeds, world.lead.person)
    told = at_once(
        lambda: merge_opportunity(late, slots, by=world.office, **SAME),
        lambda: merge_opportunity(slots, late, by=world.lead, **SAME),
        refusal=OpportunityRefused,
    )
    assert (len(told), Merger.objects.count()) == (1, 1)
    gone, stays = Merger.objects.get().opportunity, Merger.objects.get().into
    told = at_once(
        lambda: join_elevation(raised, stays, by=world.office, at=LATER),
        lambda: separate_opportunity(gone, why="No.", by=world.office, at=LATER),
        lambda: settle_opportunity(stays, Settlement.Outcome.TAKEN_UP, why="Yes.", by=world.office, at=LATER),
        refusal=OpportunityRefused,
    )
    assert stays.joinings.count() == 1
    assert Settlement.objects.filter(opportunity=stays).exists()
    assert Merger.objects.exists() == (len(told) == 1)
