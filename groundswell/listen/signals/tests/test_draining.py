"""Letters become signals: in order, once, resolved like a row of a file; what cannot become one is kept and visible."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from groundswell.engine.letterbox import Letter, LetterReader, LetterWriter
from groundswell.listen.signals import draining
from groundswell.listen.signals.draining import (
    drain_letterbox,
    forget_old_letters,
    is_something_waiting,
    letterbox_standing,
)
from groundswell.listen.signals.forgetting import RETURNED_KEPT_FOR, forget_returned_words
from groundswell.listen.signals.letters import letterbox_path
from groundswell.listen.signals.models import Drain, ReturnedLetter, Signal
from tests.world import NOW, World, make_signal

pytestmark = pytest.mark.django_db


def post(
    *contents: dict[str, object] | str, caller: str = "api:till", days_old: int = 0, path: Path | None = None
) -> None:
    """Put answers into the letterbox, as the door does."""
    writer: LetterWriter[None] = LetterWriter(path or letterbox_path(), lambda told: None)
    moment = (NOW - timedelta(days=days_old)).timestamp()
    for content in contents:
        text = content if isinstance(content, str) else json.dumps(answer(**content))
        name = json.loads(text)["external_id"] if not isinstance(content, str) else f"broken-{content}"
        digest = sha256(text.encode()).digest()
        assert writer.offer([(Letter(f"id-{name}", caller, name, None, digest, moment, text), None)])
    writer.close()


def answer(**more: object) -> dict[str, object]:
    return {"external_id": "A-1", "submitted_at": "2026-03-11T09:00:00+00:00", "score": 9} | more


def test_an_answer_becomes_a_signal_with_its_places_and_its_customer(world: World):
    post(
        {
            "unit": "shops/leeds",
            "touchpoint": "Delivery",
            "email": "Carla@People.example",
            "comment": "Quick",
            "metadata": {"till": 4},
        }
    )
    assert drain_letterbox(at=NOW) == 1
    signal = Signal.objects.get()
    assert (signal.source, signal.key, signal.score, signal.comment) == ("api:till", "A-1", 9, "Quick")
    assert (signal.channel, signal.kind_of_score, signal.metadata) == ("api", "experience", {"till": 4})
    assert signal.touchpoint == world.delivery
    assert signal.customer.email == "carla@people.example"
    assert signal.received_at == NOW


def test_a_unit_is_found_by_its_name(world: World):
    post({"unit": "York"})
    drain_letterbox(at=NOW)
    assert Signal.objects.get().unit == world.york


def test_draining_again_does_nothing(world: World):
    post({})
    assert drain_letterbox(at=NOW) == 1
    assert drain_letterbox(at=NOW) == 0
    assert Signal.objects.count() == 1


def test_an_empty_house_without_a_letterbox_has_nothing_to_drain(world: World):
    assert drain_letterbox(at=NOW) == 0
    assert not is_something_waiting()


def test_letters_become_signals_in_the_order_of_their_arrival(world: World, monkeypatch):
    monkeypatch.setattr(draining, "AT_ONCE", 4)
    post(*[{"external_id": f"A-{n}"} for n in range(10)])
    assert is_something_waiting()
    assert drain_letterbox(at=NOW) == 10
    assert [signal.key for signal in Signal.objects.order_by("id")] == [f"A-{n}" for n in range(10)]
    assert not is_something_waiting()


def test_a_drain_that_breaks_off_is_taken_up_where_it_stood(world: World, monkeypatch):
    monkeypatch.setattr(draining, "AT_ONCE", 4)
    post(*[{"external_id": f"A-{n}"} for n in range(10)])
    good = draining.receive_signals

    def break_off(batch, *, at):
        arrivals = good(batch, at=at)
        if Signal.objects.count() > 4:
            raise OSError("the power went")
        return arrivals

    monkeypatch.setattr(draining, "receive_signals", break_off)
    with pytest.raises(OSError, match="power"):
        drain_letterbox(at=NOW)
    assert (Signal.objects.count(), Drain.objects.get().through) == (4, 4)
    monkeypatch.setattr(draining, "receive_signals", good)
    assert drain_letterbox(at=NOW) == 6
    assert [signal.key for signal in Signal.objects.order_by("id")] == [f"A-{n}" for n in range(10)]


def test_a_database_from_before_the_drain_is_filled_again_without_doubles(world: World):
    post(*[{"external_id": f"A-{n}"} for n in range(3)])
    drain_letterbox(at=NOW)
    Drain.objects.update(through=1)
    assert drain_letterbox(at=NOW) == 2
    assert Signal.objects.count() == 3
    assert not ReturnedLetter.objects.exists()


def test_an_older_letterbox_loses_nothing(world: World):
    post({"external_id": "A-1"})
    drain_letterbox(at=NOW)
    Drain.objects.update(through=50)
    post({"external_id": "A-2"})
    drain_letterbox(at=NOW)
    assert set(Signal.objects.values_list("key", flat=True)) == {"A-1", "A-2"}


def test_what_cannot_become_a_signal_is_kept_with_a_reason_and_stops_nobody(world: World):
    post({"external_id": "A-1"}, "not JSON", {"external_id": "A-3"})
    assert drain_letterbox(at=NOW) == 3
    returned = ReturnedLetter.objects.get()
    assert (returned.reason, returned.content, returned.number) == ("unreadable", "not JSON", 2)
    assert returned.sentence
    assert set(Signal.objects.values_list("key", flat=True)) == {"A-1", "A-3"}
    assert letterbox_standing() == draining.Letterbox(waiting=0, returned=1)


def test_an_answer_whose_id_is_held_with_other_content_is_returned(world: World):
    post({"external_id": "A-1"})
    drain_letterbox(at=NOW)
    letterbox_path().unlink()
    post({"external_id": "A-1", "score": 2})
    ReturnedLetter.objects.all().delete()
    drain_letterbox(at=NOW)
    assert Signal.objects.get().score == 9
    assert ReturnedLetter.objects.get().reason == "conflict"


def test_letters_are_kept_for_a_month_and_never_forgotten_before_they_are_signals(world: World):
    post({"external_id": "A-1"}, {"external_id": "A-2"}, days_old=40)
    assert forget_old_letters(at=NOW) == 0
    drain_letterbox(at=NOW)
    post({"external_id": "A-3"}, days_old=30)
    assert forget_old_letters(at=NOW) == 2
    reader = LetterReader(letterbox_path())
    assert [letter.name for letter in reader.after(0, most=10)] == ["A-3"]
    reader.close()


def test_what_a_returned_letter_says_goes_after_a_month_and_that_it_came_stays_known(world: World):
    post("not JSON")
    drain_letterbox(at=NOW)
    month = RETURNED_KEPT_FOR
    assert forget_returned_words(at=NOW + month) == 0
    assert letterbox_standing().returned == 1
    assert forget_returned_words(at=NOW + month + timedelta(seconds=1)) == 1
    returned = ReturnedLetter.objects.get()
    assert (returned.content, returned.reason, returned.at) == ("", "unreadable", NOW)
    assert letterbox_standing().returned == 0
    assert forget_returned_words(at=NOW + 2 * month) == 0


def test_other_sources_are_not_touched(world: World):
    make_signal(3)
    post({"external_id": "1"})
    drain_letterbox(at=NOW)
    assert Signal.objects.count() == 2
