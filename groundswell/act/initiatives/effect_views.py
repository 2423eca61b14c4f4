"""What an effect rests on, with everything that leaves the page; and what was promised beside what was reached."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look import downloads
from groundswell.look.addresses import read_address, whole_number, words
from groundswell.science.statistics.chance import in_how_many

from .answer import answers_of, newest_in_words
from .behind import sides_of
from .designs.registering import came_after_the_start
from .forecasts import calibration_of, outlooks, promises
from .models import Design, EffectReading
from .pictures import effect_chart, history_chart, moments_chart, promises_chart
from .queries import initiatives_visible_to
from .words import calibration_in_words

MOST_READINGS, MOST_PK = 60, 2**31
FILES = dict.fromkeys(downloads.ASKED, words)


@for_roles()
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading of the effect with all that it rests on: the last one, or the one that the address names for good."""
    seen = initiatives_visible_to(request.user).select_related(
        "decision__proposal__opportunity", "touchpoint"
    )
    initiative = get_object_or_404(seen, pk=pk)
    asked = read_address(request, reading=whole_number(0, MOST_PK), **FILES)
    readings = initiative.effect_readings.order_by("-measured_at", "-pk")
    if asked["reading"]:
        reading: EffectReading | None = get_object_or_404(readings, pk=asked["reading"])
    else:
        reading = readings.first()
    kept = list(readings.defer("detail")[:MOST_READINGS])
    charts = {}
    if reading:
        charts = {
            "effect": effect_chart(reading),
            "readings": history_chart(kept[::-1]),
        }
        if reading.detail.get("moments") and reading.detail["units_without"] and not _is_one_alone(reading):
            charts["moments"] = moments_chart(reading)
        origin = downloads.Origin(
            initiative.name,
            "all months",
            str(reading.detail["method"]).rstrip("."),
            reading.measured_at,
            reading.sentence,
        )
        if file := downloads.file_asked(request, charts, origin):
            return file
        here = f"{reverse('initiatives:effect', args=[pk])}?reading={reading.pk}"
        charts = downloads.with_downloads(charts, here, here)
    context = {
        "page_section": "act", "initiative": initiative, "reading": reading, "charts": charts, "readings": kept,
        "is_last": not kept or reading == kept[0], **(_in_words(reading) if reading else {}),
    }  # fmt: skip
    return render(request, "initiatives/effect.html", context)


def _is_one_alone(reading: EffectReading) -> bool:
    """One unit against a blend: month by month it says nothing beside what the picture of both shows."""
    return (reading.detail["design"] or {}).get("kind") == Design.Kind.SYNTHETIC


def _in_words(reading: EffectReading) -> dict[str, object]:
    """A day as a day, and a chance as a frequency."""
    judged_on, chance = reading.detail.get("judged_on"), reading.detail.get("permutation_p")
    left = reading.detail.get("compared_until")
    chosen = Design.objects.filter(pk=(reading.detail["design"] or {}).get("pk")).first()
    return {
        "answers": answers_of(reading),
        "sides": sides_of(reading),
        "came_late": chosen is not None and came_after_the_start(chosen),
        "compared_until": date.fromisoformat(left) if left else None,
        "newest": newest_in_words(reading.detail),
        "judged_on": date.fromisoformat(judged_on) if judged_on else None,
        "deals": "" if chance is None else in_how_many(chance),
    }


@for_roles()
def expected(request: HttpRequest) -> HttpResponse:
    """How many times we promise what we reach, and what to expect of what is open."""
    read_address(request, **FILES)
    lines = promises(request.user)
    calibration = calibration_of(lines)
    addresses = [reverse("initiatives:effect", args=[line.initiative.pk]) for line in lines]
    charts = {"promises": promises_chart(lines, addresses)}
    meaning = calibration_in_words(calibration)
    definition = "Effect by difference in differences less the points expected at the decision"
    origin = downloads.Origin("Expected and reached", "all initiatives", definition, timezone.now(), meaning)
    if file := downloads.file_asked(request, charts, origin):
        return file
    here = reverse("initiatives:expected")
    context = {
        "page_section": "act", "lines": lines, "calibration": calibration, "words": meaning,
        "outlooks": outlooks(request.user, lines), "charts": downloads.with_downloads(charts, here, here),
    }  # fmt: skip
    return render(request, "initiatives/expected.html", context)
