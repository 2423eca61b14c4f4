"""Ask about registered decisions: which a person may see, whom one touches, what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.opportunities.persons import count_persons
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.queries import living_signals
from groundswell.look.numbers import signed
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.understand.scores.queries import Slice, tally_of

from .models import Assessment, RegisteredDecision, Watch
from .rules import Limits, LimitsThroughTime, limits_through_time

YEAR = timedelta(days=364)
GRACE = timedelta(days=14)
"""How long somebody may take to say what came of it, before it is overdue."""
FEWEST = 10
NO_CAUSE = "Without a comparison group nobody can say that the decision caused it."


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """A watched figure in equally long times before and after a decision, and what that tells."""

    watch: Watch
    before: Figure
    after: Figure
    since: date
    begun: date
    until: date
    difference: Difference | None
    is_early: bool
    words: str

    @property
    def before_url(self) -> str:
        """The voices of the days before."""
        return _voices(self.watch, self.since, self.begun - timedelta(days=1))

    @property
    def after_url(self) -> str:
        """The voices of the days since."""
        return _voices(self.watch, self.begun, self.until)


def decisions_visible_to(user: User) -> QuerySet[RegisteredDecision]:
    """Everything for those who read the whole outer loop; else what one filed or owns. Partners see none."""
    if reads_the_whole_outer_loop(user):
        return RegisteredDecision.objects.all()
    if not user.is_authenticated or user.role == User.Role.PARTNER or user.person_id is None:
        return RegisteredDecision.objects.none()
    return RegisteredDecision.objects.filter(Q(filed_by=user.person_id) | Q(owner=user.person_id))


def with_assessments(decisions: QuerySet[RegisteredDecision]) -> QuerySet[RegisteredDecision]:
    """The same with the newest assessment first and whether it is owed."""
    newest = Prefetch("assessments", Assessment.objects.prefetch_related("touchpoints", "units"))
    any_, rules, today = (
        Assessment.objects.filter(decision=OuterRef("pk")),
        limits_through_time(),
        localdate(),
    )
    looks = Q(Exists(any_), lesson=None)
    counted = _ruled(decisions).annotate(
        is_assessed=Exists(any_),
        is_obliged=_is_obliged(rules),
        is_due=looks & _can_look(rules, today),
        is_late=looks & _can_look(rules, today - GRACE - timedelta(days=1)),
    )
    return counted.select_related("owner", "filed_by", "lesson").prefetch_related(newest)


def owed_first(decisions: QuerySet[RegisteredDecision]) -> QuerySet[RegisteredDecision]:
    """As ``with_assessments`` gives them: what must be assessed, then what is overdue and what one can look at, each by the day
    of the decision; then the rest, the latest first."""
    stage = Case(
        When(is_obliged=True, is_assessed=False, then=0),
        When(is_late=True, then=1),
        When(is_due=True, then=2),
        default=3,
    )
    begun = Case(When(stage__lt=3, then=F("takes_effect_on")))
    return decisions.annotate(stage=stage).order_by("stage", begun.asc(nulls_last=True), "-filed_at", "-pk")


def owed(decisions: QuerySet[RegisteredDecision]) -> QuerySet[RegisteredDecision]:
    """What must be assessed, by the limits of the day it was filed, and is not."""
    return decisions.filter(_is_obliged(limits_through_time()), assessments=None)


def unowned(decisions: QuerySet[RegisteredDecision]) -> QuerySet[RegisteredDecision]:
    """What nobody answers for: a system filed it without a name, or its people have left. What is before a council its body
    answers for; what was looked back on nobody need."""
    gone = [Q(**{who: None}) | Q(**{f"{who}__left_on__isnull": False}) for who in ("owner", "filed_by")]
    return decisions.filter(*gone, lesson=None, proposals=None)


def to_look_at(decisions: QuerySet[RegisteredDecision], today: date) -> QuerySet[RegisteredDecision]:
    """What took effect so long ago that one can look what came of it, and nobody has said."""
    assessed = Exists(Assessment.objects.filter(decision=OuterRef("pk")))
    return _ruled(decisions).filter(assessed, _can_look(limits_through_time(), today), lesson=None)


def overdue(decisions: QuerySet[RegisteredDecision], today: date) -> QuerySet[RegisteredDecision]:
    """What one could look at for more than two weeks, and nobody has."""
    return to_look_at(decisions, today - GRACE - timedelta(days=1))


def who_answers_for(decision: RegisteredDecision) -> Person | None:
    """Its owner, else who registered it; nobody once both have left, or where a system filed it without naming one."""
    return next((one for one in (decision.owner, decision.filed_by) if one and not one.left_on), None)


def look_back_on(decision: RegisteredDecision, rules: LimitsThroughTime | None = None) -> date | None:
    """From which day on one can look what came of it; None while nobody said when it takes effect. ``rules``: where known."""
    began = decision.takes_effect_on
    return None if began is None else began + timedelta(days=rule_of(decision, rules).look_after_days)


def rule_of(decision: RegisteredDecision, rules: LimitsThroughTime | None = None) -> Limits:
    """The limits by which it is compared: those under which it was assessed last before it took effect, else first afterwards.

    What is set later changes no comparison that was promised before. Those of today while nobody has assessed it.
    """
    found = (
        decision if hasattr(decision, "ruled_at") else _ruled(RegisteredDecision.objects).get(pk=decision.pk)
    )
    return (rules or limits_through_time()).at(found.ruled_at)


def customers_in(units: list[Unit], touchpoints: list[Touchpoint], segment: str, at: datetime) -> int | None:
    """How many known customers spoke there in the last 52 weeks: at least so many are touched. None when nothing is named."""
    if not units and not touchpoints and not segment:
        return None
    today = localdate(at)
    spoke = living_signals().filter(
        customer__isnull=False, submitted_at__date__gt=today - YEAR, submitted_at__date__lte=today
    )
    if units:
        spoke = spoke.filter(unit__in={pk for unit in units for pk in subtree_ids(unit)})
    if touchpoints:
        spoke = spoke.filter(touchpoint__in=touchpoints)
    if segment:
        spoke = spoke.filter(customer__segment__iexact=segment)
    return count_persons(spoke)


def before_and_after(decision: RegisteredDecision, at: datetime) -> list[BeforeAndAfter]:
    """Each watched figure of the newest assessment. Empty before it took effect."""
    assessment, begun, today = decision.assessments.first(), decision.takes_effect_on, localdate(at)
    if assessment is None or begun is None or begun > today:
        return []
    watched = assessment.watches.select_related("touchpoint", "unit", "assessment")
    return [_looked_at(watch, begun, today, rule_of(decision)) for watch in watched]


def _ruled(decisions: QuerySet[RegisteredDecision]) -> QuerySet[RegisteredDecision]:
    """The same with ``ruled_at``: the moment whose limits hold for its comparison."""
    said = Assessment.objects.filter(decision=OuterRef("pk"))
    before = said.filter(at__date__lte=OuterRef("takes_effect_on")).order_by("-at").values("at")[:1]
    first = said.order_by("at").values("at")[:1]
    return decisions.annotate(ruled_at=Coalesce(Subquery(before), Subquery(first)))


def _is_obliged(rules: LimitsThroughTime) -> Q:
    return _under_each(rules, "filed_at", lambda held: Q(amount__gte=held.amount))


def _can_look(rules: LimitsThroughTime, today: date) -> Q:
    return _under_each(
        rules, "ruled_at", lambda held: Q(takes_effect_on__lte=today - timedelta(days=held.look_after_days))
    )


def _under_each(rules: LimitsThroughTime, moment: str, asks: Callable[[Limits], Q]) -> Q:
    """What fulfils what the limits ask that held at its moment."""
    found = Q(pk__in=())
    for held, begun, ended in rules.spans():
        since = Q(**{f"{moment}__gte": begun}) if begun else Q()
        found |= asks(held) & since & (Q(**{f"{moment}__lt": ended}) if ended else Q())
    return found


def _looked_at(watch: Watch, begun: date, today: date, now: Limits) -> BeforeAndAfter:
    days = timedelta(days=now.look_after_days)
    until = min(begun + days - timedelta(days=1), today)
    before = tally_of(_slice(watch, begun - days, begun - timedelta(days=1)))
    after = tally_of(_slice(watch, begun, until))
    enough = before.n >= FEWEST and after.n >= FEWEST
    difference = compare(after, before) if enough else None
    is_early = begun + days > today
    return BeforeAndAfter(
        watch,
        figure(before),
        figure(after),
        begun - days,
        begun,
        until,
        difference,
        is_early,
        " ".join(
            filter(None, (_words(difference, is_early), _against_what_was_expected(watch, difference, begun)))
        ),
    )


def _against_what_was_expected(watch: Watch, difference: Difference | None, begun: date) -> str:
    """Whether the change lies within the range that was expected before it took effect, as far as its margin tells."""
    said = watch.assessment
    if difference is None or localdate(said.at) > begun:
        return ""
    low, high = difference.interval.low, difference.interval.high
    if high < said.expected_low:
        verdict = "It is worse than that"
    elif low > said.expected_high:
        verdict = "It is better than that"
    elif said.expected_low <= low and high <= said.expected_high:
        verdict = "It is as expected"
    else:
        verdict = "Whether it is as expected cannot be told"
    expected = f"{signed(float(said.expected_low))} to {signed(float(said.expected_high))}"
    return f"{expected} points were expected. {verdict}."


def _words(difference: Difference | None, is_early: bool) -> str:
    early = " It is early: the time afterwards is not over." if is_early else ""
    if difference is None:
        return f"Too few answers to tell.{early}"
    low, high = difference.interval.low, difference.interval.high
    within = f"between {low:+.0f} and {high:+.0f} points".replace("-", "\N{MINUS SIGN}")
    if not difference.is_real:
        return f"Whether it moved cannot be told from chance ({within}).{early}"
    return f"It stands {difference.size_words} than before ({within}).{early} {NO_CAUSE}"


def _slice(watch: Watch, since: date, until: date) -> Slice:
    asked = Slice(touchpoint_id=watch.touchpoint_id, since=since, until=until)
    return asked.within(watch.unit) if watch.unit else asked


def _voices(watch: Watch, since: date, until: date) -> str:
    asked = {
        "kind": "experience",
        "period": "730",
        "unit": watch.unit_id,
        "touchpoint": watch.touchpoint_id,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    return f"{reverse('desk:voices')}?{urlencode({name: value for name, value in asked.items() if value})}"
