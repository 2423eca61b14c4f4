"""How often an issue comes up and who meets it: counted once each, and each number opens its list."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.cases.models import RootCause
from groundswell.act.cases.tests.scenes import closed_case
from groundswell.act.opportunities.actions import change_opportunity, join_elevation
from groundswell.act.opportunities.asking import asked_of
from groundswell.act.opportunities.counted import count
from groundswell.act.opportunities.course import months_of
from groundswell.act.opportunities.ground import widest
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.whom import who_meets
from groundswell.foundation.customers.models import Customer
from tests.world import NOW, make_signal

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def many(world):
    """Low and good answers about lateness and price at two touchpoints, of two segments and two units, over a year and before it."""
    theme, price = make_theme("Delivery", "late"), make_theme("Price", "dear")
    for words, score, number in (
        ("So late", 3, 16),
        ("Late, fine", 9, 20),
        ("Dear", 2, 16),
        ("Late and dear", 8, 10),
    ):
        for place in (world.delivery, world.returns):
            answered = make_answers(number, score, words, world=world, touchpoint=place)
            for segment, half in (("Family & friends", answered[::2]), ("Club", answered[1::2])):
                Customer.objects.filter(pk__in=[one.pk for one in half]).update(segment=segment)
    for number in range(32):
        make_signal(
            4, "Late", unit=world.york, touchpoint=world.delivery, at=NOW - timedelta(days=30 * (number % 20))
        )
    make_answers(20, 9, "All good", world=world)
    case = closed_case(world.leeds, world.lead.person, touchpoint=world.delivery)
    read_all()
    slow = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    dear = make_opportunity(world, title="Too dear", theme=price)
    cause = make_opportunity(world, title="Depot")
    change_opportunity(
        cause,
        **_words(cause) | {"touchpoint": None, "root_cause": case.closure.root_cause},
        by=world.office,
        at=NOW,
    )
    return slow, dear, cause


def rows_that_open(client, one):
    """Each month and group that the page of an opportunity links to, with the number that it says."""
    page = client.get(reverse("opportunities:opportunity", args=[one.pk]))
    counted = count(asked_of(one), NOW.date())
    months = months_of(counted.months, counted.months_where, NOW.date())
    urls = [row[1].url for row in page.context["course"].rows]
    groups = [group for rows in page.context["groups"].values() for group in rows]
    content = page.content.decode()
    for group in groups:
        assert f'{group.url.replace("&", "&amp;")}">{group.hits}</a>' in content
    return [(url, month.hits) for url, month in zip(urls, months, strict=True)] + [
        (page.context["behind"] + group.url, group.hits) for group in groups
    ]


@pytest.mark.parametrize(
    "merged", [pytest.param(0, marks=pytest.mark.once), pytest.param(1, marks=pytest.mark.once), 2]
)
def test_each_month_and_group_opens_a_list_of_as_many_as_it_counts(world, many, signed_in, merged):
    slow, *others = many
    client = signed_in(world.office)
    for other in others[:merged]:
        merge_opportunity(other, slow, why="Both are the courier.", by=world.office, at=NOW)
    rows = rows_that_open(client, slow)
    assert sum(hits > 0 for _, hits in rows) > 12
    for url, hits in rows:
        answer = client.get(url)
        assert answer.context["page"].paginator.count == answer.context["counted"] == hits, url
        assert "The figure counts" not in answer.content.decode()
    whole = client.get(f"{reverse('opportunities:voices', args=[slow.pk])}?of=low")
    assert whole.context["page"].paginator.count == sum(hits for url, hits in rows if "month" in url)


def test_a_list_says_of_how_many_it_is_and_what_a_lead_does_not_see(world, many, signed_in):
    slow = many[0]
    join_elevation(make_elevation(world.york, world.york_lead.person), slow, by=world.office, at=NOW)
    answer = signed_in(world.york_lead).get(
        f"{reverse('opportunities:voices', args=[slow.pk])}?of=low&among=segment:Club"
    )
    assert "0 low answers of the segment Club about “Parcels arrive late”" in answer.content.decode()
    assert (
        "13 of all 31 answers of the segment Club are low and about it. The figure counts 13"
        in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("of=low&among=unit:999999", 404),
        ("of=low&among=week:7", 400),
        ("of=low&among=month:2026-13", 400),
        ("of=points&among=month:2026-03", 400),
    ],
)
def test_a_group_that_does_not_exist_is_said_to_be_none(world, signed_in, asked, status):
    page = reverse("opportunities:voices", args=[make_opportunity(world).pk])
    assert signed_in(world.office).get(f"{page}?{asked}").status_code == status


def test_a_wider_question_takes_the_place_of_what_it_holds():
    assert widest([(1, 10), (2, 10), (1, None), (1, 10)]) == ((2, 10), (1, None))
    assert widest([(1, 10), (None, 10), (None, 11)]) == ((None, 10), (None, 11))


def test_months_and_groups_of_two_that_are_one_count_each_answer_of_both_once(world):
    theme, price = make_theme("Delivery", "late"), make_theme("Price", "dear")
    for words, number in (("So late", 10), ("So dear", 20), ("Late and dear", 5)):
        make_answers(number, 3, words, world=world)
    make_answers(65, 9, "All good", world=world)
    make_answers(50, 9, "All good", world=world, touchpoint=world.returns)
    read_all()
    here, dear = {"touchpoint": world.delivery}, make_opportunity(world, title="Too dear", theme=price)
    slow = make_opportunity(world, theme=theme, **here)

    def told(one):
        counted = count(asked_of(one), NOW.date())
        months, groups = months_of(counted.months, counted.months_where, NOW.date()), who_meets(counted)
        place = {group.name: (group.hits, group.n) for group in groups.get("Touchpoints", ())}
        return sum(month.hits for month in months), sum(month.n for month in months), place.get("Delivery")

    assert told(slow) == (15, 100, None)
    merge_opportunity(slow, dear, why="Both are the courier.", by=world.office, at=NOW)
    assert told(dear) == (35, 150, (35, 100))


def test_a_root_cause_that_is_one_with_a_theme_brings_the_answers_of_its_cases(world):
    theme = make_theme("Delivery", "late")
    make_answers(40, 3, "So late", world=world)
    case = closed_case(world.leeds, world.lead.person, touchpoint=world.delivery)
    read_all()
    slow, cause = make_opportunity(world, theme=theme), make_opportunity(world, title="Depot")
    change_opportunity(
        cause, **_words(cause) | {"touchpoint": None, "root_cause": case.closure.root_cause}, by=world.office, at=NOW
    )  # fmt: skip
    assert RootCause.objects.exists()
    assert asked_of(cause) is None
    merge_opportunity(cause, slow, why="The depot is why.", by=world.office, at=NOW)
    assert sum(low for low, _ in count(asked_of(slow), NOW.date()).months.values()) == 41


def _words(one):
    return {"title": one.title, "problem": one.problem, "theme": one.theme, "impact": one.impact}
