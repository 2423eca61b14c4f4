"""Plans are changed, paused and ended: what is drawn keeps its numbers, and whoever waits is treated as the page says."""

from datetime import timedelta

import pytest

from groundswell.foundation.history.models import Event
from groundswell.listen.asking.errors import FieldIsDrawn, PlanHasEnded
from groundswell.listen.asking.funnels import funnels_of
from groundswell.listen.asking.models import Ask, Draw, PlanChange, Reason, Sending, Suppression
from groundswell.listen.asking.planning import change_plan, end_plan, pause_plan, resume_plan
from groundswell.listen.asking.why import timeline_of
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery, work

BY = {"by": "office"}


def due_days() -> list[int]:
    return [(ask.due_at - NOW).days for ask in Ask.objects.filter(step=0).order_by("due_at", "pk")]


def test_a_change_keeps_what_the_plan_was_who_changed_it_and_when(world):
    plan = plan_after_delivery(world, share=50)
    change_plan(plan, share=80, unit=world.york, **BY, at=NOW + DAY)

    change = PlanChange.objects.get()
    assert (change.was, change.now) == ({"share": 50, "unit": None}, {"share": 80, "unit": "York"})
    assert (change.by, change.at) == ("office", NOW + DAY)
    plan.refresh_from_db()
    assert (plan.share, plan.unit) == (80, world.york)
    assert Event.objects.filter(verb="changed a listening plan").count() == 1


def test_a_change_to_the_same_is_none(world):
    plan = plan_after_delivery(world, share=50)
    assert change_plan(plan, share=50, **BY, at=NOW) is None
    assert not PlanChange.objects.exists()


def test_a_sample_keeps_its_numbers_and_the_next_draw_goes_by_the_new_ones(world):
    for _ in range(60):
        make_customer()
    plan = brand_plan(world, "rolling", share=20)
    work(NOW)
    before, drawn = funnels_of([plan])[plan.pk], due_days()

    change_plan(plan, share=90, **BY, at=NOW + DAY)
    after = funnels_of([plan])[plan.pk]
    assert (before.offered, before.population, before.low_chance) == (after.offered, after.population, 0.2)
    assert due_days() == drawn

    work(NOW + 25 * DAY)
    assert {draw.occasion: draw.terms["share"] for draw in Draw.objects.all()} == {
        "2026-03": 20,
        "2026-04": 90,
    }
    assert set(Ask.objects.filter(occasion="2026-04").values_list("probability", flat=True)) == {0.9}


def test_of_a_wave_that_is_drawn_people_days_and_chances_stay(world):
    make_customer()
    wave = brand_plan(world, starts_on=NOW.date() + 5 * DAY)
    work(NOW)
    with pytest.raises(FieldIsDrawn):
        change_plan(wave, share=10, **BY, at=NOW)
    change_plan(wave, reminders_at_most=2, name="Spring wave", **BY, at=NOW)
    assert funnels_of([wave])[wave.pk].waiting == 1


def test_a_wave_that_is_not_drawn_yet_can_be_changed_whole(world):
    make_customer()
    wave = brand_plan(world, starts_on=NOW.date() + 60 * DAY)
    work(NOW)
    change_plan(wave, starts_on=NOW.date(), spread_days=1, **BY, at=NOW)
    work(NOW)
    assert Sending.objects.count() == 1


def test_how_it_asks_follows_at_once(world):
    delivered(world, make_customer())
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    change_plan(plan, wish="text", **BY, at=NOW)
    work(NOW + 2 * HOUR)
    assert Suppression.objects.get().reason == Reason.NO_ADDRESS


def test_reminders_that_wait_keep_the_new_days_or_are_left_out(world):
    plan = plan_after_delivery(world, reminders_at_most=2, remind_after_days=3)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    pause_plan(plan, why="Strike", **BY, at=NOW + 2 * DAY)
    work(NOW + 4 * DAY)
    change_plan(plan, remind_after_days=9, **BY, at=NOW + 4 * DAY)
    resume_plan(plan, **BY, at=NOW + 4 * DAY)
    work(NOW + 4 * DAY)
    assert Sending.objects.filter(ask__step=1).count() == 0
    work(NOW + 9 * DAY + 3 * HOUR)
    assert Sending.objects.filter(ask__step=1).count() == 1
    pause_plan(plan, why="Strike", **BY, at=NOW + 9 * DAY + 4 * HOUR)
    work(NOW + 19 * DAY)
    change_plan(plan, reminders_at_most=1, **BY, at=NOW + 19 * DAY)
    resume_plan(plan, **BY, at=NOW + 19 * DAY)
    work(NOW + 19 * DAY)
    assert Sending.objects.filter(ask__step=2).count() == 0
    assert Suppression.objects.get().reason == Reason.PLAN_CHANGED


def test_a_paused_plan_draws_nobody_and_sends_nothing(world):
    make_customer()
    plan = brand_plan(world)
    pause_plan(plan, why="The warehouse burnt", **BY, at=NOW)
    work(NOW)
    assert not Draw.objects.exists()
    resume_plan(plan, **BY, at=NOW + DAY)
    work(NOW + DAY)
    assert Sending.objects.count() == 1


def test_what_came_due_while_a_sample_rested_goes_out_as_many_days_later(world):
    for _ in range(30):
        make_customer()
    plan = brand_plan(world, "wave", spread_days=10)
    work(NOW)
    days = due_days()
    pause_plan(plan, why="Strike", **BY, at=NOW + HOUR)
    work(NOW + 5 * DAY)
    sent = Sending.objects.count()
    resume_plan(plan, **BY, at=NOW + 5 * DAY + HOUR)

    late = [day + 5 for day in days[sent:] if day <= 5]
    assert due_days() == sorted(days[:sent] + late + [day for day in days[sent:] if day > 5])
    work(NOW + 5 * DAY + HOUR)
    assert Sending.objects.count() < len(days)


def test_a_question_about_an_episode_whose_moment_passed_is_left_out_with_its_reason(world):
    plan = plan_after_delivery(world)
    old, new = make_customer("Olive"), make_customer("Ned")
    delivered(world, old)
    pause_plan(plan, why="Strike", **BY, at=NOW + HOUR)
    delivered(world, new, NOW + 9 * DAY)
    work(NOW + 9 * DAY + 3 * HOUR)
    assert not Sending.objects.exists()
    assert "Waits: Delivery" in {moment.title for moment in timeline_of(old, at=NOW + DAY)}

    assert resume_plan(plan, **BY, at=NOW + 9 * DAY + 3 * HOUR) == 1
    work(NOW + 9 * DAY + 3 * HOUR)
    assert Sending.objects.get().ask.customer == new
    assert Suppression.objects.get().ask.customer == old
    assert "by the time it went on the moment was gone" in " ".join(
        moment.detail for moment in timeline_of(old, at=NOW + 10 * DAY)
    )


def test_a_relationship_question_that_rests_stands_in_nobodys_way(world):
    customer = make_customer()
    wave = brand_plan(world, starts_on=NOW.date() + 5 * DAY)
    plan_after_delivery(world)
    work(NOW)
    pause_plan(wave, why="Strike", **BY, at=NOW)
    delivered(world, customer)
    work(NOW + 2 * HOUR)
    assert Sending.objects.get().ask.survey == world.experience.survey


def test_a_plan_that_ended_is_neither_changed_nor_paused(world):
    plan = plan_after_delivery(world)
    end_plan(plan, **BY, at=NOW)
    with pytest.raises(PlanHasEnded):
        change_plan(plan, share=10, **BY, at=NOW)
    with pytest.raises(PlanHasEnded):
        pause_plan(plan, why="Strike", **BY, at=NOW)


def test_the_office_changes_pauses_and_ends_a_plan_on_its_page_and_reads_what_waits(world, signed_in):
    client, plan = signed_in(world.office), plan_after_delivery(world, wait_hours=10)
    delivered(world, make_customer())
    page = client.get(f"/listen/asking/{plan.pk}/").content.decode()
    assert "1 question and 0 reminders wait." in page
    given = {"name": "After delivery", "wish": "email", "starts_on": "2026-01-01", "wait_hours": 2, "share": 40,
             "reminders_at_most": 1, "remind_after_days": 7}  # fmt: skip
    assert client.post(f"/listen/asking/{plan.pk}/change/", given).status_code == 302
    page = client.get(f"/listen/asking/{plan.pk}/").content.decode()
    assert "Share of customers, in per cent: 100 per cent, drawn by lot → 40 per cent, drawn by lot" in page
    client.post(f"/listen/asking/{plan.pk}/pause/", {"why": "Strike"})
    assert (
        "Strike"
        in client.get("/listen/asking/").content.decode()
        + client.get(f"/listen/asking/{plan.pk}/").content.decode()
    )
    client.post(f"/listen/asking/{plan.pk}/go-on/")
    assert plan.pauses.get().ended_at is not None
    client.post(f"/listen/asking/{plan.pk}/end/")
    assert "change/" not in client.get(f"/listen/asking/{plan.pk}/").content.decode()


@pytest.mark.parametrize("role", ["executive", "lead", "frontline", "partner"])
def test_only_those_who_set_rules_change_plans(world, signed_in, role):
    plan, client = plan_after_delivery(world), signed_in(getattr(world, role))
    for path in ("change/", "pause/", "go-on/", "end/"):
        assert client.post(f"/listen/asking/{plan.pk}/{path}", {"why": "x"}).status_code == 403
    assert client.get(f"/listen/asking/{plan.pk}/change/").status_code == 403


def test_messages_in_the_outbox_leave_whatever_becomes_of_the_plan(world, signed_in):
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    page = signed_in(world.office).get(f"/listen/asking/{plan.pk}/").content.decode()
    assert "1 message of this plan is in the outbox already and leaves whatever you do here." in page
    end_plan(plan, **BY, at=NOW + 3 * HOUR)
    assert Message.objects.get().due_at is not None


def test_answers_count_and_silence_is_reminded_after_a_pause_that_was_short(world):
    plan = plan_after_delivery(world, reminders_at_most=1, remind_after_days=3)
    people = [make_customer(), make_customer()]
    for one in people:
        delivered(world, one)
    work(NOW + 2 * HOUR)
    answered(Sending.objects.get(ask__customer=people[0]).invitation, NOW + DAY)
    pause_plan(plan, why="Strike", **BY, at=NOW + 3 * DAY)
    resume_plan(plan, **BY, at=NOW + 3 * DAY + timedelta(hours=6))
    work(NOW + 3 * DAY + timedelta(hours=6))
    assert Sending.objects.get(ask__step=1).ask.customer == people[1]
