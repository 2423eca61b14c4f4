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
from .models import Case, OpeningRule
from .opening import open_cases_for

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


def voices_of(new: NewRule, *, at: datetime) -> list[Signal]:
    """The newest voices behind a preview."""
    return list(
        _last_month(new.conditions, at).select_related("touchpoint", "unit", "employee", "customer")[:5]
    )


def _last_month(conditions: Conditions, at: datetime) -> QuerySet[Signal]:
    return deserving(conditions, at - LAST_MONTH, at)


@transaction.atomic
def switch_on(new: NewRule, *, replaces: OpeningRule | None = None, by: object, at: datetime) -> OpeningRule:
    """From now on this rule opens cases, in the place of another one where there is one. Opens nothing for the past."""
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
    if new.opens_for in (OpeningRule.Opens.COMPLAINT, OpeningRule.Opens.ANY_VOICE):
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
    }[OpeningRule.Opens(rule.opens_for)]
    themes = " or ".join(theme.name for theme in rule.themes.all())
    about = f" about {themes}" if themes else ""
    valued = (
        "" if rule.least_revenue is None
        else f", from who brought {money(float(rule.least_revenue))} or more in twelve months"
    )  # fmt: skip
    return f"{kind}{about}{valued}"


def opened_by(rule: OpeningRule, *, at: datetime) -> int:
    """How many cases it opened in the last 30 days."""
    return Case.objects.filter(rule=rule, opened_at__gt=at - LAST_MONTH, opened_at__lte=at).count()
