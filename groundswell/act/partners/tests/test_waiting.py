"""Both sides see first what waits for them, since when and by when; what has ended asks nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.partners.errors import BoardClosed
from groundswell.act.partners.sharing import share_result, write_brief
from groundswell.act.partners.waiting import lines_for
from groundswell.act.partners.working import answer_idea, finish_task, offer_idea, say, set_task
from tests.world import NOW

from .agencies import make_agency, make_board

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def mine(user):
    return [one.words for line in lines_for(user, NOW) for one in line.mine]


def test_an_agency_sees_its_own_work_and_we_see_ideas_and_words_without_a_reply(world, signed_in):
    quick, petra = make_agency(world)
    bold, simon = make_agency(world, "Bold Design", "Simon Second")
    board, ours = make_board(world, quick, bold), {"by": world.lead, "at": NOW}
    set_task(
        board, what="Count the vans", due_on=NOW.date() - DAY, agency=quick, by=world.lead, at=NOW - 2 * DAY
    )
    ours_too = set_task(board, what="Give them the keys", due_on=NOW.date() + DAY, agency=None, **ours)
    idea = offer_idea(board, title="A second van", by=petra, at=NOW)
    task = set_task(board, what="Draw the van", due_on=NOW.date() + DAY, agency=bold, **ours)
    say(board, words="Which one?", task=task, by=simon, at=NOW)
    say(board, words="Good morning.", by=petra, at=NOW)
    assert mine(petra) == ["Count the vans"]
    assert mine(simon) == ["Draw the van"]
    assert mine(world.lead) == [
        "Give them the keys", "An answer to “A second van”", "A reply to what a partner wrote", "A reply about “Draw the van”",
    ]  # fmt: skip
    page = signed_in(petra).get(reverse("partners:board", args=[board.pk])).content.decode()
    assert "1 thing waits for Quick Couriers, by 10 March" in page
    assert "Overdue by 1 day" in page
    assert page.index(">Count the vans</a>") < page.index(">Give them the keys</a>")
    assert lines_for(world.lead, NOW)[0].late == 1
    answer_idea(idea, verdict="later", why="In June.", **ours)
    finish_task(ours_too, outcome="Given.", **ours)
    say(board, words="The blue one.", task=task, by=world.office, at=NOW)
    say(board, words="Good morning to you.", by=world.office, at=NOW)
    assert mine(world.lead) == []


def test_nothing_new_is_asked_once_the_initiative_ended_and_what_stands_is_read_until_the_last_day(
    world, signed_in
):
    agency, petra = make_agency(world)
    board, ours = make_board(world, agency), {"by": world.lead, "at": NOW}
    task = set_task(board, what="Count the vans", due_on=NOW.date(), agency=agency, **ours)
    end_initiative(board.initiative, learned="It was too early.", by=world.office, at=NOW)
    board.refresh_from_db()
    client = signed_in(petra)
    page = client.get(reverse("partners:board", args=[board.pk])).content.decode()
    assert "This initiative ended on 11 March 2026" in page
    assert "until 30 June 2026" in page
    assert "No longer asked" in page
    for offer in ("Offer an idea", "Add work", "It is done"):
        assert offer not in page
    assert mine(petra) == mine(world.lead) == []
    for ask in (
        lambda: offer_idea(board, title="A van", by=petra, at=NOW),
        lambda: set_task(board, what="Wash", due_on=NOW.date(), agency=agency, **ours),
        lambda: write_brief(board, title="Vans", words="How many?", **ours),
        lambda: finish_task(task, outcome="Eleven.", by=petra, at=NOW),
    ):
        with pytest.raises(BoardClosed):
            ask()
    share_result(board, title="Ninety of a hundred", words="On the day.", **ours)
    assert "Ninety of a hundred" in client.get("/").content.decode()
