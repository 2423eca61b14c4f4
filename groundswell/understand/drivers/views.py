"""The page of the drivers: what was found last, with how sure that is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look import downloads
from groundswell.look.addresses import read_address, whole_number
from groundswell.look.components import Tab
from groundswell.science.drivers.driver import NOT_A_LIST_OF_CAUSES
from groundswell.science.drivers.shares import MOST_FOR_LMG

from .models import DriverReading
from .pictures import headline_of, map_chart, shares_chart, voices_of
from .queries import newest_readings


@for_roles(*STEERS, User.Role.ANALYST)
def drivers(request: HttpRequest) -> HttpResponse:
    """What goes along with a score, as the job found it last. About the whole organisation, for those who see all of it."""
    asked = read_address(request, reading=whole_number(1, 2**31), **dict.fromkeys(downloads.ASKED, str))[
        "reading"
    ]
    readings = newest_readings()
    chosen = next((one for one in readings if asked in (None, one.pk)), None)
    if chosen is None and asked is not None:
        raise Http404("There is no such reading, or a newer one has taken its place.")
    lines = list(chosen.lines.select_related("reading", "touchpoint", "theme")) if chosen else []
    charts = {"shares": shares_chart(lines)} if lines else {}
    charts |= {"map": found} if (found := map_chart(lines)) else {}
    if chosen and (file := downloads.file_asked(request, charts, _origin(chosen))):
        return file
    here = f"{reverse('drivers:drivers')}?reading={chosen.pk}" if chosen else ""
    leaving = downloads.with_downloads(charts, here)
    context = {
        "reading": chosen,
        "lines": [(line, voices_of(line)) for line in lines],
        "headline": headline_of(chosen, lines) if chosen else "",
        "caution": NOT_A_LIST_OF_CAUSES,
        "method": "LMG" if len(lines) <= MOST_FOR_LMG else "Johnson",
        "chart": leaving.get("shares"),
        "map": leaving.get("map"),
        "tabs": [_tab(one, one is chosen) for one in readings],
        "may_bring": request.user.role in STEERS,
        "page_section": "understand",
    }
    return render(request, "drivers/drivers.html", context)


def _origin(reading: DriverReading) -> downloads.Origin:
    return downloads.Origin(
        of=f"Drivers: {reading.touchpoint or reading.get_about_display()}",
        period=f"{reading.since} to {reading.until}",
        definition=NOT_A_LIST_OF_CAUSES,
        counted_on=timezone.localdate(reading.at),
        margins=f"95% ranges from {reading.resamples} resamples",
    )


def _tab(reading: DriverReading, is_current: bool) -> Tab:
    about = DriverReading.About
    names = {about.RELATIONSHIP: "Relationship score", about.WORDS: "What customers write"}
    label = names.get(about(reading.about), str(reading.touchpoint))
    return Tab(label, f"{reverse('drivers:drivers')}?reading={reading.pk}", is_current)
