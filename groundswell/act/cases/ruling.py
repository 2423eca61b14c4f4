"""Switch opening rules on and off, and show before what they would have done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from groundswell.foundation.history.actions import record
from groundswell.listen.signals.models import Signal
from groundswell.look.numbers import money
from groundswell.understand.themes.models import Theme

from . import errors
from .deserving import Conditions, conditions_of, deserving
from .models import OpeningRule
from .opening import open_cases_for
from .opening_rule import ABOUT_ACCOUNTS
from .queries import standing_cases
from .quiet.looking import SIGNS, KeyAccounts
from .quiet.preview import QuietPreview, preview_of_silence

LAST_MONTH = timedelta(days=30)
PLACES_NAMED = 5


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as somebody wants it."""

    name: str
    opens_for: str
    within_hours: int
    priority: int = OpeningRule.Priority.USUAL
    highest_score: int | None = None
    themes: Sequence[Theme] = ()
    least_revenue: Decimal | None = None
    ask_again_after_hours: int = 8
    goes_to: str = OpeningRule.GoesTo.OWNER
    skill: str = ""
    quiet_days: int | None = None
    rest_days: int | None = None
    is_looked_after: bool = False

    @property
    def is_about_accounts(self) -> bool:
        """Whether it looks for silence instead of voices."""
        return self.opens_for in ABOUT_ACCOUNTS

    @property
    def accounts(self) -> KeyAccounts:
        """Which accounts it is about, and when it calls them quiet."""
        sign = SIGNS[OpeningRule.Opens(self.opens_for)]
        return KeyAccounts(sign, self.quiet_days or 0, self.least_revenue, self.is_looked_after)

    @property
    def conditions(self) -> Conditions:
        """What it asks of a voice."""
        themes = tuple(theme.pk for theme in self.themes)
        return Conditions(OpeningRule.Opens(self.opens_for), self.highest_score, themes, self.least_revenue)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would have done in the last 30 days: ``voices`` of which ``held`` got a case by some rule anyway.

    ``as_it_is`` is the same count for the rule that it would replace; ``places`` are the parts with most of them.
    """

    voices: int
    held: int
    as_it_is: int | None
    places: list[tuple[str, int]]

    @property
    def more(self) -> int:
        """Cases that nobody would have opened without it."""
        return self.voices - self.held


def preview_of(new: NewRule, *, replaces: OpeningRule | None = None, at: datetime) -> Preview:
    """What this rule would have done in the last 30 days, had it been on."""
    _check(new)
    voices = _last_month(new.conditions, at)
    counted = voices.order_by().values("unit__name").annotate(n=Count("pk")).order_by("-n", "unit__name")
    as_it_is = _last_month(conditions_of(replaces), at).count() if replaces else None
    return Preview(
        voices.count(),
        voices.filter(case__isnull=False).count(),
        as_it_is,
        [(row["unit__name"] or "No unit", row["n"]) for row in counted[:PLACES_NAMED]],
    )


def quiet_preview_of(new: NewRule, *, at: datetime) -> QuietPreview:
    """The same for a rule about accounts."""
    _check(new)
    return preview_of_silence(new.accounts, at=at)


def voices_of(new: NewRule, *, at: datetime) -> list[Signal]:
    """The newest voices behind a preview."""
    return list(
        _last_month(new.conditions, at).select_related("touchpoint", "unit", "employee", "customer")[:5]
    )


def _last_month(conditions: Conditions, at: datetime) -> QuerySet[Signal]:
    return deserving(conditions, at - LAST_MONTH, at)


@transaction.atomic
def switch_on(new: NewRule, *, replaces: OpeningRule | None = None, by: object, at: datetime) -> OpeningRule:
    """From now on this rule opens cases, in the place of another one where there is one. Opens nothing for what was said
    before; an account that is quiet now is quiet now."""
    _check(new)
    if replaces is not None:
        _end(replaces, at)
    try:
        with transaction.atomic():
            rule = OpeningRule.objects.create(
                name=new.name,
                priority=new.priority,
                opens_for=new.opens_for,
                highest_score=new.highest_score,
                least_revenue=new.least_revenue,
                within_hours=new.within_hours,
                ask_again_after_hours=new.ask_again_after_hours,
                goes_to=new.goes_to,
                skill=" ".join(new.skill.split()),
                quiet_days=new.quiet_days,
                rest_days=new.rest_days,
                is_looked_after=new.is_looked_after,
                active_from=at,
                replaces=replaces,
            )
    except IntegrityError as taken:
        raise errors.RuleNameTaken(new.name) from taken
    rule.themes.set(new.themes)
    record(
        "set an opening rule", rule, by=by, at=at, within_hours=rule.within_hours, opens_for=rule.opens_for
    )
    return rule


@transaction.atomic
def switch_off(rule: OpeningRule, *, by: object, at: datetime) -> None:
    """This rule opens nothing more; its cases go on."""
    _end(rule, at)
    record("ended an opening rule", rule, by=by, at=at)


def _end(rule: OpeningRule, at: datetime) -> None:
    """What came until now is judged first, so that no voice falls between two rules."""
    held = OpeningRule.objects.select_for_update().get(pk=rule.pk)
    if held.retired_at is not None:
        raise errors.RuleAlreadyEnded(held.retired_at)
    open_cases_for(held, at=at)
    held.retired_at = at
    held.save(update_fields=["retired_at"])


def _check(new: NewRule) -> None:
    if new.is_about_accounts:
        if not new.quiet_days or not new.rest_days:
            raise errors.RuleNeedsItsDays(None if new.quiet_days else "quiet_days")
        if new.least_revenue is None and not new.is_looked_after:
            raise errors.RuleNeedsKeyAccounts
    elif new.opens_for in (OpeningRule.Opens.COMPLAINT, OpeningRule.Opens.ANY_VOICE):
        if new.opens_for == OpeningRule.Opens.ANY_VOICE and not new.themes and new.least_revenue is None:
            raise errors.RuleOpensForEverything
    elif new.highest_score is None:
        raise errors.RuleNeedsItsScore


def sentence_of(rule: OpeningRule) -> str:
    """What a rule is about, in words."""
    kind = {
        OpeningRule.Opens.COMPLAINT: "A complaint",
        OpeningRule.Opens.LOW_SCORE: f"A score of {rule.highest_score} or less",
        OpeningRule.Opens.LOW_SATISFACTION: f"A satisfaction of {rule.highest_score} or less",
        OpeningRule.Opens.LOW_EASE: f"An ease of {rule.highest_score} or less",
        OpeningRule.Opens.ANY_VOICE: "Any voice",
        OpeningRule.Opens.QUIET_ACCOUNT: f"Nothing heard for {rule.quiet_days} days",
        OpeningRule.Opens.UNANSWERING_ACCOUNT: f"No answer for {rule.quiet_days} days to what was asked",
        OpeningRule.Opens.FADING_ACCOUNT: "Answers that fell away: two asks without one, the second "
        f"{rule.quiet_days} days ago, by who answered half of them before",
    }[OpeningRule.Opens(rule.opens_for)]
    themes = " or ".join(theme.name for theme in rule.themes.all())
    about = f" about {themes}" if themes else ""
    valued = (
        "" if rule.least_revenue is None
        else f", from who brought {money(float(rule.least_revenue))} or more in twelve months"
    )  # fmt: skip
    if rule.is_about_accounts:
        owned = " that a colleague looks after" if rule.is_looked_after else ""
        worth = valued.replace(", from who brought", " that brought" if not owned else " and that brought")
        return f"{kind}, of an account{owned}{worth}"
    return f"{kind}{about}{valued}"


def route_of(rule: OpeningRule) -> str:
    """To whom its cases come, in words."""
    skilled = f", first to who knows about {rule.skill}" if rule.skill else ""
    looked_after = "Whoever looks after the account, else " if rule.is_about_accounts else ""
    goes_to = rule.get_goes_to_display()
    return f"{looked_after}{goes_to[0].lower() + goes_to[1:] if looked_after else goes_to}{skilled}"


def opened_by(rule: OpeningRule, *, at: datetime) -> int:
    """How many cases it opened in the last 30 days."""
    return standing_cases().filter(rule=rule, opened_at__gt=at - LAST_MONTH, opened_at__lte=at).count()
