"""Who sees which case, and whether the loop is alive."""

from datetime import timedelta

from groundswell.act.cases.actions import ask_again, hand_over, note_attempt
from groundswell.act.cases.figures import LoopFigure, loop_figures
from groundswell.act.cases.lists import cases_in, counts_of_tabs
from groundswell.act.cases.queries import case_rows, cases_visible_to, people_to_hand_to
from tests.world import NOW, make_customer

from .scenes import HOUR, answer_to, closed_case, open_case

DAY = timedelta(days=1)


def test_a_case_is_seen_in_its_unit_and_above_and_nowhere_else(world):
    case = open_case(world.leeds)
    placeless = open_case(None)

    seen = {
        str(user): set(cases_visible_to(user))
        for user in (world.lead, world.york_lead, world.office, world.partner)
    }

    assert seen == {
        "Lena Lead": {case},
        "Yara Lead": set(),
        "Olu Office": {case, placeless},
        "Paul Partner": set(),
    }


def test_whoever_gets_a_case_sees_it_wherever_they_work(world):
    case = open_case(world.leeds)

    hand_over(case, to=world.york_lead.person, why="She knows them", by=world.office.person, at=NOW)

    assert list(cases_visible_to(world.york_lead)) == [case]


def test_a_case_is_handed_within_sight_or_up_the_line(world):
    case = open_case(world.leeds)

    assert [person.name for person in people_to_hand_to(world.lead, case)] == [
        "Eva Executive",
        "Fay Frontline",
    ]


def test_the_figures_count_only_what_has_been_decided(world):
    lead = world.lead.person
    in_time = closed_case(world.leeds, lead)
    too_late = open_case(world.leeds)
    note_attempt(too_late, channel="phone", reached=True, by=lead, at=too_late.due_at + HOUR)
    open_case(world.leeds, customer=None)  # nobody could be contacted
    open_case(world.leeds, at=NOW + 2 * DAY)  # its moment has not come
    answer_to(ask_again(in_time, at=NOW + DAY).invitation, 8, at=NOW + DAY)

    figures = {f.name: (f.count, f.n) for f in loop_figures(world.office, NOW + 2 * DAY)}

    assert figures == {
        "opened": (4, None),
        "in_time": (1, 2),
        "closed": (1, 4),
        "asked": (1, 1),
        "recovered": (1, 1),
    }


def test_no_cases_give_no_share_rather_than_nought(world):
    figures = loop_figures(world.office, NOW)

    assert [figure.share for figure in figures] == [None] * 5
    assert figures[1].words == "None to count yet"


def test_a_share_carries_its_count_and_its_margin():
    assert LoopFigure("x", "X", 8, 10, "", "x").words == "80% (8 of 10, between 49% and 94%)"
    assert LoopFigure("x", "X", 2, 3, "", "x").words == "2 of 3, too few to tell"


def test_each_figure_opens_the_list_that_it_counts(world):
    closed_case(world.leeds, world.lead.person)
    open_case(world.leeds)

    seen = cases_visible_to(world.lead)

    for figure in loop_figures(world.lead, NOW + 3 * DAY):
        assert cases_in(figure.show, world.lead, seen, at=NOW + 3 * DAY).count() == figure.count


def test_the_tabs_count_mine_my_teams_and_the_late_ones(world):
    open_case(world.leeds)
    other = open_case(world.leeds)
    hand_over(other, to=world.frontline.person, why="Yours", by=world.lead.person, at=NOW)

    assert counts_of_tabs(world.lead, at=NOW + 3 * DAY) == {
        "mine": 1,
        "team": 2,
        "late": 2,
        "closed": 0,
    }


def test_the_rows_for_a_machine_are_cut_to_what_the_person_may_see(world):
    open_case(world.leeds)
    closed = closed_case(world.york, world.york_lead.person, customer=make_customer("York Customer"))

    assert len(case_rows(None, at=NOW)) == 2
    (row,) = case_rows(world.york_lead, at=NOW + DAY)
    assert (row["case"], row["outcome"], row["is_late"]) == (closed.pk, "recovered", False)


def test_the_most_urgent_customer_stands_first_and_nobody_last(world):
    nobody = open_case(world.leeds, at=NOW - DAY, customer=None)
    later, sooner = open_case(world.leeds, at=NOW), open_case(world.leeds, at=NOW - HOUR)

    listed = list(cases_in("team", world.lead, cases_visible_to(world.lead), at=NOW))

    assert listed == [sooner, later, nobody]
