"""Scores by what is known about a customer or an occasion: product, how long a customer, whatever somebody calls a category."""

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from groundswell.foundation.customers.models import Account, Membership
from groundswell.listen.signals.models import Answer
from groundswell.understand.evidence.about_a_person import OUTSIDE
from groundswell.understand.evidence.actions import count_by, read_new_signals, rebuild_evidence
from groundswell.understand.evidence.attributes import MOST_VALUES, names_seen
from groundswell.understand.evidence.errors import NoSuchAttribute
from groundswell.understand.evidence.jobs import tidy
from groundswell.understand.evidence.models import Attribute, AttributeValue
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.scores.answering import lines_by, whole_of
from groundswell.understand.scores.axes import axes_for
from groundswell.understand.scores.question import Question, UnreadableQuestion, read_question
from tests.world import NOW, make_customer, make_signal

TODAY = timezone.localdate(NOW)


def told(user, name: str) -> dict[str, tuple[int | None, int]]:
    """How many answers each value shows, and how many voices its list opens."""
    question = Question(today=TODAY)
    axis = axes_for(user)[f"attribute:{name}"]
    lines = lines_by(axis, question, user, whole_of(question, user).tally)
    return {
        line.name: (line.shown.n, line.question.voices_for(user).count() if line.question else 0)
        for line in lines
    }


def answers(count: int, **given) -> None:
    for number in range(count):
        make_signal(9 if number % 2 else 3, at=NOW - timedelta(days=number % 20), **given)


def test_every_product_shows_its_score_and_opens_its_voices(world):
    answers(8, metadata={"product": "Shoes"})
    answers(6, metadata={"product": "Coats"})
    answers(7)
    read_new_signals(at=NOW)
    assert told(world.office, "product") == {"Coats": (6, 6), "Shoes": (8, 8), "Not known": (7, 0)}


def test_a_value_of_too_few_is_not_shown_and_cannot_be_worked_out(world):
    answers(9, metadata={"product": "Shoes"})
    answers(8, metadata={"product": "Coats"})
    answers(2, metadata={"product": "Hats"})
    read_new_signals(at=NOW)
    shown = told(world.office, "product")
    assert shown["Hats"][0] is None
    assert shown["Coats"][0] is None
    assert shown["Shoes"][0] == 9


def test_how_long_a_customer_is_counted_on_the_day_of_the_answer(world):
    for joined, times in (("2026-01-05", 6), ("2023-06-01", 7), ("2015-01-01", 5)):
        customer = make_customer(f"{joined}@example.org")
        customer.joined_on = date.fromisoformat(joined)
        customer.save()
        answers(times, customer=customer)
    edge = make_customer("edge@example.org")
    edge.joined_on = TODAY - timedelta(days=365)
    edge.save()
    make_signal(9, customer=edge, at=NOW)
    make_signal(9, customer=edge, at=NOW - timedelta(days=1))
    read_new_signals(at=NOW)
    assert told(world.office, "customer_for") == {
        "Less than a year": (7, 7),
        "1 to 3 years": (8, 8),
        "3 years or more": (5, 5),
    }


def test_households_businesses_and_what_brought_a_customer(world):
    home, firm = make_customer("home@example.org"), make_customer("firm@example.org")
    for customer, kind in ((home, "household"), (firm, "business"), (home, "business")):
        account = Account.objects.create(name=kind, kind=kind)
        Membership.objects.create(account=account, customer=customer)
    home.came_by = "referral"
    home.save()
    answers(6, customer=home)
    answers(9, customer=firm)
    read_new_signals(at=NOW)
    assert told(world.office, "account") == {"Business": (9, 9), "Household": (6, 6)}
    assert told(world.office, "came_by") == {"A friend's recommendation": (6, 6), "Not known": (9, 0)}


def test_what_somebody_calls_a_category_is_counted_for_earlier_voices_too(world):
    answers(6, metadata={"plan": "gold", "seats": 5, "is_new": True})
    answers(5, metadata={"plan": "basic", "seats": 7})
    read_new_signals(at=NOW)
    assert "attribute:plan" not in axes_for(world.office)
    for name in ("plan", "seats", "is_new"):
        count_by(name, "", by=world.office, at=NOW)
    assert "counted by what was added" in tidy(NOW)
    assert told(world.office, "plan") == {"basic": (5, 5), "gold": (6, 6)}
    assert told(world.office, "seats") == {"5": (6, 6), "7": (5, 5)}
    assert told(world.office, "is_new") == {"true": (6, 6), "Not known": (5, 0)}
    assert not Attribute.objects.filter(loaded_at=None).exclude(added_at=None).exists()


def test_a_choice_in_a_further_question_is_a_category_and_several_choices_are_none(world):
    for number in range(15):
        kind, choice = "multiple" if number > 9 else "single", "Shoes" if number % 2 else "Hats"
        Answer.objects.create(signal=make_signal(9, at=NOW), key="product", kind=kind, choice=choice)
    read_new_signals(at=NOW)
    assert told(world.office, "product") == {"Hats": (5, 5), "Shoes": (5, 5), "Not known": (5, 0)}


def test_no_number_of_an_order_and_no_address_becomes_a_value(world):
    count_by("order", "Order", by=world.office, at=NOW)
    for number in range(MOST_VALUES + 3):
        make_signal(9, at=NOW, metadata={"order": f"A{number}", "product": "anna@example.org"})
    read_new_signals(at=NOW)
    assert AttributeValue.objects.filter(attribute__name="order").count() == MOST_VALUES
    assert not AttributeValue.objects.filter(attribute__name="product").exists()


def test_a_value_that_no_voice_has_any_more_is_forgotten(world):
    kept, gone = (make_signal(9, at=NOW, metadata={"product": name}) for name in ("Shoes", "Anna’s dress"))
    read_new_signals(at=NOW)
    gone.reading.delete()
    gone.delete()
    rebuild_evidence(at=NOW)
    assert list(AttributeValue.objects.values_list("words", flat=True)) == ["Shoes"]
    assert kept.score == 9


def test_an_address_names_a_value_by_its_words(world):
    make_signal(9, at=NOW, metadata={"product": "Shoes: red"})
    read_new_signals(at=NOW)
    question = read_question({"attribute": "product:Shoes: red"}, world.office, TODAY)
    assert "attribute=product%3AShoes%3A+red" in question.address()
    with pytest.raises(UnreadableQuestion, match="name:value"):
        read_question({"attribute": "product:Nothing"}, world.office, TODAY)


def test_a_name_that_says_nothing_is_refused(world):
    for name in ("", " ", "x" * 61):
        with pytest.raises(NoSuchAttribute):
            count_by(name, "", by=world.office, at=NOW)


def test_the_pages_offer_what_is_known_and_keep_the_question(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    answers(40, metadata={"product": "Shoes"})
    answers(40, metadata={"product": "Coats"}, unit=world.leeds)
    read_new_signals(at=NOW)
    client = signed_in(world.office)
    page = client.get("/understand/?by=attribute:product").content.decode()
    assert ">Product</a>" in page
    assert ">Household or business</a>" not in page
    assert "attribute=product%3AShoes" in page
    narrowed = client.get("/understand/?attribute=product:Shoes&by=channel").content.decode()
    assert "Product: Shoes" in narrowed
    assert "from 40 answers" in narrowed
    assert client.get("/understand/compare/?by=attribute:product&attribute=product:Shoes").status_code == 200
    assert client.get("/understand/?by=attribute:nothing").status_code == 400
    assert client.get("/voices/?attribute=product:Shoes").status_code == 200
    file = client.get("/understand/?by=attribute:product&chart=attribute:product&as=csv")
    assert "Shoes" in file.content.decode()


def test_a_lead_sees_only_the_answers_of_the_own_part(world):
    answers(12, metadata={"product": "Shoes"}, unit=world.leeds)
    answers(20, metadata={"product": "Shoes"}, unit=world.york)
    read_new_signals(at=NOW)
    assert told(world.lead, "product")["Shoes"] == (12, 12)


def test_the_office_says_what_is_a_category(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    answers(6, metadata={"plan": "gold"})
    Answer.objects.create(signal=make_signal(9, at=NOW), key="size", kind="single", choice="large")
    read_new_signals(at=NOW)
    client = signed_in(world.office)
    page = client.get("/understand/categories/").content.decode()
    assert "?name=plan#add" in page
    assert "?name=size#add" in page
    assert client.post("/understand/categories/", {"name": "plan", "label": "Plan"}).status_code == 302
    page = client.get("/understand/categories/").content.decode()
    assert "earlier voices are being counted" in page
    assert "?name=plan#add" not in page
    tidy(NOW)
    assert "by=attribute:plan" in client.get("/understand/categories/").content.decode()
    assert signed_in(world.lead).get("/understand/categories/").status_code == 403


def test_what_employees_send_is_never_offered(world):
    signal = make_signal(9, at=NOW, kind="employee", kind_of_score="employee")
    Answer.objects.create(signal=signal, key="team", kind="single", choice="Night shift")
    assert names_seen() == []


def test_a_value_that_only_an_erased_person_had_goes_with_them(world):
    mine = make_signal(9, at=NOW, metadata={"product": "Anna’s dress"})
    make_signal(9, at=NOW, metadata={"product": "Shoes"})
    read_new_signals(at=NOW)
    OUTSIDE.at_once({"signals": [mine.pk]})
    for path in evidence_store().home.rglob("*"):
        os.utime(path, (0, 0))  # as if ten minutes had passed
    assert OUTSIDE.remove({"signals": [mine.pk]}) == {}
    assert list(AttributeValue.objects.values_list("words", flat=True)) == ["Shoes"]
