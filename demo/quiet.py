"""Businesses that somebody looks after, and those from which nothing is heard any more."""

from datetime import datetime, timedelta
from itertools import cycle

from demo.organisation import BUILDER, DEMO_SHOP
from demo.signals import Ground
from groundswell.act.cases.models import Case, OpeningRule
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.foundation.customers.models import Account

QUIET = NewRule(
    "A business that we look after is quiet",
    OpeningRule.Opens.QUIET_ACCOUNT,
    within_hours=24,
    quiet_days=75,
    rest_days=60,
    is_looked_after=True,
)
A_DAY = timedelta(days=1)


def listen_to_silence(ground: Ground, now: datetime) -> list[Case]:
    """Each business has a lead who looks after it; since yesterday a rule asks after those that are quiet."""
    teams = ground.organisation.teams
    leads = cycle(
        [teams[DEMO_SHOP][0], *(team[0] for shop, team in sorted(teams.items()) if shop != DEMO_SHOP)]
    )
    firms = list(Account.objects.filter(kind=Account.Kind.BUSINESS).order_by("external_id"))
    for firm, lead in zip(firms, leads, strict=False):
        firm.owner = lead
    Account.objects.bulk_update(firms, ["owner"])
    return open_cases_for(switch_on(QUIET, by=BUILDER, at=now - A_DAY), at=now - A_DAY)
