"""What teams do well and others took up: one with months of answers behind it, one too fresh to tell, one withdrawn."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from demo.months import moment_on
from demo.organisation import Organisation
from groundswell.act.practices.actions import give_up, share_practice, take_up, withdraw_practice
from groundswell.foundation.journeys.models import Touchpoint

TAKEN_UP = {"leeds": 150, "nottingham": 140, "guildford": 120, "cardiff": 90}
"""Shops that took the practice of York up, and so many days ago."""

GIVEN_UP = 25
"""So many days ago Cardiff gave it up."""


def share_practices(organisation: Organisation, touchpoints: dict[str, Touchpoint], at: datetime) -> None:
    """Three cards, as three teams wrote them."""
    today = timezone.localdate(at)
    _the_day_on_a_card(organisation, touchpoints["returns"], today)
    share_practice(
        "We call back before the customer asks",
        why="Customers rang twice about one parcel, the second time angry.",
        how="Put every promised call in the calendar of the shift. Who ends a shift hands theirs over by name.",
        unit=organisation.units["hotline-early"],
        since_on=today - timedelta(days=12),
        by=organisation.lead("hotline-early"),
        at=moment_on(today - timedelta(days=5), 11 * 60),
    )
    dropped = share_practice(
        "We greet everybody by the first name on the order",
        why="It felt warmer.",
        how="Read the name from the order before you speak.",
        unit=organisation.units["bath"],
        since_on=today - timedelta(days=80),
        by=organisation.lead("bath"),
        at=moment_on(today - timedelta(days=70), 10 * 60),
    )
    withdraw_practice(
        dropped,
        why="Several customers did not like it.",
        by=organisation.lead("bath"),
        at=moment_on(today - timedelta(days=40), 10 * 60),
    )


def _the_day_on_a_card(organisation: Organisation, returns: Touchpoint, today: date) -> None:
    card = share_practice(
        "We write the day of the refund on a card",
        why="Customers rang to ask when their money comes; nobody at the desk had said.",
        how="Print cards with “Your money is back by”. Count seven working days, write the day, sign it. Ring if it slips.",
        unit=organisation.units["york"],
        since_on=today - timedelta(days=200),
        by=organisation.lead("york"),
        at=moment_on(today - timedelta(days=170), 9 * 60),
        touchpoint=returns,
    )
    for code, days in TAKEN_UP.items():
        day = today - timedelta(days=days)
        unit, lead = organisation.units[code], organisation.lead(code)
        take_up(card, unit=unit, from_on=day, by=lead, at=moment_on(day, 9 * 60 + 30))
    last = today - timedelta(days=GIVEN_UP)
    give_up(
        card,
        unit=organisation.units["cardiff"],
        until_on=last,
        because="The desk moved upstairs, and nobody has the calendar there.",
        by=organisation.lead("cardiff"),
        at=moment_on(last, 16 * 60),
    )
