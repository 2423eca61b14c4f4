"""What homes show of praise and coaching."""

from datetime import timedelta

from groundswell.act.cases.actions import ask_again
from groundswell.act.cases.tests.scenes import answer_to, closed_case
from groundswell.act.coaching.actions import agree, hold, plan_conversation
from groundswell.act.coaching.appealing import appeal
from groundswell.act.praise.actions import find_praise, thank
from tests.world import NOW, make_signal, make_user


def test_the_frontline_home_shows_the_next_talk_what_was_agreed_a_card_and_one_thank_you_to_give(
    world, signed_in, time_machine
):
    time_machine.move_to(NOW)
    colleague = make_user("Zoe Zest", world.leeds, "frontline")
    make_signal(10, "Zoe found my size.", unit=world.leeds, employee=colleague.person)
    find_praise(at=NOW)
    thank(world.frontline.person, words="You stayed late.", by=world.lead, at=NOW)
    two, given = (world.lead.person, world.frontline.person), {"by": world.lead, "at": NOW}
    first = hold(plan_conversation(*two, planned_at=NOW - timedelta(days=9), **given), **given)
    agree(first, person=world.frontline.person, text="Say hello first", due_on=NOW.date(), **given)
    plan_conversation(*two, planned_at=NOW + timedelta(days=2), **given)
    home = signed_in(world.frontline).get("/").content.decode()
    for words in (
        "Lena Lead talk on Friday 13 March",
        "Say hello first",
        "You stayed late.",
        "Zoe found my size.",
        "Thank Zoe Zest",
    ):
        assert words in home, words


def test_the_home_of_a_lead_shows_whom_to_talk_with_and_what_helps_and_appeals_to_decide(
    world, signed_in, time_machine
):
    time_machine.move_to(NOW)
    make_signal(10, "Fay was kind.", unit=world.leeds, employee=world.frontline.person)
    poor = make_signal(2, "Nobody said hello.", unit=world.leeds, employee=world.frontline.person)
    appeal(poor, reason="not_service", by=world.frontline, at=NOW)
    home = signed_in(world.lead).get("/").content.decode()
    assert home.index("Fay Frontline") < home.index("Fay was kind.") < home.index("Nobody said hello.")
    assert "Fay Frontline: It is not about the service" in home


def test_a_customer_who_came_back_stands_on_the_home_of_who_closed_their_case(world, signed_in, time_machine):
    later = NOW + timedelta(days=2)
    time_machine.move_to(later)
    fay, lead = signed_in(world.frontline), signed_in(world.lead)
    content, poor = (
        closed_case(world.leeds, world.frontline.person, comment=words) for words in ("Late.", "Torn.")
    )
    for case, score in ((content, 9), (poor, 3)):
        answer_to(ask_again(case, at=NOW + timedelta(days=1)).invitation, score, "", at=later)
    home = fay.get("/").content.decode()
    assert home.count("said at first") == 1
    assert "said at first: Late." in home
    assert f"/act/cases/{content.pk}/" in home
    assert "said at first" not in lead.get("/").content.decode()
