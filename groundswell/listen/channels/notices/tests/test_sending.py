"""How it is told: signed, at least once, slowly where they fail, nobody held up by another."""

from __future__ import annotations

from itertools import pairwise
from time import monotonic, time

from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.notices import jobs
from groundswell.listen.channels.notices.actions import rotate_secret, subscribe, tell_again
from groundswell.listen.channels.notices.kinds import every_kind
from groundswell.listen.channels.notices.models import Knock, Notice, Subscription
from groundswell.listen.channels.notices.sending import LINES, pause_after
from groundswell.listen.channels.notices.signing import is_signed
from groundswell.listen.channels.notices.writing import write_notices
from tests.world import NOW, make_signal

from .telling import DAY, SECOND, TAKEN, round_at, slow, subscribed


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
