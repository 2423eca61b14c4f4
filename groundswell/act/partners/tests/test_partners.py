"""Agencies come in by a link, see the boards shared with them, and nothing after the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groundswell.act.opportunities.voices import voices_behind
from groundswell.act.partners import errors
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.inviting import (
    accept_invitation,
    add_agency,
    end_partnership,
    invite_to_agency,
    let_go,
    living_invitation,
    withdraw_invitation,
)
from groundswell.act.partners.models import SharedVoice
from groundswell.act.partners.queries import (
    agencies_visible_to,
    board_page,
    boards_visible_to,
    news_for,
    voices_to_share,
)
from groundswell.act.partners.redacting import for_partners
from groundswell.act.partners.sharing import (
    end_sharing,
    share_board,
    share_result,
    share_voice,
    take_voice_back,
    write_brief,
)
from groundswell.act.partners.waiting import lines_for, waits_on
from groundswell.act.partners.working import answer_idea, finish_task, offer_idea, set_task
from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event
from tests.world import NOW, make_customer, make_signal

from .agencies import PASSWORD, UNTIL, make_agency, make_board, voice_behind
from .files import CSV


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_a_link_opens_once_for_seven_days_and_makes_no_colleague(world):
    agency = add_agency("Quick Couriers", by=world.office, at=NOW)
    _, token = invite_to_agency(agency, name="Petra", email="Petra@Agency.example", by=world.office, at=NOW)
    assert living_invitation(token, NOW + timedelta(days=6, hours=23))
    assert living_invitation(token, NOW + timedelta(days=7)) is None
    assert living_invitation("made up", NOW) is None
    with pytest.raises(ValidationError):
        accept_invitation(token, password="short", at=NOW)
    member = accept_invitation(token, password=PASSWORD, at=NOW)
    assert (member.user.role, member.user.person, str(member.user)) == (User.Role.PARTNER, None, "Petra")
    with pytest.raises(errors.InvitationOver):
        accept_invitation(token, password=PASSWORD, at=NOW)
    assert token not in str(Event.objects.values_list("detail", flat=True))


def test_a_link_that_was_taken_back_or_whose_agency_left_opens_nothing(world):
    agency = add_agency("Quick Couriers", by=world.office, at=NOW)
    given = {"name": "Petra", "by": world.office, "at": NOW}
    first, one = invite_to_agency(agency, email="a@agency.example", **given)
    _, two = invite_to_agency(agency, email="b@agency.example", **given)
    withdraw_invitation(first, by=world.office, at=NOW)
    end_partnership(agency, because="Over.", by=world.office, at=NOW)
    for token in (one, two, "made up"):
        with pytest.raises(errors.InvitationOver):
            accept_invitation(token, password=PASSWORD, at=NOW)
    with pytest.raises(errors.PartnershipEnded):
        invite_to_agency(agency, email="c@agency.example", **given)


def test_who_was_let_go_comes_back_by_no_link_of_before(world):
    agency = add_agency("Quick Couriers", by=world.office, at=NOW)
    given = {"name": "Petra", "email": "petra@agency.example", "by": world.office, "at": NOW}
    (_, lost), (_, used) = invite_to_agency(agency, **given), invite_to_agency(agency, **given)
    let_go(accept_invitation(used, password=PASSWORD, at=NOW), by=world.office, at=NOW)
    with pytest.raises(errors.InvitationOver):
        accept_invitation(lost, password=PASSWORD, at=NOW)
    _, new = invite_to_agency(agency, **given)
    assert accept_invitation(new, password=PASSWORD, at=NOW).user.is_active


def test_nobody_who_signs_in_is_invited_again(world):
    agency, petra = make_agency(world)
    with pytest.raises(errors.SharedAlready, match="is made under a new name"):
        add_agency("quick couriers", by=world.office, at=NOW)
    for address in (world.lead.email, petra.email):
        with pytest.raises(errors.SignsInAlready):
            invite_to_agency(agency, name="X", email=address, by=world.office, at=NOW)


def test_a_partner_sees_the_boards_of_their_agency_until_the_day(world):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    last = datetime(2026, 6, 30, 20, tzinfo=UTC)
    write_brief(board, title="Vans", words="How many?", by=world.office, at=NOW)
    assert list(boards_visible_to(petra, last)) == [board]
    assert [one.words for one in news_for(petra, last)] == ["Vans"]
    assert list(boards_visible_to(petra, last + timedelta(days=1))) == []
    assert news_for(petra, last + timedelta(days=1)) == []
    assert list(boards_visible_to(world.partner, NOW)) == [], "the role alone opens nothing"
    assert list(boards_visible_to(world.lead, NOW)) == [board]
    assert list(boards_visible_to(world.york_lead, NOW)) == []
    assert list(agencies_visible_to(petra)) == []


@pytest.mark.parametrize("how", ["agency", "sharing", "member"])
def test_an_end_ends_sight_and_session_at_once(world, signed_in, how):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    client, address = signed_in(petra), reverse("partners:board", args=[board.pk])
    assert client.get(address).status_code == 200
    if how == "agency":
        end_partnership(agency, because="Over.", by=world.office, at=NOW)
    elif how == "sharing":
        end_sharing(agency.sharings.get(), because="Over.", by=world.office, at=NOW)
    else:
        let_go(agency.members.get(), by=world.office, at=NOW)
    petra.refresh_from_db()
    assert list(boards_visible_to(petra, NOW)) == []
    assert client.get(address).status_code in {302, 403}
    assert (
        Event.objects.filter(verb__in=["ended partnership", "ended sharing", "let partner go"]).count() == 1
    )


def test_a_board_shared_again_after_its_end_is_seen_again_and_sharing_twice_moves_the_day(world):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    longer = share_board(board, agency, until_on=UNTIL + timedelta(days=30), by=world.office, at=NOW)
    assert agency.sharings.get() == longer
    end_sharing(longer, because="A pause.", by=world.office, at=NOW)
    assert list(boards_visible_to(petra, NOW)) == []
    share_board(board, agency, until_on=UNTIL, by=world.office, at=NOW)
    assert list(boards_visible_to(petra, NOW)) == [board]


def test_words_leave_the_house_without_names_addresses_and_numbers(world):
    customer = make_customer("Carla Maria Köhler-Brandt")
    words = (
        "Mrs Köhler-Brandt here, carla@people.example, +44 7700 900123. LENA LEAD was kind, Mr Frontline's van was late; "
        "my daughter Sophie waited. Carla"
    )
    signal = make_signal(2, words, unit=world.leeds, customer=customer, employee=world.frontline.person)
    told = for_partners(signal, ["Sophie"])
    for gone in (
        "Köhler",
        "Brandt",
        "Carla",
        "people.example",
        "7700",
        "Lena",
        "LEAD",
        "Frontline",
        "Sophie",
    ):
        assert gone not in told, gone
    assert "van was late; my daughter […] waited." in told


def test_only_voices_behind_the_initiative_that_the_sharer_may_read_are_shared(world):
    agency, _ = make_agency(world)
    board = make_board(world, agency)
    opportunity = board.initiative.decision.proposal.opportunity
    elevation_voice = voice_behind(world, opportunity)
    stranger = make_signal(2, "Something else.", unit=world.leeds, touchpoint=world.returns)
    behind = voices_behind(opportunity)
    assert list(voices_to_share(board, world.lead, behind)) == [elevation_voice]
    shared = share_voice(board, elevation_voice, by=world.lead, at=NOW)
    assert not voices_to_share(board, world.lead, behind).exists()
    assert shared.words == elevation_voice.comment
    for signal, by, error in (
        (stranger, world.office, errors.NotShared), (elevation_voice, world.office, errors.SharedAlready),
    ):  # fmt: skip
        with pytest.raises(error):
            share_voice(board, signal, by=by, at=NOW)
    take_voice_back(shared, by=world.office, at=NOW)
    assert SharedVoice.objects.get().taken_back_at == NOW


def test_the_first_answer_and_the_first_outcome_stand(world):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    idea = offer_idea(board, title="A second van", by=petra, at=NOW)
    answer_idea(idea, verdict="taken_up", why="Yes.", by=world.lead, at=NOW)
    with pytest.raises(errors.SettledBefore, match="Lena Lead answered this a moment ago"):
        answer_idea(idea, verdict="later", why="No.", by=world.office, at=NOW)
    task = set_task(board, what="Count the vans", due_on=UNTIL, agency=agency, by=world.lead, at=NOW)
    ((mine,),) = (line.mine for line in lines_for(petra, NOW))
    assert (mine.words, mine.place, mine.by) == ("Count the vans", f"#task-{task.pk}", UNTIL)
    finish_task(task, outcome="Eleven.", by=petra, at=NOW)
    with pytest.raises(errors.SettledBefore, match="Petra Partner finished this"):
        finish_task(task, outcome="Twelve.", by=world.lead, at=NOW)


def test_a_brief_without_words_is_refused(world):
    board = make_board(world)
    with pytest.raises(errors.WordsMissing):
        write_brief(board, title=" ", words="x", by=world.office, at=NOW)


def test_a_board_is_shared_until_a_day_that_is_to_come(world):
    agency, petra = make_agency(world)
    board = make_board(world)
    with pytest.raises(errors.DayOver, match="has passed"):
        share_board(board, agency, until_on=NOW.date() - timedelta(days=1), by=world.office, at=NOW)
    share_board(board, agency, until_on=NOW.date(), by=world.office, at=NOW)
    assert list(boards_visible_to(petra, NOW)) == [board]


def test_work_is_asked_by_a_day_on_which_the_agency_still_sees_the_board(world):
    (agency, petra), (other, _) = make_agency(world), make_agency(world, "Bold Design", "Simon Second")
    board = make_board(world)
    for one, until_on in ((other, UNTIL + timedelta(days=90)), (agency, UNTIL)):
        share_board(board, one, until_on=until_on, by=world.office, at=NOW)
    given = {"what": "Count the vans", "agency": agency, "by": world.office, "at": NOW}
    with pytest.raises(errors.DayOver, match="until 30 June 2026"):
        set_task(board, due_on=UNTIL + timedelta(days=1), **given)
    with pytest.raises(errors.DayOver, match="has passed"):
        set_task(board, due_on=NOW.date() - timedelta(days=1), **given)
    task = set_task(board, due_on=UNTIL, files=[looked_at("vans.csv", CSV)], **given)
    assert task.files.get().name == "vans.csv"
    said = {"files": [looked_at("came.csv", CSV)], "by": world.office, "at": NOW}
    result = share_result(board, title="So far", words="Fewer vans.", **said)
    assert result.files.get().name == "came.csv"
    (line,) = lines_for(petra, NOW)
    assert [one.agency for one in line.sharings] == [agency]
    end_sharing(agency.sharings.get(), because="Over.", by=world.office, at=NOW)
    with pytest.raises(errors.DayOver, match="sees this board no more"):
        set_task(board, due_on=UNTIL, **given)
    (wait,) = waits_on(board_page(board, NOW))
    assert (wait.whose, wait.words) == (None, "Count the vans: Quick Couriers sees this board no more")


def test_whoever_left_comes_back_by_a_new_link_as_the_same_person(world):
    agency, petra = make_agency(world)
    other, _ = make_agency(world, "Bold Design", "Simon Second")
    board = make_board(world, agency)
    idea = offer_idea(board, title="A second van", by=petra, at=NOW)
    let_go(agency.members.get(), by=world.office, at=NOW)
    given = {"name": "Petra Partner", "email": petra.email, "by": world.office, "at": NOW}
    with pytest.raises(errors.SignsInAlready):
        invite_to_agency(other, **given)
    _, token = invite_to_agency(agency, **given)
    assert list(boards_visible_to(petra, NOW)) == []
    member = accept_invitation(token, password=PASSWORD, at=NOW)
    idea.refresh_from_db()
    assert (member.user, member.left_at, idea.author) == (petra, None, petra)
    assert list(boards_visible_to(member.user, NOW)) == [board]


def test_names_of_two_letters_leave_the_house_no_more_than_long_ones(world):
    signal = make_signal(2, "Bo Li here. Ms Li liked it, and li is no name.", customer=make_customer("Bo Li"))
    assert for_partners(signal) == "[name] here. Ms [name] liked it, and li is no name."
