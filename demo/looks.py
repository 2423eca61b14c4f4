"""What the regular jobs found: watched figures with a history of alerts, drivers, and what came after bad moments."""

from datetime import datetime, timedelta
from decimal import Decimal

from demo.organisation import BUILDER
from demo.products import WAITED
from groundswell.act.cases.jobs import count_for_the_journey
from groundswell.foundation.access.models import User
from groundswell.understand.drivers.actions import measure_by, read_drivers
from groundswell.understand.journeys_read.actions import read_journey
from groundswell.understand.journeys_read.costs import count_work, state_rate
from groundswell.understand.journeys_read.models import Work
from groundswell.understand.watching.actions import call_false_alarm, explain, watch_the_usual
from groundswell.understand.watching.jobs import JOB
from groundswell.understand.watching.looking import look_at_everything
from groundswell.understand.watching.models import Alert

EARLIER = timedelta(weeks=5)
WORDS = (
    "Looked through the voices with the team: nothing new.",
    "A week of promotion brought many more answers.",
)
RATES = (
    (Work.CONTACT, "", "4.80", "Service centre's budget of 2026 by its contacts"),
    (Work.COMPLAINT, "", "38", "Time study of the complaints desk, May 2026"),
    (Work.CASE, "", "11.50", "Half an hour of a team lead"),
    (Work.MEASURED, "Minutes on hold", "4.20", "Service centre's budget of 2026 by its calls"),
)


def look_back(at: datetime) -> None:
    """As if the jobs had run for weeks: earlier alerts are settled, the newest wait."""
    before = at - EARLIER
    watch_the_usual(by=JOB, at=before)
    look_at_everything(at=before)
    for place, alert in enumerate(Alert.objects.select_related("owner")):
        _settle(alert, place, before + timedelta(days=2))
    look_at_everything(at=at)
    measure_by(WAITED, "Minutes waited in this call", "minutes", by=BUILDER, at=at - EARLIER)
    read_drivers(at=at)
    read_journey(at=at)
    _state_rates(at - EARLIER)
    count_work(at=at)
    count_for_the_journey(at)


def _state_rates(at: datetime) -> None:
    for what, measure, amount, source in RATES:
        state_rate(what, measure=measure, amount=Decimal(amount), source=source, by=BUILDER, at=at)


def _settle(alert: Alert, place: int, at: datetime) -> None:
    by = User(person=alert.owner)
    if place % 2:
        explain(alert, words=WORDS[1], by=by, at=at)
    else:
        call_false_alarm(alert, words=WORDS[0], by=by, at=at)
