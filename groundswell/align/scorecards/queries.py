"""Ask the scorecards. Who may see one is decided here, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.align.objectives.models import Metric
from groundswell.align.objectives.queries import readings_by_person, readings_by_unit
from groundswell.align.objectives.readings import Readings
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places, trail

from .cascade import Cascade, cascade_of
from .models import Scorecard, Target
from .standing import Standing

SEES_EVERY_PERSON = (User.Role.OFFICE, User.Role.EXECUTIVE)


def scorecards_visible_to(user: User) -> QuerySet[Scorecard]:
    """Scorecards of the own units, of the units above them (so that everybody sees what theirs follows from),
    and of people: oneself, a lead's people, everybody for the office and executives."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return Scorecard.objects.none()
    seen = Q(unit__isnull=False) if user.sees_everything else Q(unit__in=_units_in_sight(user))
    if user.person is not None:
        seen |= Q(person=user.person)
    if user.role in SEES_EVERY_PERSON:
        seen |= Q(person__isnull=False)
    elif user.role == User.Role.LEAD:
        seen |= Q(person__unit__in=units_visible_to(user))
    return Scorecard.objects.filter(seen)


def targets_visible_to(user: User) -> QuerySet[Target]:
    """The targets on those scorecards."""
    return Target.objects.filter(scorecard__in=scorecards_visible_to(user))


def with_holders(targets: QuerySet[Target]) -> QuerySet[Target]:
    """The same with metric and holder, in one query."""
    return targets.select_related("metric__touchpoint", "scorecard__unit", "scorecard__person__unit")


def current(scorecards: QuerySet[Scorecard], at: datetime) -> QuerySet[Scorecard]:
    """Those whose period has this day in it."""
    day = timezone.localdate(at)
    return scorecards.filter(starts_on__lte=day, ends_on__gte=day)


def standing_of(target: Target, at: datetime) -> Standing:
    """How one target stands."""
    return standings_of([target], at)[0]


def standings_of(targets: Iterable[Target], at: datetime) -> list[Standing]:
    """How each target stands: counted once per metric, period end and kind of holder, however many targets."""
    wanted, tree = list(targets), places()
    counted: dict[tuple[int, datetime, bool], Readings] = {}
    standings = []
    for target in wanted:
        card, seen_at = target.scorecard, _moment(target.scorecard, at)
        key = (target.metric_id, seen_at, card.person_id is None)
        if key not in counted:
            counted[key] = (
                readings_by_unit(target.metric, at=seen_at, tree=tree)
                if card.person_id is None
                else readings_by_person(target.metric, at=seen_at)
            )
        standings.append(Standing(target, counted[key].of(card.unit_id or card.person_id)))
    return standings


def cascades_of(standings: Sequence[Standing], at: datetime) -> list[Cascade]:
    """Per target, whether those of the units below add up. People's targets are no part of a unit's sum."""
    following = Target.objects.filter(follows_from__in=[standing.target for standing in standings])
    below = standings_of(with_holders(following.filter(scorecard__unit__isnull=False)), at)
    by_parent: dict[int | None, list[Standing]] = {}
    for standing in below:
        by_parent.setdefault(standing.target.follows_from_id, []).append(standing)
    return [cascade_of(standing, by_parent.get(standing.target.pk, [])) for standing in standings]


def following_from(scorecard: Scorecard, user: User, at: datetime) -> list[Standing]:
    """The targets that follow from this scorecard, of units and people, as far as somebody may see them."""
    below = targets_visible_to(user).filter(follows_from__scorecard=scorecard)
    return standings_of(with_holders(below).order_by("metric_id", "scorecard_id"), at)


def metrics_to_set(scorecard: Scorecard) -> QuerySet[Metric]:
    """Metrics of objectives that run in the period of a scorecard."""
    return Metric.objects.filter(
        objective__starts_on__lte=scorecard.ends_on, objective__ends_on__gte=scorecard.starts_on
    )


def targets_above(scorecard: Scorecard) -> QuerySet[Target]:
    """Targets of the units above, from which one of this scorecard may follow."""
    unit = scorecard.unit or scorecard.person.unit
    over = [step.pk for step in trail(unit) if step.pk != scorecard.unit_id]
    return with_holders(Target.objects.filter(scorecard__unit__in=over))


def _units_in_sight(user: User) -> set[int]:
    below = set(units_visible_to(user).values_list("id", flat=True))
    above = {unit.pk for unit in trail(user.person.unit)} if user.person and below else set()
    return below | above


def _moment(scorecard: Scorecard, at: datetime) -> datetime:
    """Now, or the end of the scorecard's last day once it is over."""
    end = timezone.make_aware(datetime.combine(scorecard.ends_on + timedelta(days=1), time.min))
    return min(at, end - timedelta(seconds=1))


def unit_of(scorecard: Scorecard) -> Unit:
    """The unit whose voices stand behind a scorecard."""
    return scorecard.unit or scorecard.person.unit
