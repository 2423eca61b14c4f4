"""A poor voice that the coach sees first is nowhere to be found for whom it is about, until the coach or the clock shows it."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from groundswell.act.cases.models import Case
from groundswell.act.cases.tests.scenes import low_score_rule
from groundswell.act.coaching.own import own_figure, own_voices, policy_words
from groundswell.act.coaching.tests.scenes import coach_first
from groundswell.act.coaching.tidings import voices_that_wait
from groundswell.act.huddles.actions import start_huddle
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.queries import agenda_of
from groundswell.config.worker import every_job
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.attributing import correct_attribution
from groundswell.listen.signals.jobs import show_voices
from groundswell.listen.signals.models import Signal, Withholding
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.signals.withholding import set_policy, show_to
from groundswell.understand.evidence.actions import read_new_signals
from tests.paper import body_of
from tests.test_every_page import EVERY
from tests.world import NOW, make_customer, make_signal, make_user

WORD, SECRET = "zebrawort", "mondlicht"
"""What somebody looks for, and what stands beside it in the words."""
SEARCHES = [
    f"/voices/?q={WORD}", "/voices/?every=1&words=1&period=90", "/voices/export/csv/?every=1&words=1&period=90",
    "/voices/export/hub/?every=1&words=1&period=90", f"/listen/complaints/?q={WORD}", "/listen/complaints/register.csv",
    f"/act/cases/?q={WORD}", "/act/coaching/voices/?show=counted", "/act/praise/?show=around",
]  # fmt: skip
LINK = re.compile(r'href="([^"#]+)')
EACH = 2


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """Pages of one kind are alike: the view and what is asked of it."""
    parts = urlsplit(address)
    try:
        return resolve(parts.path).view_name, tuple(sorted(parse_qs(parts.query)))
    except Resolver404:
        return parts.path, ()


def walk(client) -> Iterator[tuple[str, bytes]]:
    """From every door, every address without a number and some searches, wherever links lead: each kind of page thrice."""
    doors = [path for _, path in EVERY if "999999" not in path and "no-such" not in path]
    waiting, seen, opened = deque([*SEARCHES, *doors]), Counter(), set()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if address in opened or seen[kind] == EACH or "sign-out" in address:
            continue
        seen[kind] += 1
        opened.add(address)
        answer = client.get(address)
        content = body_of(answer)
        yield address, content if answer.status_code == 200 else b""
        if "html" in answer.get("Content-Type", ""):
            links = (link.replace("&amp;", "&") for link in LINK.findall(content.decode(errors="replace")))
            waiting.extend(urljoin(address, link) for link in links if urljoin(address, link)[:1] == "/")


def finds(client) -> list[str]:
    """Every address of a walk that shows the secret."""
    return [address for address, content in walk(client) if SECRET.encode() in content]


def plant(world, person: Person) -> Signal:
    """A poor voice about a person, with a case of their own, a complaint, a huddle and somebody's praise beside it."""
    low_score_rule()
    customer = make_customer("Carla Customer")
    signal = make_signal(
        1, f"Never again, {WORD} {SECRET}.", unit=person.unit, employee=person, touchpoint=world.delivery, customer=customer,
        kind="complaint",
    )  # fmt: skip
    make_signal(9, "Lovely.", unit=person.unit, employee=person, customer=customer)
    read_new_signals(at=NOW)
    for job in every_job():
        if job.name in {"enter complaints", "open cases", "find praise", "watch complaints"}:
            job.work(NOW)
    Case.objects.filter(signal=signal).update(owner=person)
    huddle = plan_huddle(person.unit, planned_at=NOW, by=person, at=NOW)
    start_huddle(huddle, by=person, at=NOW)
    return signal


@pytest.mark.parametrize("role", ["frontline", pytest.param("lead", marks=pytest.mark.once)])
def test_whoever_it_is_about_finds_it_on_no_page_search_file_or_message(world, signed_in, time_machine, role):
    time_machine.move_to(NOW, tick=False)
    coach_first(world)
    user: User = getattr(world, role)
    signal = plant(world, user.person)
    client = signed_in(user)
    assert finds(client) == []
    for address in (
        f"/voices/{signal.pk}/",
        f"/act/cases/{signal.case.pk}/",
        f"/act/coaching/voices/{signal.pk}/appeal/",
    ):
        assert client.get(address).status_code == 404, address
    assert not Message.objects.filter(person=user.person, body__contains=SECRET).exists()

    show_voices(NOW + timedelta(days=7))
    found, exactly = [], {"/act/coaching/voices/", f"/voices/{signal.pk}/", SEARCHES[0]}
    below = ("/act/cases/", "/act/huddles/")
    for address, content in walk(client):
        found += [address] if SECRET.encode() in content else []
        if exactly <= set(found) and all(any(one.startswith(start) for one in found) for start in below):
            break
    else:
        pytest.fail(f"the walk finds it then, and went nowhere but to {found}")


def test_the_coach_sees_it_at_once_and_it_is_put_before_them(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    coach_first(world)
    make_signal(1, f"Never, {SECRET}.", unit=world.leeds, employee=world.frontline.person)
    lead = signed_in(world.lead)
    assert b"Waits for you" in lead.get("/act/coaching/").content
    assert SECRET.encode() in lead.get("/").content


def test_the_coach_shows_it_when_they_have_talked(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    coach_first(world)
    signal = make_signal(1, "Never.", unit=world.leeds, employee=world.frontline.person)
    assert signed_in(world.york_lead).post(f"/act/coaching/voices/{signal.pk}/show/").status_code == 404
    assert signed_in(world.lead).post(f"/act/coaching/voices/{signal.pk}/show/").status_code == 302
    assert own_voices(world.frontline).get() == signal
    assert Withholding.objects.get().released_by == str(world.lead)


def test_the_clock_counts_working_hours(world):
    coach_first(world, hours=8)
    make_signal(1, "Never.", unit=world.leeds, employee=world.frontline.person, at=NOW.replace(hour=15))
    show_voices(NOW.replace(hour=16) + timedelta(hours=14))  # the next morning at six
    assert not own_voices(world.frontline).exists()
    show_voices(NOW.replace(hour=15) + timedelta(days=1))
    assert own_voices(world.frontline).exists()


def test_without_a_policy_both_see_it_together_and_a_good_voice_never_waits(world):
    poor = make_signal(1, "Never.", unit=world.leeds, employee=world.frontline.person)
    assert own_voices(world.frontline).get() == poor
    coach_first(world)
    make_signal(7, "Fine.", unit=world.leeds, employee=world.frontline.person)
    assert own_voices(world.frontline).count() == 2


def test_the_nearest_unit_that_says_something_decides(world):
    coach_first(world, unit=world.root)
    set_policy(world.leeds, order="together", hours=8, poor_to=6, by=world.office, at=NOW)
    make_signal(1, "Leeds.", unit=world.leeds, employee=world.frontline.person)
    york = make_user("Yan York", world.york, "frontline")
    make_signal(1, "York.", unit=world.york, employee=york.person)
    assert own_voices(world.frontline).exists()
    assert not own_voices(york).exists()


def test_the_threshold_is_the_policys_own(world):
    coach_first(world, poor_to=3)
    make_signal(4, "Hm.", unit=world.leeds, employee=world.frontline.person)
    assert own_voices(world.frontline).exists()


def test_person_first_puts_it_before_the_coach_later(world, signed_in, time_machine):
    set_policy(world.leeds, order="person_first", hours=4, poor_to=6, by=world.office, at=NOW)
    make_signal(1, f"Never, {SECRET}.", unit=world.leeds, employee=world.frontline.person)
    lead = signed_in(world.lead)
    time_machine.move_to(NOW + timedelta(hours=1))
    assert own_voices(world.frontline).exists()
    assert SECRET.encode() not in lead.get("/act/coaching/").content
    time_machine.move_to(NOW + timedelta(hours=4, minutes=1))
    show_voices(NOW + timedelta(hours=4, minutes=1))
    assert SECRET.encode() in lead.get("/act/coaching/").content


def test_it_is_not_read_before_the_team_either(world):
    coach_first(world)
    signal = make_signal(1, "Never.", unit=world.leeds, employee=world.frontline.person)
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=world.lead.person, at=NOW)
    assert agenda_of(huddle, NOW).pain is None
    show_to(world.frontline.person, Signal.objects.all(), by=world.lead, at=NOW)
    assert agenda_of(huddle, NOW).pain.signal == signal


def test_a_voice_that_is_moved_to_somebody_waits_for_their_coach(world):
    coach_first(world)
    signal = make_signal(1, "Never.", unit=world.leeds, employee=world.lead.person)
    correct_attribution(
        signal, employee=world.frontline.person, unit=world.leeds, reason="person", by="test", at=NOW
    )
    assert not signals_visible_to(world.frontline).exists()
    assert signals_visible_to(world.lead).exists()


def test_the_own_figure_needs_ten_answers_and_ends_before_what_is_not_seen_yet(world):
    for days in range(9):
        make_signal(9, unit=world.leeds, employee=world.frontline.person, at=NOW - timedelta(days=days + 1))
    read_new_signals(at=NOW)
    assert own_figure(world.frontline, NOW)[0].score is None
    make_signal(9, unit=world.leeds, employee=world.frontline.person, at=NOW - timedelta(days=10))
    coach_first(world)
    make_signal(0, "Never.", unit=world.leeds, employee=world.frontline.person)
    read_new_signals(at=NOW)
    figure, _, until = own_figure(world.frontline, NOW)
    assert (figure.score, figure.n, until) == (100, 10, NOW.date() - timedelta(days=1))


def test_own_voices_show_the_good_first_and_nobody_elses(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    make_signal(
        9, "Kind and quick.", unit=world.leeds, employee=world.frontline.person, at=NOW - timedelta(days=2)
    )
    make_signal(3, "Slow today.", unit=world.leeds, employee=world.frontline.person)
    make_signal(2, "About the lead.", unit=world.leeds, employee=world.lead.person)
    page = signed_in(world.frontline).get("/act/coaching/voices/").content.decode()
    assert page.index("Kind and quick.") < page.index("Slow today.")
    assert "About the lead." not in page
    assert "Too few to tell" in page or "Nobody has answered yet" in page


def test_everybody_reads_what_holds_for_them(world):
    assert "at once" in policy_words(world.leeds)
    coach_first(world)
    assert "shown to the coach first" in policy_words(world.leeds)


def test_only_those_who_steer_say_who_comes_first(world, signed_in):
    given = {"unit": world.leeds.pk, "order": "coach_first", "hours": 4, "poor_to": 5}
    assert signed_in(world.lead).post("/act/coaching/policy/", given).status_code == 403
    office = signed_in(world.office)
    assert office.post("/act/coaching/policy/", given | {"hours": 0}).status_code == 422
    assert office.post("/act/coaching/policy/", given).status_code == 302
    assert b"The coach first" in office.get("/act/coaching/policy/").content


@pytest.mark.once
def test_where_the_person_comes_first_the_lead_finds_it_on_no_page_search_file_or_message(
    world, signed_in, time_machine
):
    time_machine.move_to(NOW, tick=False)
    set_policy(world.leeds, order="person_first", hours=8, poor_to=6, by=world.office, at=NOW)
    signal = plant(world, world.frontline.person)
    Case.objects.filter(signal=signal).update(owner=world.frontline.person)
    Complaint.objects.filter(signal=signal).update(owner=world.frontline.person)
    lead = signed_in(world.lead)
    assert finds(lead) == []
    for address in (f"/voices/{signal.pk}/", f"/act/cases/{signal.case.pk}/"):
        assert lead.get(address).status_code == 404, address
    assert own_voices(world.frontline).filter(pk=signal.pk).exists()
    assert signals_visible_to(world.office).filter(pk=signal.pk).exists()
    show_voices(NOW + timedelta(days=7))
    assert SECRET.encode() in body_of(lead.get(SEARCHES[0]))
    assert lead.get(f"/voices/{signal.pk}/").status_code == 200


def test_a_lead_who_has_the_case_reads_it_there_since_the_customer_waits(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    set_policy(world.leeds, order="person_first", hours=8, poor_to=6, by=world.office, at=NOW)
    signal = plant(world, world.frontline.person)
    Case.objects.filter(signal=signal).update(owner=world.lead.person)
    lead = signed_in(world.lead)
    assert SECRET.encode() in lead.get(f"/act/cases/{signal.case.pk}/").content
    assert lead.get(f"/voices/{signal.pk}/").status_code == 404


def test_person_first_keeps_it_from_leads_above_and_from_nobody_elsewhere(world):
    regional = make_user("Rita Region", world.shops, "lead")
    set_policy(world.leeds, order="person_first", hours=8, poor_to=6, by=world.office, at=NOW)
    make_signal(1, "Leeds.", unit=world.leeds, employee=world.frontline.person)
    york = make_signal(
        1, "York.", unit=world.york, employee=make_user("Yan York", world.york, "frontline").person
    )
    assert list(signals_visible_to(regional)) == [york]
    about_the_lead = make_signal(1, "Lena.", unit=world.leeds, employee=world.lead.person)
    assert about_the_lead in own_voices(world.lead)
    show_voices(NOW + timedelta(days=7))
    assert signals_visible_to(regional).count() == 3


def test_what_is_kept_from_a_lead_does_not_shorten_their_own_figure_nor_wait_for_a_coach(world):
    set_policy(world.leeds, order="person_first", hours=8, poor_to=6, by=world.office, at=NOW)
    make_signal(1, "Leeds.", unit=world.leeds, employee=world.frontline.person)
    assert own_figure(world.lead, NOW)[2] == NOW.date()
    assert list(voices_that_wait(NOW - timedelta(days=1), NOW + timedelta(days=1))) == []
