"""Other systems are told: from what is committed, signed, at least once, slowly where they fail, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from time import monotonic, sleep, time

import pytest
from django.db import transaction

from groundswell.act.cases.actions import close_case, name_root_cause, note_attempt, open_cases_for
from groundswell.act.cases.models import OpeningRule
from groundswell.listen.channels.connections.tests.provider import Provider, Recorded, playing
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.notices import jobs
from groundswell.listen.channels.notices.actions import rotate_secret, subscribe, tell_again
from groundswell.listen.channels.notices.kinds import every_kind
from groundswell.listen.channels.notices.models import Knock, Notice, Subscription
from groundswell.listen.channels.notices.sending import LINES, pause_after
from groundswell.listen.channels.notices.signing import is_signed
from groundswell.listen.channels.notices.writing import write_notices
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint
from groundswell.listen.signals.actions import NewSignal, receive_signal
from tests.world import NOW, World, make_customer, make_signal

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TAKEN = Recorded({}, 204)


@pytest.fixture
def receiver(settings, world: World) -> Iterator[Provider]:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(TAKEN) as running:
        yield running


def subscribed(receiver: Provider, *kinds: str, has_words: bool = False) -> tuple[Subscription, str]:
    wanted = kinds or tuple(every_kind())
    return subscribe("Help desk", f"{receiver.address}/in", wanted, has_words=has_words, by="tests", at=NOW)


@contextmanager
def slow(seconds: float) -> Iterator[tuple[str, list[bytes]]]:
    """A receiver that takes its time."""
    asked: list[bytes] = []

    class Sleeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            sleep(seconds)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Sleeper) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


def told(receiver: Provider) -> list[dict]:
    return [json.loads(body) for _, _, body in receiver.asked]


def round_at(at=NOW) -> None:
    write_notices(at)
    LINES.round(at, patience=15)


def test_a_voice_is_told_without_words_and_without_a_name(receiver, world):
    subscribed(receiver)
    voice = make_signal(3, "It was late, says Carla", unit=world.leeds, customer=make_customer())
    round_at()
    (notice,) = told(receiver)
    assert notice["type"] == "voice.received"
    assert notice["data"]["url"] == f"http://127.0.0.1:8000/voices/{voice.pk}/"
    assert (notice["data"]["score"], notice["data"]["unit"]) == (3, "leeds")
    assert not any(word in json.dumps(notice) for word in ("Carla", "late", "@"))


def test_words_go_along_where_somebody_said_so_and_fit_into_twenty_kilobytes(receiver, world):
    subscribed(receiver, has_words=True)
    make_signal(3, "It was late")
    make_signal(3, 'ẞ"\n' * 3000)
    round_at()
    first, second = told(receiver)
    assert (first["data"]["words"], first["data"]["is_cut"]) == ("It was late", False)
    assert second["data"]["is_cut"]
    assert all(len(body) < 20_000 for _, _, body in receiver.asked)


def test_each_deed_is_told_with_its_page(receiver, world):
    subscribed(receiver)
    complaint = receive_complaint(NewComplaint("1", "Broken", email="ann@people.example"), at=NOW)
    answer_complaint(complaint, NewAnswer("We are sorry.", channel="email"), by=world.lead.person, at=NOW)
    rule = OpeningRule.objects.create(
        name="Detractors", opens_for="low_score", highest_score=6, within_hours=24, active_from=NOW
    )
    make_signal(2, customer=make_customer(), unit=world.leeds)
    case = open_cases_for(rule, at=NOW)[0]
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    close_case(
        case,
        outcome="recovered",
        root_cause=name_root_cause("Driver", by="tests", at=NOW),
        by=world.lead.person,
        at=NOW,
    )
    invite(make_customer(), world.experience, by="tests", at=NOW)
    round_at()
    found = {notice["type"]: notice["data"] for notice in told(receiver)}
    assert set(found) == set(every_kind())
    assert found["case.closed"]["root_cause"] == "Driver"
    assert found["case.opened"]["url"].endswith(f"/act/cases/{case.pk}/")
    assert found["complaint.answered"]["id"] == str(complaint.pk)
    assert found["customer.asked"]["survey"] == "delivery"
    assert "ann@people.example" not in json.dumps(found)


def test_only_what_was_asked_for_and_only_what_happened_since_is_told(receiver, world):
    make_signal(9)
    subscribed(receiver, "customer.asked")
    make_signal(9)
    invite(make_customer(), world.experience, by="tests", at=NOW)
    round_at()
    assert [notice["type"] for notice in told(receiver)] == ["customer.asked"]


def test_what_was_said_long_before_it_arrived_is_not_told(receiver, world):
    subscribed(receiver)
    make_signal(9)
    long_ago = NewSignal("file", "1", "api", NOW - 31 * DAY, 9, kind_of_score="experience")
    receive_signal(long_ago, at=NOW)
    round_at()
    assert len(told(receiver)) == 1


def test_a_thing_that_was_rolled_back_is_told_to_nobody(receiver, world):
    subscribed(receiver)
    with transaction.atomic():
        make_signal(9)
        invite(make_customer(), world.experience, by="tests", at=NOW)
        transaction.set_rollback(True)
    round_at()
    assert told(receiver) == []


def test_nothing_is_written_twice_however_often_the_job_runs(receiver, world):
    subscribed(receiver)
    for _ in range(3):
        make_signal(9)
        round_at()
        round_at()
    assert Notice.objects.count() == len(receiver.asked) == 3


def test_a_voice_that_was_committed_late_is_told_too(receiver, world):
    subscription, _ = subscribed(receiver)
    make_signal(9)
    round_at()
    Subscription.objects.update(voices_through=subscription.voices_through + 50)
    make_signal(9)
    round_at()
    assert len(receiver.asked) == 2


def test_every_notice_is_signed_and_anybody_else_is_refused(receiver, world):
    _, secret = subscribed(receiver)
    make_signal(9)
    round_at()
    ((_, headers, body),) = receiver.asked
    assert headers["webhook-id"] == Notice.objects.get().name
    assert is_signed(secret, time(), headers, body)
    assert not is_signed(secret, time(), headers, body + b" ")
    assert not is_signed(secret, time() + 301, headers, body)


def test_for_a_day_after_a_change_both_secrets_sign(receiver, world):
    subscription, old = subscribed(receiver)
    new = rotate_secret(subscription, by="tests", at=NOW)
    make_signal(9)
    round_at()
    make_signal(9, at=NOW + 2 * DAY)
    round_at(NOW + 2 * DAY)
    (_, first, body), (_, second, later) = receiver.asked
    assert is_signed(old, time(), first, body)
    assert is_signed(new, time(), first, body)
    assert is_signed(new, time(), second, later)
    assert not is_signed(old, time(), second, later)


def test_no_secret_stands_in_the_database(receiver, world, settings):
    subscription, secret = subscribed(receiver)
    rows = [*Subscription.objects.values(), *Notice.objects.values()]
    assert secret not in str(rows)
    kept = settings.GROUNDSWELL_HOME / "connection_keys" / f"notices-{subscription.pk}"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_what_fails_is_tried_again_with_the_same_id_and_body(receiver, world):
    receiver.answers[:] = [Recorded({}, 500), Recorded({}, 302, {"Location": "http://127.0.0.1:1/"}), TAKEN]
    subscribed(receiver)
    make_signal(9)
    at = NOW
    for _ in range(3):
        round_at(at)
        at = Notice.objects.get().due_at or at
    assert [knock.status for knock in Knock.objects.order_by("id")] == [500, 302, 204]
    assert len({(headers["webhook-id"], body) for _, headers, body in receiver.asked}) == 1
    assert Notice.objects.get().told_at is not None


def test_the_pauses_grow_for_seven_days_and_sixteen_attempts_at_least(receiver, world):
    for chances in ((0, 1), (1, 0)):
        pauses = [pause_after(n, chance=chances[n % 2]) for n in range(1, 13)]
        assert all(later >= 1.3 * earlier for earlier, later in pairwise(pauses) if later < DAY / 24)
    receiver.answers[:] = [Recorded({}, 500)]
    subscribed(receiver)
    make_signal(9)
    at = NOW
    while at is not None:
        round_at(at)
        last, at = at, Notice.objects.get().due_at
    assert 6 * DAY < last - NOW <= 7 * DAY
    assert Notice.objects.get().tries >= 16


def test_they_say_when_to_come_back(receiver, world):
    receiver.answers[:] = [Recorded({}, 429, {"Retry-After": "3600"}), TAKEN]
    subscribed(receiver)
    make_signal(9)
    round_at()
    assert Notice.objects.get().due_at == NOW + 3600 * SECOND


def test_gone_ends_the_subscription(receiver, world):
    receiver.answers[:] = [Recorded({}, 410)]
    subscribed(receiver)
    make_signal(9)
    make_signal(9)
    round_at()
    round_at(NOW + DAY)
    assert "410" in Subscription.objects.get().why_ended
    assert len(receiver.asked) == 1


def test_a_subscriber_that_fails_delays_no_other(receiver, world):
    with playing(Recorded({}, 500)) as broken:
        subscribed(broken)
        subscribed(receiver)
        for _ in range(12):
            make_signal(9)
        round_at()
    assert (len(broken.asked), len(receiver.asked)) == (10, 12)


@pytest.mark.parametrize(
    ("status", "words"), [(None, "Nothing yet."), (204, "Works."), (500, "Open it to see their answers.")]
)
def test_the_list_says_how_each_subscriber_does(receiver, world, signed_in, status, words):
    subscribed(receiver)
    if status:
        receiver.answers[:] = [Recorded({}, status)]
        make_signal(9)
        make_signal(9)
        round_at()
    assert words in signed_in(world.office).get("/listen/channels/notices/").content.decode()


def test_a_slow_subscriber_holds_up_neither_the_others_nor_the_round(receiver, world):
    with slow(3) as (address, asked):
        subscribe("Slow", address, tuple(every_kind()), has_words=False, by="tests", at=NOW)
        subscribed(receiver)
        make_signal(9)
        write_notices(NOW)
        began = monotonic()
        LINES.round(NOW)
        assert monotonic() - began < 2
        assert len(receiver.asked) == 1
        make_signal(9)
        round_at(NOW + SECOND)
    assert len(receiver.asked) == 2
    assert len(asked) == 1
    assert Notice.objects.filter(told_at=None).count() == 1


def test_an_address_that_leads_into_this_house_is_never_reached(receiver, world, settings):
    subscribed(receiver)
    settings.OUTBOUND_MAY_REACH_LOOPBACK = False
    make_signal(9)
    round_at()
    assert receiver.asked == []
    assert "Only the ports" in Knock.objects.get().note


def test_what_was_told_is_told_again_on_demand_under_the_same_id(receiver, world):
    subscribed(receiver)
    make_signal(9)
    round_at()
    tell_again(Notice.objects.get(), by="tests", at=NOW + DAY)
    round_at(NOW + DAY)
    first, second = [headers["webhook-id"] for _, headers, _ in receiver.asked]
    assert first == second


def test_notices_are_forgotten_a_month_after_they_were_told_and_not_told_again(receiver, world):
    subscribed(receiver)
    make_signal(9)
    round_at()
    assert jobs.forget_notices(NOW + 29 * DAY) == ""
    assert jobs.forget_notices(NOW + 31 * DAY) == "2 rows forgotten"
    round_at(NOW + 31 * DAY)
    assert len(receiver.asked) == 1


def test_the_secret_is_shown_once_and_the_log_says_what_they_answered(receiver, world, signed_in):
    client = signed_in(world.office)
    given = {"name": "Help desk", "address": f"{receiver.address}/in", "kinds": ["voice.received"]}
    page = client.post("/listen/channels/notices/new/", given)
    assert "whsec_" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    subscription = Subscription.objects.get()
    Subscription.objects.update(made_at=NOW)
    make_signal(9)
    round_at()
    page = client.get(f"/listen/channels/notices/{subscription.pk}/").content.decode()
    assert "whsec_" not in page
    assert "Told" in page
    assert "204" in page
    assert "1 told" in page
    notice = Notice.objects.get()
    client.post(f"/listen/channels/notices/{subscription.pk}/{notice.pk}/again/")
    assert Notice.objects.get().due_at is not None
    assert "whsec_" in client.post(f"/listen/channels/notices/{subscription.pk}/secret/").content.decode()
    client.post(f"/listen/channels/notices/{subscription.pk}/end/")
    assert Subscription.objects.get().ended_at is not None


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/in", "http://169.254.169.254/", "ftp://a.example/", "https://a.example:22/"]
)
def test_a_private_address_is_not_even_entered(world, signed_in, address):
    given = {"name": "x", "address": address, "kinds": ["voice.received"]}
    assert signed_in(world.office).post("/listen/channels/notices/new/", given).status_code == 422
    assert not Subscription.objects.exists()
