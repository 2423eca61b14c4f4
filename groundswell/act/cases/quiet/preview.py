"""What a rule about accounts would have done last month, before it is switched on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from groundswell.foundation.customers.models import Account

from .looking import KeyAccounts, spells_by_account
from .models import QuietSpell
from .spells import Spell

LAST_MONTH = timedelta(days=30)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class QuietLine:
    """One account that fell quiet last month, and what would have been found."""

    account: Account
    spell: QuietSpell

    @property
    def words(self) -> str:
        """As the case would have said it on the day it was found."""
        return self.spell.words


@dataclass(frozen=True, slots=True)
class QuietPreview:
    """``fell`` accounts fell quiet in the last 30 days: so many cases it would have opened. ``at_once`` are quiet now and have
    no case: so many it opens when it is switched on. ``newest`` are the last that fell quiet."""

    fell: int
    at_once: int
    newest: list[QuietLine]


def preview_of_silence(wanted: KeyAccounts, *, at: datetime) -> QuietPreview:
    """Judged by what was said and asked until each day, and by which accounts matter today."""
    spells = spells_by_account(wanted, at)
    fell = {pk: last for pk, all_of in spells.items() if (last := _last_that_began(all_of, at))}
    quiet_now = {pk for pk, all_of in spells.items() if any(one.until is None for one in all_of)}
    has_one = QuietSpell.objects.filter(over_at=None, account__in=quiet_now)
    at_once = quiet_now - set(has_one.values_list("account_id", flat=True))
    first = sorted(fell, key=lambda pk: (fell[pk].since, pk), reverse=True)[:SHOWN]
    accounts = Account.objects.in_bulk(first)
    lines = [QuietLine(accounts[pk], _as_found(wanted, fell[pk])) for pk in first]
    return QuietPreview(len(fell), len(at_once), lines)


def _last_that_began(spells: list[Spell], at: datetime) -> Spell | None:
    lately = [one for one in spells if at - LAST_MONTH < one.since <= at]
    return lately[-1] if lately else None


def _as_found(wanted: KeyAccounts, spell: Spell) -> QuietSpell:
    return QuietSpell(
        sign=wanted.sign,
        last_heard_at=spell.last_heard_at,
        asked=spell.asked,
        since=spell.since,
        found_at=spell.since,
    )
