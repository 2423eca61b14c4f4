"""The page behind each count of an effect: the answers that it counts, as far as their reader may see them."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format

from groundswell.act.opportunities.cards import as_cards
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Unit
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number
from groundswell.look.components import Tab

from .behind import (
    LISTS,
    SIDES,
    TIMES,
    Asked,
    answers_address,
    answers_behind,
    counted,
    is_of_customers,
    units_behind,
)
from .models import EffectReading, Guard
from .queries import initiatives_visible_to

ROWS, MOST_PK, FURTHEST = 20, 2**31, 600
WORDS = {
    "with": "With the change",
    "without": "Without it",
    "before": "before the start",
    "after": "after it",
}


@for_roles()
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """One list behind a reading of the effect: a side, a time, a month of a picture, or what a guard looked at."""
    given = read_address(
        request, reading=whole_number(0, MOST_PK), of=one_of(LISTS, "effect"), side=one_of(SIDES), when=one_of(TIMES),
        month=_month, since=_periods, page=number_of_page,
    )  # fmt: skip
    initiative = get_object_or_404(initiatives_visible_to(request.user), pk=pk)
    readings = initiative.effect_readings.filter(detail__has_key="ground").order_by("-measured_at", "-pk")
    reading = readings.filter(pk=given["reading"]).first() if given["reading"] else readings.first()
    asked = Asked(given["of"], given["side"], given["when"], given["month"], given["since"])
    if reading is None or (asked.of == "untouched" and not reading.detail["untouched"]):
        raise Http404("This reading kept no such list.")
    page = page_of(answers_behind(reading, asked, request.user), given["page"], ROWS)
    context = {
        "page_section": "act",
        "initiative": initiative,
        "reading": reading,
        "what": _what(reading, asked),
        "counted": counted(reading, asked),
        "tabs": _tabs(reading, asked),
        "units": Unit.objects.filter(pk__in=units_behind(reading, asked)).order_by("name"),
        "left_out": Unit.objects.filter(pk__in=_left_out(reading, asked)).order_by("name"),
        "page": page,
        "cards": as_cards(page.object_list.select_related("touchpoint", "unit", "reading")),
    }
    return render(request, "initiatives/answers.html", context)


def _month(text: str) -> date | None:
    """A month such as 2026-03, or None."""
    if not text:
        return None
    if not re.fullmatch(r"(19|20|21)\d{2}-(0[1-9]|1[0-2])", text, re.ASCII):
        raise ValueError(f"“{text[:40]}” is no month. Write it as 2026-03.")
    return date.fromisoformat(f"{text}-01")


def _periods(text: str) -> int | None:
    """How many months lie between a start and the month that is wanted; before the start it is less than 0."""
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}", text, re.ASCII) or abs(int(text)) > FURTHEST:
        raise ValueError(f"“{text[:40]}” is no number of months such as -2 or 3.")
    return int(text)


def _what(reading: EffectReading, asked: Asked) -> str:
    """Which answers these are, in a sentence."""
    place = reading.detail["touchpoint"]
    if asked.since is not None:
        when = "before its unit's start" if asked.since < 0 else "after the first with it"
        far = "the first month with it" if asked.since == 0 else f"month {abs(asked.since)} {when}"
        return f"Units with the change at {place}, in {far}."
    if asked.of == "untouched":
        return f"All answers at {reading.detail['untouched']['touchpoint']}, which it cannot move."
    if asked.of == "invited":
        return f"Answers at {place} that somebody was invited to give: those that are weighted to everybody asked."
    if asked.of != "effect":
        return f"Looked at for the guard “{Guard.Watches(asked.of).label}”."
    when = (
        date_format(asked.month, "F Y")
        if asked.month
        else WORDS.get(asked.when, "before and after the start")
    )
    return f"{WORDS.get(asked.side, 'With the change and without it')}, {when}, at {place}."


def _tabs(reading: EffectReading, asked: Asked) -> list[Tab]:
    """The four counts that the effect rests on; none where a picture or a guard was opened."""
    if asked.of != "effect" or asked.month or asked.since is not None:
        return []
    return [
        Tab(f"{WORDS[side]}, {when}", answers_address(reading, side=side, when=when), asked == one, count)
        for side in SIDES
        for when in TIMES
        if (count := counted(reading, one := Asked(side=side, when=when)))
    ]


def _left_out(reading: EffectReading, asked: Asked) -> list[int]:
    if is_of_customers(reading):
        return []
    judged = reading.detail["ground"]["judged"]
    is_all = asked.of == "effect" and asked.month is None and asked.since is None and judged["without"]
    return judged["left_out"] if is_all else []
