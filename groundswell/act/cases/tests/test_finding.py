"""A case is found by its words, its customer and its number, and a list is narrowed by what its address says."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.act.cases.actions import hand_over
from groundswell.act.cases.merging.actions import merge_cases
from groundswell.act.cases.models import CaseWords, OpeningRule, SavedView
from groundswell.act.cases.standing import write_standing
from groundswell.understand.themes.models import Mention, Theme
from tests.world import NOW, make_customer

from .scenes import HOUR, closed_case, open_case


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def listed(signed_in):
    """``listed(user, address)`` gives the numbers of the cases that the page shows."""

    def ask(user, address: str) -> list[int]:
        page = signed_in(user).get(f"/act/cases/?{address}")
        assert page.status_code == 200
        return [case.pk for case in page.context["rows"]]

    return ask


def test_all_words_that_are_looked_for_stand_in_the_voice_whatever_their_case(world, listed):
    first = open_case(world.leeds, comment="Die GROSSE Lieferung kam zu spät.")
    open_case(world.leeds, comment="Die Rechnung war falsch.")

    assert listed(world.lead, "show=team&q=lieferung+SPÄT") == [first.pk]
    assert listed(world.lead, "show=team&q=lieferung+falsch") == []


def test_what_looks_like_a_pattern_is_looked_for_letter_by_letter(world, listed):
    case = open_case(world.leeds, comment="100% wrong_size")
    open_case(world.leeds, comment="100 wrong sizes")

    assert listed(world.lead, "show=team&q=100%25") == [case.pk]
    assert listed(world.lead, "show=team&q=g_s") == [case.pk]


def test_a_case_is_found_by_its_customer_and_by_its_number(world, listed):
    case = open_case(world.leeds, customer=make_customer("Ottoline Quist"))
    open_case(world.leeds)

    assert listed(world.lead, "show=team&q=quist") == [case.pk]
    for number in (f"%23{case.pk}", f"case+{case.pk}", str(case.pk)):
        assert listed(world.lead, f"show=team&q={number}") == [case.pk]


def test_nobody_finds_by_a_name_what_they_may_not_read(world, listed):
    case = open_case(
        world.leeds, customer=make_customer("Ottoline Quist"), comment="Call me on 0113 496 0000."
    )

    for words in ("quist", "0113"):
        assert listed(world.executive, f"show=team&q={words}") == []
    assert listed(world.executive, "show=team&q=call+me") == [case.pk]
    assert "0113" not in CaseWords.objects.get().words


def test_nobody_finds_a_case_out_of_sight(world, listed):
    case = open_case(world.york, comment="A secret of York.")

    assert listed(world.lead, "show=team&q=secret") == []
    assert listed(world.lead, f"show=team&q={case.pk}") == []
    assert listed(world.york_lead, "show=team&q=secret") == [case.pk]


def test_each_filter_narrows_the_list_and_they_go_together(world, listed):
    theme = Theme.objects.create(name="Waiting", terms=["waiting"])
    first = open_case(world.leeds, channel="chat")
    Mention.objects.create(signal=first.signal, theme=theme, words="waiting", version=1)
    other = open_case(world.york, at=NOW + HOUR)
    ownerless = open_case(None, at=NOW + 2 * HOUR)
    closed = closed_case(world.leeds, world.lead.person)
    special = OpeningRule.objects.create(
        name="Special", opens_for="any_voice", within_hours=1, active_from=NOW, priority=1
    )
    other.rule = special
    other.save(update_fields=["rule"])
    write_standing([other.pk])

    found = {
        asks: listed(world.office, asks)
        for asks in (
            f"unit={world.shops.pk}",
            f"owner={world.york_lead.person.pk}",
            "owner=0",
            f"rule={special.pk}",
            "first=1",
            "channel=chat",
            f"theme={theme.pk}",
            f"channel=chat&unit={world.york.pk}",
            f"show=closed&unit={world.leeds.pk}&days=7",
        )
    }

    assert list(found.values()) == [
        [other.pk, first.pk], [other.pk], [ownerless.pk] if ownerless.owner is None else [], [other.pk], [other.pk],
        [first.pk], [first.pk], [], [closed.pk],
    ]  # fmt: skip


@pytest.mark.parametrize("asks", ["unit=x", "owner=-1", "channel=pigeon", "days=8", "first=2", "sort=1"])
def test_an_address_that_asks_for_what_there_is_not_is_refused(world, signed_in, asks):
    assert signed_in(world.lead).get(f"/act/cases/?{asks}").status_code == 400


@pytest.mark.parametrize(
    "asks",
    [
        "show=team",
        "show=late",
        "show=closed",
        "show=team&q=late",
        "show=team&channel=email",
        "show=team&days=7",
    ],
)
def test_no_list_asks_more_questions_for_more_cases(world, signed_in, asks):
    client = signed_in(world.lead)

    def questions(more: int) -> list[str]:
        for _ in range(more):
            open_case(world.leeds)
            closed_case(world.leeds, world.lead.person)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/act/cases/?{asks}")
        return [one["sql"] for one in asked]

    for_one, for_four = questions(1), questions(3)
    assert len(for_one) == len(for_four)
    assert len([one for one in for_four if '"cases_' in one]) <= 12


def test_a_kept_list_is_an_address_for_its_keeper_or_for_the_team_and_holds_no_words(world, signed_in):
    lead, colleague = signed_in(world.lead), signed_in(world.frontline)
    asks = f"?show=team&q=Quist&owner={world.lead.person.pk}&page=2"

    lead.post("/act/cases/keep/", {"name": "Lena’s own", "asks": asks})
    lead.post("/act/cases/keep/", {"name": "For us", "asks": "?show=late&first=1&evil=1", "for_team": "on"})

    assert {view.name: (view.asks, view.unit) for view in SavedView.objects.all()} == {
        "Lena’s own": (f"?show=team&owner={world.lead.person.pk}", None),
        "For us": ("?show=late&first=1", world.leeds),
    }
    page = colleague.get("/act/cases/").content.decode()
    assert "?show=late&amp;first=1" in page
    assert "Lena’s own" not in page
    assert "For us" not in signed_in(world.york_lead).get("/act/cases/").content.decode()


def test_only_who_keeps_a_list_puts_it_away(world, signed_in):
    signed_in(world.lead).post("/act/cases/keep/", {"name": "For us", "asks": "?show=late", "for_team": "on"})
    view = SavedView.objects.get()

    told = signed_in(world.frontline).post(f"/act/cases/kept/{view.pk}/forget/", follow=True)
    assert "Lena Lead keeps this list" in told.content.decode()
    assert signed_in(world.york_lead).post(f"/act/cases/kept/{view.pk}/forget/").status_code == 404
    signed_in(world.lead).post(f"/act/cases/kept/{view.pk}/forget/")
    assert not SavedView.objects.exists()


def test_what_was_merged_is_found_in_the_case_in_which_it_goes_on(world, listed):
    carla = make_customer()
    first, second = (
        open_case(world.leeds, customer=carla),
        open_case(world.leeds, customer=carla, comment="And torn."),
    )
    merge_cases(second, into=first, by=world.lead.person, at=NOW)

    assert listed(world.lead, "show=team&q=torn") == [first.pk]
    assert listed(world.lead, f"show=team&q=%23{second.pk}") == [first.pk]


def test_the_words_go_with_the_case(world):
    case = open_case(world.leeds, comment="Late again.")
    hand_over(case, to=world.frontline.person, why="Yours", by=None, at=NOW)

    case.delete()

    assert not CaseWords.objects.exists()
