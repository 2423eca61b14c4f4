"""A plan rehearsed: whom it would ask next, judged on the real customers. Nothing is stored and nothing is sent."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from groundswell.foundation.customers.accounts import account_mates
from groundswell.foundation.customers.queries import whole_persons

from .actions import draws, is_about, units_of
from .chance import lot
from .drawing import Chosen, Occasion, choose, occasion_of, population_of
from .judging import candidate_for, history_of, rules_in_force
from .models import Draw, Episode, ListeningPlan, Sending, Way, Wish
from .queries import Known, known_about
from .rules import HOLDS, History, PastAsk, Suppressed, judge

MONTH = timedelta(days=30)
MOST = 5_000
"""So many of those drawn are judged; of more the first by lot, which is a sample of them."""
ASKED, PASSED = "asked", "passed"


@dataclass(frozen=True, slots=True)
class Line:
    """One customer (or one episode of theirs): asked at that moment, passed by the lot, or left out by a rule."""

    customer_id: int
    at: datetime | None
    outcome: str
    sentence: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanRehearsal:
    """Everybody whom the plan looks at. ``drawn`` may be more than were judged."""

    lines: tuple[Line, ...]
    drawn: int
    begins_on: date
    low_chance: float | None = None
    high_chance: float | None = None

    @property
    def population(self) -> int:
        return len(self.lines) + self.unjudged

    @property
    def unjudged(self) -> int:
        return max(0, self.drawn - MOST)

    @property
    def counts(self) -> Counter[str]:
        """How many by outcome: asked, passed, or the reason that left them out."""
        return Counter(line.outcome for line in self.lines)

    @property
    def asked(self) -> int:
        return self.counts[ASKED]

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Reasons and how many each leaves out, the most frequent first."""
        return [(why, n) for why, n in self.counts.most_common() if why not in {ASKED, PASSED}]


def rehearse(plan: ListeningPlan, *, at: datetime) -> PlanRehearsal:
    """What the plan, saved or not, would do: a wave or a sample at its next draw, each on their day; a plan after
    episodes with those of the last thirty days, with the history that each customer had.

    Questions of this rehearsal count in its own later ones. Consent, bans and addresses are those of today.
    """
    if plan.kind == ListeningPlan.Kind.EPISODE:
        return _rehearse_episodes(plan, at)
    occasion = next_occasion(plan, at)
    people = list(population_of(plan, at).values_list("id", "time_zone", "place"))
    drawn = choose(plan, occasion, people)
    chosen = {one.customer_id for one in drawn}
    passed = [Line(pk, None, PASSED) for pk, _, _ in people if pk not in chosen]
    judged = _judged(
        plan, [(one.customer_id, max(one.due_at, at)) for one in _first(plan, drawn)], frozenset(), at
    )
    chances = [one.chance for one in drawn]
    return PlanRehearsal(
        (*judged, *passed),
        len(drawn),
        occasion.first_day,
        min(chances, default=None),
        max(chances, default=None),
    )


def next_occasion(plan: ListeningPlan, at: datetime) -> Occasion:
    """What the plan draws next, from today on."""
    today = timezone.localdate(at)
    if plan.kind == ListeningPlan.Kind.WAVE:
        return Occasion("wave", max(today, plan.starts_on), plan.spread_days)
    now = occasion_of(plan, at)
    if now and not (plan.pk and Draw.objects.filter(plan=plan, occasion=now.name).exists()):
        return now
    first = (
        plan.starts_on
        if plan.starts_on > today
        else (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    )
    end = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Occasion(f"{first:%Y-%m}", first, (end - first).days)


def _first(plan: ListeningPlan, drawn: list[Chosen]) -> list[Chosen]:
    if len(drawn) <= MOST:
        return drawn
    return sorted(drawn, key=lambda one: lot(plan.seed, "rehearsal", one.customer_id))[:MOST]


def _rehearse_episodes(plan: ListeningPlan, at: datetime) -> PlanRehearsal:
    """The episodes of thirty days at this touchpoint, each judged when its question would have been due."""
    lately = Episode.objects.filter(touchpoint=plan.survey.touchpoint_id, happened_at__range=(at - MONTH, at))
    units = units_of(plan)
    lately = lately.select_related("customer", "unit").order_by("happened_at", "id")
    here = [one for one in lately if is_about(plan, one, units)]
    wait = timedelta(hours=plan.wait_hours)
    drawn = [(one.customer_id, one.happened_at + wait) for one in here if draws(plan, one)]
    passed = [Line(one.customer_id, one.happened_at, PASSED) for one in here if not draws(plan, one)]
    own = Sending.objects.filter(ask__plan=plan.pk, at__gte=at - MONTH) if plan.pk else Sending.objects.none()
    judged = _judged(plan, drawn[-MOST:], frozenset(own.values_list("invitation", flat=True)), at)
    chance = plan.share / 100
    return PlanRehearsal((*judged, *passed), len(drawn), timezone.localdate(at - MONTH), chance, chance)


def _judged(
    plan: ListeningPlan, drawn: Iterable[tuple[int, datetime]], own: frozenset[int], at: datetime
) -> list[Line]:
    """Each of those drawn at their moment, in that order. ``own`` are invitations of this plan itself: they do not count."""
    ordered = sorted(drawn, key=lambda one: (one[1], one[0]))
    rules, media = rules_in_force(), Wish(plan.wish).media
    everybody = sorted({who for who, _ in ordered})
    known: dict[int, Known] = {}
    for start in range(0, len(everybody), 500):
        known |= known_about(everybody[start : start + 500], reach=rules.reach + MONTH, at=at)
    said = _Said(everybody)
    lines = []
    for who, moment in ordered:
        candidate = candidate_for(known[who], plan.survey, Way.PLANNED, media=media)
        history = said.before(who, history_of(known[who]), own)
        found = judge(candidate, history, rules, moment)
        if isinstance(found, Suppressed) and found.reason not in HOLDS:
            lines.append(Line(who, moment, str(found.reason.value), found.sentence, found.until))
        else:
            said.ask(who, PastAsk(moment, plan.survey_id))
            lines.append(Line(who, moment, ASKED))
    return lines


class _Said:
    """What this rehearsal itself asked so far, by person; the others of an account hear of it too."""

    def __init__(self, records: Iterable[int]) -> None:
        persons = whole_persons(records)
        self._person_of, self._mates = persons.person_of, account_mates(persons)
        self._asks: dict[int, list[PastAsk]] = defaultdict(list)

    def ask(self, who: int, asked: PastAsk) -> None:
        self._asks[self._person_of[who]].append(asked)

    def before(self, who: int, history: History, own: frozenset[int]) -> History:
        person = self._person_of[who]
        mates = {self._person_of.get(mate, mate) for mate in self._mates.get(person, ())}
        theirs = tuple(one.at for mate in mates for one in self._asks.get(mate, ()))
        past = tuple(one for one in history.asks if one.invitation_id not in own)
        return replace(
            history, asks=(*past, *self._asks.get(person, ())), account_asks=(*history.account_asks, *theirs)
        )
