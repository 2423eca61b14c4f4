"""Several cases at once, and two people at once."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine

from groundswell.act.cases.actions import hand_over, note_attempt
from groundswell.act.cases.models import Case, Closure, Handover, Pause, RootCause
from groundswell.act.cases.tests.scenes import HOUR, closed_case, open_case
from groundswell.foundation.history.models import Event
from tests.world import NOW

LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


def chosen(*cases: Case) -> list[str]:
    return [f"{case.pk}-{case.owner_id or ''}" for case in cases]


def told(client, cases: list[str], deed: str, **given: object) -> str:
    answer = client.post("/act/cases/together/", {"case": cases, "deed": deed, **given}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_chosen_cases_are_shown_with_what_can_be_done_with_them(world, signed_in):
    first, second = open_case(world.leeds, comment="Torn."), open_case(world.leeds, comment="Late.")

    page = (
        signed_in(world.lead).post("/act/cases/together/", {"case": chosen(first, second)}).content.decode()
    )

    assert "these 2 cases" in page
    assert page.index("Torn.") < page.index("Late.")
    assert [
        words in page for words in ("Take them", "Hand them over", "Stop their clocks", "Close them")
    ] == [True] * 4


def test_several_cases_are_handed_over_with_one_why_and_each_has_its_handover(world, signed_in):
    cases = [open_case(world.leeds) for _ in range(3)]

    page = told(
        signed_in(world.lead), chosen(*cases), "hand_over", to=world.frontline.person.pk, why="You know them"
    )

    assert "3 cases are handed over" in page
    assert {case.owner for case in Case.objects.all()} == {world.frontline.person}
    assert [(one.why, one.by) for one in Handover.objects.all()] == [("You know them", world.lead.person)] * 3


def test_a_case_that_somebody_took_meanwhile_stays_with_them_and_the_second_one_is_told(world, signed_in):
    taken, free = open_case(world.leeds), open_case(world.leeds)
    as_seen = chosen(taken, free)
    hand_over(taken, to=world.office.person, why="Takes it", by=world.office.person, at=NOW + HOUR)

    page = told(signed_in(world.lead), as_seen, "hand_over", to=world.frontline.person.pk, why="Yours")

    assert "1 case is handed over, 1 could not be" in page
    assert f"Case {taken.pk}</a>: Olu Office took this case a moment ago" in page
    assert [Case.objects.get(pk=case.pk).owner for case in (taken, free)] == [
        world.office.person,
        world.frontline.person,
    ]


def test_the_page_of_the_chosen_says_what_changed_hands_and_goes_on_from_there(world, signed_in):
    case = open_case(world.leeds)
    as_seen = chosen(case)
    hand_over(case, to=world.office.person, why="Takes it", by=world.office.person, at=NOW + HOUR)

    page = signed_in(world.lead).post("/act/cases/together/", {"case": as_seen}).content.decode()

    assert "Changed hands a moment ago" in page
    assert f'value="{case.pk}-{world.office.person.pk}"' in page


def test_closing_several_wants_cause_and_outcome_and_each_is_judged_alone(world, signed_in):
    reached, nobody_tried, closed = (
        open_case(world.leeds),
        open_case(world.leeds),
        closed_case(world.leeds, world.lead.person),
    )
    note_attempt(reached, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    lead, cases = signed_in(world.lead), chosen(reached, nobody_tried, closed)

    assert (
        lead.post("/act/cases/together/", {"case": cases, "deed": "close", "outcome": "answered"}).status_code
        == 422
    )
    assert Closure.objects.count() == 1
    cause = RootCause.objects.get(name="Delivery")
    page = told(lead, cases, "close", outcome="answered", root_cause=cause.pk, note="The carrier struck.")

    assert "1 case is closed, 2 could not be" in page
    assert "Nobody has reached this customer yet" in page
    assert "Lena Lead closed this case" in page
    mine = Closure.objects.get(case=reached)
    assert (mine.outcome, mine.root_cause, mine.note) == ("answered", cause, "The carrier struck.")
    assert Event.objects.filter(verb="closed a case", subject_id=str(reached.pk)).count() == 1


def test_only_a_lead_or_the_office_closes_several_at_once(world, signed_in):
    case = open_case(world.leeds)
    hand_over(case, to=world.frontline.person, why="Yours", by=world.lead.person, at=NOW)
    note_attempt(case, channel="phone", reached=True, by=world.frontline.person, at=NOW + HOUR)
    fay = signed_in(world.frontline)
    given = {"outcome": "answered", "root_cause": RootCause.objects.first().pk}

    page = fay.post("/act/cases/together/", {"case": chosen(case), "deed": "close", **given}).content.decode()

    assert "Close them" not in page
    assert not Closure.objects.exists()


def test_the_clocks_of_several_stop_where_somebody_tried(world, signed_in):
    tried, untried = open_case(world.leeds), open_case(world.leeds)
    note_attempt(tried, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)

    page = told(signed_in(world.lead), chosen(tried, untried), "wait", why="On holiday", hours=8)

    assert Pause.objects.get().case == tried
    assert f"Case {untried.pk}</a>: Nobody has tried to reach this customer yet" in page


def test_nobody_acts_together_on_what_they_may_not_act_on_or_see(world, signed_in):
    theirs, elsewhere = open_case(world.leeds), open_case(world.york, comment="A secret of York.")

    page = told(
        signed_in(world.frontline),
        chosen(theirs, elsewhere),
        "hand_over",
        to=world.frontline.person.pk,
        why="Mine",
    )

    assert f"Case {theirs.pk}</a>: Its owner, the team’s lead or the office act on it." in page
    assert f"Case {elsewhere.pk}</a>: This case is not there any more" in page
    assert "secret" not in page
    assert not Handover.objects.exists()


@pytest.mark.parametrize("cases", [[], ["x"], ["1-2-x"], ["7-seven"]])
def test_nothing_chosen_is_said_and_nonsense_chooses_nothing(world, signed_in, cases):
    answer = signed_in(world.lead).post("/act/cases/together/", {"case": cases}, follow=True)

    assert "Choose at least one case" in answer.content.decode()


def test_everybody_near_takes_a_case_that_nobody_has_and_leaves_one_that_somebody_has(world, signed_in):
    free, held = open_case(world.leeds), open_case(world.leeds)
    Case.objects.filter(pk=free.pk).update(owner=None)
    fay = signed_in(world.frontline)

    assert "Take it" in fay.get(f"/act/cases/{free.pk}/").content.decode()
    fay.post(f"/act/cases/{free.pk}/take/", {"seen_owner": ""})
    answer = fay.post(f"/act/cases/{held.pk}/take/", {"seen_owner": held.owner_id}, follow=True)

    assert Case.objects.get(pk=free.pk).owner == world.frontline.person
    assert "Lena Lead has this case" in answer.content.decode()
    assert Case.objects.get(pk=held.pk).owner == world.lead.person


def test_who_hands_over_what_changed_hands_meanwhile_is_told_and_keeps_what_was_typed(world, signed_in):
    case = open_case(world.leeds)
    hand_over(case, to=world.office.person, why="Takes it", by=world.office.person, at=NOW + HOUR)
    given = {"to": world.frontline.person.pk, "why": "You know her well", "seen_owner": world.lead.person.pk}

    page = signed_in(world.lead).post(f"/act/cases/{case.pk}/hand-over/", given, follow=True).content.decode()

    assert "Olu Office took this case a moment ago" in page
    assert "You wrote: “You know her well”" in page
    assert Case.objects.get().owner == world.office.person


def changes(client, newest: int, *cases: Case, **asked: str):
    asks = {**asked, "since": newest, "rows": ",".join(str(case.pk) for case in cases)}
    return client.get(f"/act/cases/changes/?{urlencode(asks)}")


def newest() -> int:
    return Event.objects.latest("id").pk


def test_a_list_says_what_others_did_since_it_was_loaded_and_nothing_of_ones_own(world, signed_in):
    case, other = open_case(world.leeds), open_case(world.leeds)
    since, lead = newest(), signed_in(world.lead)
    assert changes(lead, since, case, show="mine").status_code == 304

    note_attempt(other, channel="phone", reached=True, by=world.lead.person, at=LATER)
    assert changes(lead, since, case, show="mine").content.strip() == b""
    hand_over(case, to=world.office.person, why="Takes it", by=world.office.person, at=LATER)
    said = changes(lead, since, case, show="mine").content.decode()
    assert f"Olu Office took case {case.pk} a moment ago" in said
    note_attempt(other, channel="phone", reached=False, by=world.office.person, at=LATER)
    assert "2 cases changed." in changes(lead, since, case, show="mine").content.decode()


def test_where_nothing_happened_since_the_last_look_the_answer_is_empty_and_cheap(
    world, signed_in, django_assert_max_num_queries
):
    case, since = open_case(world.leeds), 0
    lead = signed_in(world.lead)
    tag = changes(lead, since, case, show="mine")["ETag"]

    with django_assert_max_num_queries(3):
        answer = lead.get(f"/act/cases/changes/?since=0&rows={case.pk}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_what_happens_out_of_sight_is_not_told(world, signed_in):
    mine, york = open_case(world.leeds), open_case(world.york)
    since = newest()
    note_attempt(york, channel="phone", reached=True, by=world.york_lead.person, at=LATER)

    assert changes(signed_in(world.lead), since, mine, york, show="team").content.strip() == b""
    assert signed_in(world.lead).get(f"/act/cases/{york.pk}/changes/?since={since}").status_code == 404


def test_a_card_says_who_did_what_a_moment_ago(world, signed_in):
    case, since = open_case(world.leeds), newest()
    lead = signed_in(world.lead)
    hand_over(case, to=world.office.person, why="Takes it", by=world.office.person, at=LATER)

    said = lead.get(f"/act/cases/{case.pk}/changes/?since={since}").content.decode()

    assert "Olu Office took this case a moment ago" in said
    assert f'href="/act/cases/{case.pk}/"' in said
