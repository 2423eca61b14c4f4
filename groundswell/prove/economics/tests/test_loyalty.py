"""What each group did later: only later, only once, never mixed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from groundswell.act.advocates.models import Advocate, Referral
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.customers.revenue import months_from
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.models import SurveyVersion
from groundswell.prove.economics.following import followed
from groundswell.prove.economics.queries import loyalty_by_group, preferred
from tests.world import NOW, make_customer, make_signal

pytestmark = pytest.mark.django_db

# A year and more before NOW (11 March 2026): February 2025 is the last month that can be followed.
ASKED = datetime(2025, 2, 20, 12, tzinfo=UTC)


def followed_customer(
    score: int,
    *,
    at: datetime = ASKED,
    ended_on: date | None = None,
    monthly: int = 0,
    kind: str = "relationship",
    joined_on: date | None = date(2023, 1, 1),
) -> Customer:
    """A customer who answered, and brought so much in each month around the answer."""
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(joined_on=joined_on, ended_on=ended_on)
    make_signal(score, customer=customer, at=at, kind_of_score=kind)
    month = date(at.year, at.month, 1)
    if monthly:
        Revenue.objects.bulk_create(
            [Revenue(customer=customer, month=months_from(month, i), amount=monthly) for i in range(-3, 15)]
        )
    return customer


def test_only_the_twelve_months_after_the_answer_count(world):
    followed_customer(10, monthly=10)
    (person,) = followed("relationship", NOW).people
    assert (person.kind, person.stayed, person.revenue) == ("promoter", True, 120.0)


def test_an_answer_of_march_last_year_is_too_fresh_in_march(world):
    followed_customer(10, at=datetime(2025, 3, 1, 0, 30, tzinfo=UTC))
    assert followed("relationship", NOW).people == ()
    assert len(followed("relationship", datetime(2026, 4, 1, 12, tzinfo=UTC)).people) == 1


def test_the_first_answer_decides_the_group_once(world):
    customer = followed_customer(3)
    make_signal(10, customer=customer, at=ASKED + timedelta(days=2), kind_of_score="relationship")
    assert [person.kind for person in followed("relationship", NOW).people] == ["detractor"]


def test_who_left_under_the_record_that_the_customer_system_knows_has_left(world):
    spoke = followed_customer(3, joined_on=None)
    known = Customer.objects.create(
        external_id="4711", joined_on=date(2023, 1, 1), ended_on=date(2025, 6, 30), came_by="referral"
    )
    merge_customers(spoke, known, by="Olu", at=NOW)
    (person,) = followed("relationship", NOW).people
    assert (person.kind, person.stayed) == ("detractor", False)


def test_answers_to_two_wordings_are_never_followed_as_one(world, signed_in):
    survey = world.relationship.survey
    words = recommendation("Would you come back?", "Why?")
    anew = publish_version(survey, words, by=world.office, at=ASKED, begins_edition=True)
    for version, score, monthly in ((world.relationship, 10, 5), (anew, 10, 7), (anew, 10, 7)):
        answered(version, score, monthly)
    found = followed("relationship", NOW)
    assert [person.revenue for person in found.people] == [84.0, 84.0]
    assert [one.number for one in found.other_wordings] == [1]
    page = signed_in(world.executive).get("/prove/economics/?kind=relationship").content.decode()
    assert (
        "Answers to another wording of the question do not compare, so they are left out: Brand, wording 1"
        in page
    )


def test_the_wording_with_the_most_answers_to_follow_is_followed(world):
    words = recommendation("Would you come back?", "Why?")
    anew = publish_version(world.relationship.survey, words, by=world.office, at=ASKED, begins_edition=True)
    for version in (world.relationship, world.relationship, anew):
        answered(version, 10, 5)
    assert [person.revenue for person in followed("relationship", NOW).people] == [60.0, 60.0]


def answered(version: SurveyVersion, score: int, monthly: int) -> None:
    """One more customer answers this wording, and brings so much in each month afterwards."""
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(joined_on=date(2023, 1, 1))
    new = NewSignal(
        source="file", key=f"{customer.pk}", channel="file", submitted_at=ASKED, score=score,
        kind_of_score="relationship", customer_id=customer.pk, version_id=version.pk,
    )  # fmt: skip
    receive_signal(new, at=ASKED)
    month = date(ASKED.year, ASKED.month, 1)
    Revenue.objects.bulk_create(
        [Revenue(customer=customer, month=months_from(month, i), amount=monthly) for i in range(1, 13)]
    )


def test_a_superseded_answer_is_no_answer(world):
    customer = followed_customer(3)
    wrong = Signal.objects.get(customer=customer)
    Signal.objects.create(
        source="test", key="right", digest="x", kind_of_score="relationship", score=9, channel="email", customer=customer,
        supersedes=wrong, episode_at=ASKED, submitted_at=ASKED, received_at=ASKED,
    )  # fmt: skip
    assert [person.kind for person in followed("relationship", NOW).people] == ["promoter"]


def test_kinds_of_answers_never_mix(world):
    followed_customer(10, kind="experience")
    assert followed("relationship", NOW).people == ()
    assert len(followed("experience", NOW).people) == 1


def test_who_left_within_the_twelve_months_did_not_stay(world):
    followed_customer(8, ended_on=date(2026, 2, 28))
    followed_customer(8, ended_on=date(2026, 3, 1))
    followed_customer(8, ended_on=date(2025, 1, 31))
    assert [person.stayed for person in followed("relationship", NOW).people] == [False, True]


def test_who_left_no_other_record_is_left_out_and_counted(world):
    followed_customer(8, joined_on=None)
    followed_customer(8, joined_on=None, monthly=5)
    found = followed("relationship", NOW)
    assert (len(found.people), found.left_out) == (1, 1)


def test_referrals_count_when_they_came_after_the_answer(world):
    customer = followed_customer(10)
    signal = Signal.objects.get(customer=customer)
    advocate = Advocate.objects.create(
        customer=customer, first_signal=signal, referral_code="x", joined_at=ASKED
    )
    for moment in (ASKED, ASKED + timedelta(days=60), datetime(2026, 3, 1, 12, tzinfo=UTC)):
        Referral.objects.create(advocate=advocate, customer=make_customer(), at=moment)
    (person,) = followed("relationship", NOW).people
    assert person.referrals == 1


def test_groups_carry_n_margin_and_mean(world):
    for i in range(10):
        followed_customer(10, monthly=10 + i % 2, ended_on=date(2025, 9, 1) if i < 2 else None)
        followed_customer(2, monthly=5, ended_on=date(2025, 9, 1) if i < 7 else None)
    promoter, passive, detractor = loyalty_by_group(NOW)
    assert [group.kind for group in (promoter, passive, detractor)] == ["promoter", "passive", "detractor"]
    assert (promoter.n, promoter.retention.share) == (10, 0.8)
    # Wilson's interval for 8 of 10.
    assert (round(promoter.retention.low, 3), round(promoter.retention.high, 3)) == (0.490, 0.943)
    assert promoter.revenue.mean == 126.0
    # Five at 120 and five at 132: sd 6.325, t(9) 2.262: 126 plus or minus 4.524.
    assert round(promoter.revenue.high - 126, 2) == 4.52
    assert (detractor.retention.share, detractor.revenue.mean) == (0.3, 60.0)
    # Nobody among ten referred: up to 3/10 could all the same (the rule of three).
    assert (promoter.referrals.mean, promoter.referrals.low, promoter.referrals.high) == (0.0, 0.0, 0.3)
    assert (passive.is_thin, passive.retention.share, passive.revenue.mean) == (True, None, None)


def test_relationship_answers_are_preferred_where_they_can_be_read(world):
    for _ in range(5):
        followed_customer(10, kind="experience")
    assert preferred(NOW)[0] == "experience"
    for _ in range(5):
        followed_customer(10, kind="relationship")
    assert preferred(NOW)[0] == "relationship"


def test_four_questions_whatever_the_number_of_customers(world, django_assert_num_queries):
    for _ in range(3):
        followed_customer(10, monthly=1)
    with django_assert_num_queries(4):
        loyalty_by_group(NOW)
