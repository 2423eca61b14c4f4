"""Everybody of some days is invited to review us in the same words: nobody is chosen by what they said."""

from datetime import UTC, datetime

import pytest

from groundswell.act.advocates.inviting import invitable, invite_everybody
from groundswell.act.advocates.models import ReviewInvitation
from groundswell.act.advocates.wording import words_in
from groundswell.act.cases.tests.scenes import open_case
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.merging import merge_customers
from groundswell.listen.channels.models import Message
from tests.world import NOW, make_customer, make_signal

from .scenes import DAY, make_advocate, make_platform

LAST_WEEK = {"unit": None, "since": (NOW - 7 * DAY).date(), "until": NOW.date()}


def _said(world, score, **more):
    customer = make_customer(f"Gave {score}")
    make_signal(score, unit=world.leeds, customer=customer, at=NOW - DAY, **more)
    return customer


def test_whatever_they_said_they_are_invited_in_the_same_words(world):
    for score in (0, 3, 6, 7, 8, 9, 10):
        _said(world, score)
    made = invite_everybody(make_platform(world), **LAST_WEEK, by=world.office.person, at=NOW)
    letters = Message.objects.filter(key__startswith="review-")
    assert letters.count() == made.invitations.count() == 7
    assert len(set(letters.values_list("subject", "body"))) == 1
    assert sorted(made.invitations.values_list("kind", flat=True)) == sorted(
        ["detractor"] * 3 + ["passive"] * 2 + ["promoter"] * 2
    )


def test_a_case_keeps_nobody_out_for_that_would_choose(world):
    unhappy = make_customer("Una Unhappy")
    open_case(world.leeds, customer=unhappy, at=NOW - DAY)
    assert unhappy.pk in invitable(make_platform(world), **LAST_WEEK, at=NOW).invited


def test_consent_a_ban_and_a_round_of_last_year_keep_out_whatever_was_said(world):
    platform = make_platform(world)
    banned, silent = _said(world, 10), make_customer("Sil", consents=False)
    make_signal(2, customer=silent, at=NOW - DAY)
    ban_contact(banned, why="Asked", by="x", at=NOW)
    before = _said(world, 9)
    make_signal(9, customer=before, at=NOW - 20 * DAY)
    earlier = {"unit": None, "since": (NOW - 21 * DAY).date(), "until": (NOW - 19 * DAY).date()}
    assert invite_everybody(platform, **earlier, by=None, at=NOW).invitations.count() == 1
    found = invitable(platform, **LAST_WEEK, at=NOW)
    assert found.invited == {}
    assert found.left_out == {
        "No address, or no consent to be written to": 1,
        "Marked as never to be contacted": 1,
        "Invited there in the last year": 1,
    }


def test_a_round_sent_twice_writes_to_nobody_again(world):
    platform = make_platform(world)
    _said(world, 9)
    invite_everybody(platform, **LAST_WEEK, by=None, at=NOW)
    invite_everybody(platform, **LAST_WEEK, by=None, at=NOW)
    assert ReviewInvitation.objects.count() == 1


def test_a_person_with_two_records_is_invited_once(world):
    kept, merged = _said(world, 9), _said(world, 2)
    merge_customers(kept, merged, by="x", at=NOW)
    assert list(invitable(make_platform(world), **LAST_WEEK, at=NOW).invited) == [kept.pk]


def test_competitive_answers_and_other_units_and_days_are_left_out(world):
    _said(world, 9, kind_of_score="competitive")
    make_signal(9, unit=world.york, customer=make_customer(), at=NOW - DAY)
    make_signal(9, unit=world.leeds, customer=make_customer(), at=NOW - 9 * DAY)
    found = invitable(make_platform(world), **(LAST_WEEK | {"unit": world.leeds}), at=NOW)
    assert found.everybody == {}


@pytest.mark.parametrize("role", ["frontline", "lead"])
def test_rounds_are_for_those_who_steer(world, signed_in, role):
    assert signed_in(getattr(world, role)).get("/act/advocates/reviews/").status_code == 403


def test_the_office_looks_at_a_round_before_it_is_sent(world, signed_in):
    platform, office = make_platform(world), signed_in(world.office)
    customer = make_customer()
    make_signal(2, customer=customer)
    days = {"platform": platform.pk, "since": "2000-01-01", "until": "2100-01-01"}
    looked = office.post("/act/advocates/reviews/round/", days).content.decode()
    assert "1 of 1 customers are invited to Prate" in looked
    assert not Message.objects.filter(key__startswith="review-").exists()
    office.post("/act/advocates/reviews/round/", days | {"send": "1"})
    assert Message.objects.filter(key__startswith="review-").count() == 1
    page = office.get("/act/advocates/reviews/").content.decode()
    assert "gating" in page


def test_each_reads_the_same_words_in_the_language_in_which_they_last_spoke(world):
    german, earlier = {"metadata": {"language": "de-AT"}}, make_customer("Erst Französisch")
    make_signal(3, customer=earlier, at=NOW - 2 * DAY, metadata={"language": "fr"})
    make_signal(8, customer=earlier, at=NOW - DAY, **german)
    people = {_said(world, 2, **german): "de", _said(world, 9): "en", earlier: "de"}
    people[_said(world, 5, metadata={"language": "xx"})] = "en"
    advocate = make_advocate(world, "Ada")
    advocate.language = "ar"
    advocate.save()
    make_signal(10, customer=advocate.customer, at=NOW - DAY)
    people[advocate.customer] = "ar"
    platform = make_platform(world)
    found = invitable(platform, **LAST_WEEK, at=NOW)
    assert {language: len(some) for language, some in found.by_language().items()} == {
        "de": 2,
        "en": 2,
        "ar": 1,
    }
    invite_everybody(platform, **LAST_WEEK, by=None, at=NOW)
    subjects = {one.customer: one.subject for one in Message.objects.filter(key__startswith="review-")}
    assert subjects == {who: words_in(language)["review_subject"] for who, language in people.items()}


def test_a_letter_of_a_round_waits_for_the_morning_of_its_reader(world):
    here, far = _said(world, 7), _said(world, 7)
    far.time_zone = "Asia/Tokyo"
    far.save()
    invite_everybody(make_platform(world), **LAST_WEEK, by=None, at=NOW)
    letters = Message.objects.filter(key__startswith="review-")
    when = {one.customer: one.quiet.over_at(NOW.replace(hour=13)) for one in letters}
    assert when == {here: None, far: datetime(2026, 3, 11, 23, tzinfo=UTC)}


def test_before_it_is_sent_a_round_shows_its_words_in_every_language(world, signed_in):
    _said(world, 2, metadata={"language": "de"})
    _said(world, 9)
    days = {"since": LAST_WEEK["since"].isoformat(), "until": LAST_WEEK["until"].isoformat()}
    asked = {"platform": make_platform(world).pk, **days}
    page = signed_in(world.office).post("/act/advocates/reviews/round/", asked).content.decode()
    for words in ("German, 1 customer", "English, 1 customer", words_in("de")["review_subject"]):
        assert words in page
