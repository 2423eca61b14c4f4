"""The clock of the register: which version is in force, and when what is due."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import calendar_days_after, working_days_after

from .models import ClockPreset

FIELDS = (
    "acknowledge_within", "answer_within", "review_within", "counts", "extension", "may_pause", "about",
    "external_body", "rights",
)  # fmt: skip
RG_271 = {
    "acknowledge_within": 24,
    "review_within": 14,
    "counts": ClockPreset.Days.CALENDAR,
    "extension": 0,
    "may_pause": False,
}
SHIPPED = {
    "Australian RG 271": RG_271
    | {
        "answer_within": 30,
        "about": "ASIC Regulatory Guide 271: acknowledge within 24 hours, final answer within 30 calendar days. "
        "The clock never stands still.",
    },
    "Australian RG 271, hardship and default": RG_271
    | {
        "answer_within": 21,
        "about": "ASIC Regulatory Guide 271: credit complaints about a default notice, hardship or a postponed "
        "enforcement are answered within 21 calendar days.",
    },
    "Australian RG 271, superannuation": RG_271
    | {
        "answer_within": 45,
        "about": "ASIC Regulatory Guide 271: superannuation and traditional trustee complaints are answered within "
        "45 calendar days.",
    },
    "ISO 10002 practice": {
        "acknowledge_within": 2,
        "answer_within": 20,
        "review_within": 10,
        "counts": ClockPreset.Days.WORKING,
        "extension": 10,
        "may_pause": True,
        "about": "ISO 10002:2018 asks for prompt acknowledgement and for time limits that you set yourself. "
        "These days are a usual choice, not words of the standard: edit them.",
    },
}
FIRST = "Australian RG 271"


@transaction.atomic
def begin_clocks(*, by: object, at: datetime) -> ClockPreset:
    """The shipped presets, the strictest in force. What is there already stays as it is."""
    for name, fields in SHIPPED.items():
        if not ClockPreset.objects.filter(name=name).exists():
            since = at if name == FIRST else None
            preset = ClockPreset.objects.create(
                name=name, number=1, made_at=at, in_force_from=since, **fields
            )
            record("made a clock", preset, by=by, at=at, name=name)
    return clock_in_force()


def clock_in_force() -> ClockPreset:
    """The version under which complaints are received now."""
    chosen = ClockPreset.objects.exclude(in_force_from=None).order_by("-in_force_from", "-id").first()
    return chosen or begin_clocks(by="The register", at=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))


@transaction.atomic
def edit_clock(name: str, *, by: object, at: datetime, **fields: object) -> ClockPreset:
    """A new version of a clock. Complaints received before keep theirs; the clock in force stays in force."""
    running = clock_in_force()
    list(ClockPreset.objects.select_for_update().filter(name=name))
    last = ClockPreset.objects.filter(name=name).order_by("-number").first()
    kept = {field: getattr(last, field) for field in FIELDS} if last else {}
    runs = last is not None and running.name == name
    preset = ClockPreset.objects.create(
        name=name,
        number=last.number + 1 if last else 1,
        made_at=at,
        in_force_from=at if runs else None,
        **(kept | fields),
    )
    record("edited a clock", preset, by=by, at=at, name=name, number=preset.number)
    return preset


@transaction.atomic
def put_in_force(preset: ClockPreset, *, by: object, at: datetime) -> ClockPreset:
    """Complaints received from now on run by this version."""
    preset.in_force_from = at
    preset.save(update_fields=["in_force_from"])
    record("put a clock in force", preset, by=by, at=at, name=preset.name, number=preset.number)
    return preset


def acknowledge_due(preset: ClockPreset, received_at: datetime, unit: Unit | None) -> datetime:
    """When the customer must have heard that we have the complaint: so many hours, or working days."""
    if preset.counts == ClockPreset.Days.CALENDAR:
        return received_at + timedelta(hours=preset.acknowledge_within)
    return days_after(preset, received_at, preset.acknowledge_within, unit)


def answer_due(preset: ClockPreset, received_at: datetime, unit: Unit | None) -> datetime:
    """When the customer must have our final answer."""
    return days_after(preset, received_at, preset.answer_within, unit)


def review_due(preset: ClockPreset, asked_at: datetime, unit: Unit | None) -> datetime:
    """When a customer who was not content must have our last word."""
    return days_after(preset, asked_at, preset.review_within, unit)


def newest_clocks() -> list[ClockPreset]:
    """Every clock in its newest version, by name."""
    return list({one.name: one for one in ClockPreset.objects.order_by("name", "number")}.values())


def days_after(preset: ClockPreset, start: datetime, days: int, unit: Unit | None) -> datetime:
    """So many days later by the calendar of the unit: the same local time, or the close of the last working day."""
    calendar = calendar_of(unit)
    hours = hours_of(calendar)
    if preset.counts == ClockPreset.Days.WORKING and hours:
        return working_days_after(start, days, hours)
    return calendar_days_after(start, days, calendar.time_zone if calendar else settings.TIME_ZONE)
