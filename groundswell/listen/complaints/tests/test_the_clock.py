"""What is due when: exact over the change of clocks and holidays, by the version a complaint was received under."""

from datetime import UTC, datetime, timedelta

import pytest

from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.clock import begin_clocks, clock_in_force, edit_clock, put_in_force
from groundswell.listen.complaints.models import ClockPreset
from tests.world import NOW


def complain(key: str = "s1", *, at: datetime = NOW, **more):
    return receive_complaint(NewComplaint(key, "Broken zip.", **more), at=at)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-11T10:00:00Z", "2026-04-10T09:00:00Z"),
        ("2026-10-11T10:00:00Z", "2026-11-10T11:00:00Z"),
        ("2026-01-05T10:00:00Z", "2026-02-04T10:00:00Z"),
    ],
)
def test_thirty_calendar_days_end_at_the_same_local_time(world, received, due):
    complaint = complain(at=datetime.fromisoformat(received))
    assert complaint.answer_due_at == datetime.fromisoformat(due)
    assert complaint.acknowledge_due_at - complaint.received_at == timedelta(hours=24)


def test_working_days_leave_out_weekends_and_holidays(world):
    begin_clocks(by="a test", at=NOW)
    edit_clock("ISO 10002 practice", by="a test", at=NOW, answer_within=3)
    put_in_force(ClockPreset.objects.get(number=2), by="a test", at=NOW)
    thursday = datetime(2026, 4, 2, 9, tzinfo=UTC)
    # Good Friday, the weekend; the calendar of the world is that of Great Britain without a part of it.
    assert complain(at=thursday).answer_due_at == datetime(2026, 4, 8, 16, tzinfo=UTC)


def test_a_complaint_keeps_the_version_it_was_received_under(world):
    before = complain("s1")
    edit_clock("Australian RG 271", by="a test", at=NOW, answer_within=20)
    after = complain("s2")
    before.refresh_from_db()
    assert (before.clock.number, before.clock.answer_within) == (1, 30)
    assert (after.clock.number, after.clock.answer_within) == (2, 20)
    assert after.answer_due_at < before.answer_due_at


def test_editing_a_clock_that_is_not_in_force_changes_no_promise(world):
    begin_clocks(by="a test", at=NOW)
    edit_clock("ISO 10002 practice", by="a test", at=NOW, answer_within=5)
    assert clock_in_force().name == "Australian RG 271"


def test_only_an_administrator_edits_a_clock(world, signed_in):
    preset = begin_clocks(by="a test", at=NOW)
    address = f"/listen/complaints/clocks/{preset.pk}/"
    form = {
        "acknowledge_within": 12,
        "answer_within": 15,
        "review_within": 7,
        "counts": "calendar",
        "extension": 0,
        "rights": "R",
    }
    assert signed_in(world.office).post(address, form).status_code == 403
    world.executive.role = "administrator"
    world.executive.save()
    assert signed_in(world.executive).post(address, form).status_code == 302
    assert clock_in_force().acknowledge_within == 12
    assert signed_in(world.executive).post(address, form | {"answer_within": 0}).status_code == 422
