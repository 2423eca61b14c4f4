"""Why somebody was asked, or not: in one sentence first, and never overruled in passing."""

import time_machine

from groundswell.foundation.customers.actions import find_or_make_customer, give_consent, stop_channel
from groundswell.listen.asking.models import Draw
from groundswell.listen.asking.why import standing_of, timeline_of
from groundswell.listen.channels.outbox.returning import lose_address
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.patterns import PATTERN
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, brand_plan, delivered, plan_after_delivery, work


def test_why_answers_in_one_sentence_and_names_surveys_with_the_same_answer_together(world, signed_in):
    plan_after_delivery(world)
    customer = make_customer()
    delivered(world, customer)
    work(NOW + 2 * HOUR)
    with time_machine.travel(NOW + DAY, tick=False):
        page = signed_in(world.office).get(f"/listen/asking/why/?customer={customer.pk}").content.decode()
    assert "May be asked again from 9 June 2026 on." in page
    assert page.count("Nobody is asked twice within 90 days") == 1
    assert f'href="/customers/{customer.pk}/consents/"' in page


def test_no_draw_passed_somebody_by_whom_we_did_not_know_yet(world):
    plan = brand_plan(world)
    Draw.objects.create(plan=plan, occasion="2026-03", population=5, drawn_at=NOW)
    old, new = make_customer(), make_customer(consents=False)
    give_consent(new, "asking", by="tests", at=NOW + DAY, source="STOP and START")
    seen = {one: [moment.title for moment in timeline_of(one, at=NOW + 2 * DAY)] for one in (old, new)}
    assert "Not drawn for Brand" in seen[old]
    assert "Not drawn for Brand" not in seen[new]
    assert timeline_of(new, at=NOW + 2 * DAY)[0].detail == "STOP and START"


def test_customers_are_never_told_of_surveys_for_colleagues(world):
    begin_survey("pulse", "Pulse", "relationship", PATTERN["employee"].definition, by=world.office, at=NOW)
    assert {one.survey.code for one in standing_of(make_customer(), at=NOW)} == {"brand", "delivery"}


def test_a_colleague_does_not_overrule_a_stop(world, signed_in):
    found = find_or_make_customer({"phone": "+447700900001"})
    give_consent(found, "asking", channel="text", by="tests", at=NOW)
    stop_channel(found, "text", by="text message", at=NOW + DAY, source="STOP")
    form = {"survey": world.experience.survey.pk, "wish": "text", "phone": "07700 900001", "consents": "on"}
    page = signed_in(world.office).post("/listen/invite/", form).content.decode()
    assert "This customer said no on 12 March 2026 (STOP)." in page
    assert not found.consents.filter(withdrawn_at=None).exists()


def test_an_address_that_came_back_is_told_with_its_reason(world):
    customer = make_customer()
    letter = write_message(key="1", subject="?", body="?", customer=customer, at=NOW)
    lost = lose_address(letter, "550 5.1.1 The mailbox does not exist.", at=NOW)
    told = timeline_of(customer, at=NOW + DAY)
    assert (f"Nobody is reached at {customer.email}", lost.why) in [(one.title, one.detail) for one in told]
