"""Whoever of an agency is invited hears, at their pace, of the boards that are shared with them and of nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.partners.inviting import accept_invitation, end_partnership, invite_to_agency, let_go
from groundswell.act.partners.models import AgencyMember
from groundswell.act.partners.sharing import end_sharing, share_board, share_result, write_brief
from groundswell.act.partners.tests.agencies import PASSWORD, make_agency, make_board
from groundswell.act.partners.working import answer_idea, finish_task, offer_idea, say, set_task
from groundswell.act.telling.models import Habits, Tiding, Wanted
from groundswell.act.telling.people import look_again_at_waiting
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.outbox.models import Delivery
from tests.world import NOW, World

from .telling_world import DAY, HOUR, MINUTE, tell

MORNING = NOW + DAY
"""When digests of the day before are out."""


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def on(world: World, _today):
    """Two agencies, each on a board of its own, and how time goes on."""

    class On:
        quick, petra = make_agency(world)
        bold, simon = make_agency(world, "Bold Design", "Simon Second")
        board = make_board(world, quick)
        ours = {"by": world.lead, "at": NOW}

        def told(self, at=MORNING):
            tell(NOW + HOUR)
            _today.move_to(at, tick=False)
            tell(at)

        def letters(self, user=None):
            return list(Message.objects.filter(address=(user or self.petra).email).order_by("id"))

        def kinds(self, user=None):
            return set(Tiding.objects.filter(partner=user or self.petra).values_list("kind", flat=True))

    return On()


def test_one_digest_says_what_is_new_on_their_boards_and_repeats_no_words(on, world):
    idea = offer_idea(on.board, title="A second van", by=on.petra, at=NOW - DAY)
    write_brief(on.board, title="Vans before noon", words="How many could you run?", **on.ours)
    answer_idea(idea, verdict="later", why="In June.", **on.ours)
    set_task(on.board, what="Count the vans", due_on=date(2026, 4, 1), agency=on.quick, **on.ours)
    say(on.board, words="Welcome.", **on.ours)
    share_result(on.board, title="Ninety of a hundred", words="On the day.", **on.ours)
    on.told()
    (letter,) = on.letters()
    assert letter.body.startswith("Petra, this is new for you.")
    for words in (
        "1 new brief", "There is a new brief for you", "1 piece of work is asked of you", "Your agency is asked for work by 1 April",
        "1 idea has an answer", "An idea of your agency has an answer", "1 message to your agency", "1 result is shared with you",
    ):  # fmt: skip
        assert words in letter.body
    for words in (
        "Vans before noon",
        "How many",
        "Count the vans",
        "In June",
        "Welcome",
        "Ninety",
        str(on.board.initiative),
    ):
        assert words not in letter.subject + letter.body + letter.html
    assert on.letters(on.simon) == []
    on.told(MORNING + DAY)
    assert len(on.letters()) == 1, "each thing once"


def test_what_one_did_oneself_and_what_is_below_anothers_idea_is_no_news(on, world):
    share_board(on.board, on.bold, until_on=date(2026, 6, 30), by=world.office, at=NOW)
    idea = offer_idea(on.board, title="A second van", by=on.petra, at=NOW)
    say(on.board, words="Mine.", by=on.petra, at=NOW)
    say(on.board, words="Below it.", idea=idea, **on.ours)
    set_task(on.board, what="Count", due_on=date(2026, 4, 1), agency=on.quick, by=on.petra, at=NOW)
    on.told()
    assert on.kinds() == {"board.word"}
    assert Tiding.objects.get(partner=on.petra).link.endswith(f"#idea-{idea.pk}")
    assert Tiding.objects.get(partner=on.simon).link.endswith("#words"), "what is said to all on the board"


def test_work_is_brought_to_mind_two_days_before_and_not_when_it_is_done(on):
    made = {"agency": on.quick, "by": on.ours["by"], "at": NOW - 9 * DAY}
    set_task(on.board, what="Count", due_on=NOW.date() + 2 * DAY, **made)
    done = set_task(on.board, what="Wash", due_on=NOW.date() + 2 * DAY, **made)
    set_task(on.board, what="Paint", due_on=NOW.date() + 9 * DAY, **made)
    tell(NOW)
    finish_task(done, outcome="Clean.", by=on.petra, at=NOW + HOUR)
    on.told()
    (letter,) = on.letters()
    assert letter.subject == "1 piece of work is due soon"
    assert "Work of your agency is due on 13 March" in letter.body


def test_they_hear_a_week_before_a_board_goes(on, world):
    share_board(on.board, on.quick, until_on=NOW.date() + 7 * DAY, by=world.office, at=NOW)
    on.told()
    (letter,) = on.letters()
    assert letter.subject == "1 board ends soon"
    assert "You see a board until 18 March" in letter.body


def test_they_do_not_hear_of_an_end_that_was_moved(on, world):
    share_board(on.board, on.quick, until_on=NOW.date() + 7 * DAY, by=world.office, at=NOW)
    tell(NOW + HOUR)
    assert on.kinds() == {"board.ends"}
    share_board(on.board, on.quick, until_on=date(2026, 12, 31), by=world.office, at=NOW + HOUR)
    on.told()
    assert on.letters() == []


@pytest.mark.parametrize("end", ["sharing", "member", "partnership", "day"])
def test_what_was_new_before_the_end_is_not_told_after_it(on, world, end):
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    tell(NOW + MINUTE)
    assert Tiding.objects.filter(partner=on.petra, is_pending=True).count() == 1
    because = {"because": "The contract ended.", "by": world.office, "at": NOW + HOUR}
    if end == "sharing":
        end_sharing(on.board.sharings.get(), **because)
    elif end == "member":
        let_go(AgencyMember.objects.get(user=on.petra), by=world.office, at=NOW + HOUR)
    elif end == "partnership":
        end_partnership(on.quick, **because)
    else:
        on.board.sharings.update(until_on=NOW.date())
    on.told()
    assert on.letters() == []


def test_a_letter_that_waits_for_the_mail_server_does_not_go_after_the_end(on, world):
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    on.told()
    (letter,) = on.letters()
    Delivery.objects.create(message=letter, outcome="delayed", at=MORNING)
    end_partnership(on.quick, because="The contract ended.", by=world.office, at=MORNING + HOUR)
    assert look_again_at_waiting(at=MORNING + HOUR) == 1
    letter.refresh_from_db()
    assert letter.due_at is None


def test_nothing_is_asked_any_more_on_the_board_of_an_initiative_that_ended(on, world):
    made = {"agency": on.quick, "by": on.ours["by"], "at": NOW - 9 * DAY}
    set_task(on.board, what="Count", due_on=NOW.date() + 2 * DAY, **made)
    tell(NOW)
    end_initiative(on.board.initiative, learned="It was too early.", by=world.office, at=NOW + MINUTE)
    on.told()
    assert on.letters() == []


def test_the_owner_hears_a_partners_question_until_somebody_replies(on, world):
    say(on.board, words="Which van?", by=on.petra, at=NOW)
    tell(NOW + MINUTE)
    heard = Tiding.objects.get(kind="partner.wrote")
    assert (heard.person, heard.words, heard.is_pending) == (
        world.lead.person,
        "A partner wrote to you",
        True,
    )
    say(on.board, words="The blue one.", by=world.office, at=NOW + HOUR)
    on.told()
    assert not Message.objects.filter(person=world.lead.person, body__contains="wrote to you").exists()


def test_a_partner_chooses_their_pace_and_hours_and_sees_their_list_only(on, world, signed_in):
    client = signed_in(on.petra)
    page = client.get(reverse("telling:choices")).content.decode()
    assert "A new brief" in page
    for inside in ("A new case", "Your own chat", "noted as away", "A partner has an idea"):
        assert inside not in page
    client.post(reverse("telling:choose"), {"board.brief": "now", **dict.fromkeys(
        ("board.work", "board.due", "board.answer", "board.word", "board.result", "board.ends"), "list")})  # fmt: skip
    assert Wanted.objects.filter(partner=on.petra, person=None).count() == 7
    client.post(
        reverse("telling:choices"),
        {"by_email": "on", "begins_at": "07:00", "ends_at": "20:00", "weekly_on": "0"},
    )
    assert Habits.objects.get(partner=on.petra).begins_at.hour == 7
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    say(on.board, words="Welcome.", **on.ours)
    tell(NOW + MINUTE)
    tell(NOW + 7 * MINUTE)
    (letter,) = on.letters()
    assert letter.subject == "1 new brief"
    listed = client.get(f"{reverse('telling:list')}?show=all").content.decode()
    assert "There is a new brief for you" in listed
    assert "Somebody wrote to your agency" in listed
    tiding = Tiding.objects.get(partner=on.petra, kind="board.brief")
    assert client.get(reverse("telling:open", args=[tiding.pk]))["Location"].endswith(
        f"/{on.board.pk}/#brief-{on.board.briefs.get().pk}"
    )
    assert signed_in(on.simon).get(reverse("telling:open", args=[tiding.pk])).status_code == 404
    assert (
        "There is a new brief"
        not in signed_in(world.office).get(f"{reverse('telling:list')}?show=all").content.decode()
    )
    for address in ("telling:chats", "telling:sent", "telling:own_chat"):
        assert client.post(reverse(address)).status_code == 403


def test_less_of_this_works_from_the_letter_without_signing_in(on, world, client):
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    on.told()
    (letter,) = on.letters()
    path = letter.body.partition("Less of this: ")[2].split()[0].partition("://")[2].partition("/")[2]
    client.post(f"/{path}")
    assert Wanted.objects.get(partner=on.petra).pace == "weekly"
    let_go(AgencyMember.objects.get(user=on.petra), by=world.office, at=MORNING)
    assert client.get(f"/{path}").status_code == 404


def test_everybody_of_the_agency_hears(on, world):
    given = {"name": "Paula Later", "email": "paula@agency.example", "by": world.office, "at": NOW}
    paula = accept_invitation(invite_to_agency(on.quick, **given)[1], password=PASSWORD, at=NOW).user
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    on.told()
    assert [len(on.letters(user)) for user in (on.petra, paula, on.simon)] == [1, 1, 0]


def test_each_is_told_in_the_language_chosen_for_them_until_they_choose_another(on, world, signed_in):
    given = {"name": "Paula Later", "email": "paula@agency.example", "by": world.office, "at": NOW}
    _, token = invite_to_agency(on.quick, language="de", **given)
    paula = accept_invitation(token, password=PASSWORD, at=NOW).user
    write_brief(on.board, title="Vans", words="How many?", **on.ours)
    on.told()
    assert [letter.subject for user in (on.petra, paula) for letter in on.letters(user)] == [
        "1 new brief",
        "1 neuer Auftrag",
    ]
    client, address = signed_in(paula), reverse("telling:choices")
    page = client.get(address).content.decode()
    assert "The language of the organisation: English" in page
    assert "Empty: the working hours of the organisation." in page
    assert '<option value="de" selected>' in page
    kept = client.post(address, {"language": "ar", "by_email": "on", "weekly_on": 0}, follow=True)
    assert '<option value="ar" selected>' in kept.content.decode()
    write_brief(on.board, title="Drivers", words="Who?", by=world.lead, at=MORNING)
    tell(MORNING + HOUR)
    tell(MORNING + DAY)
    assert on.letters(paula)[-1].html.startswith('<div lang="ar" dir="rtl">')
    assert on.letters()[-1].html.startswith('<div lang="en" dir="ltr">')
