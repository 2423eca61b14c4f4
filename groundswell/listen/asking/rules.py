"""May this person be asked now? Pure: what is known goes in, a judgement with its sentence comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from groundswell.foundation.organisation.working_time import is_holiday

from .models import ContactRule, Reason, Way

YEAR = timedelta(days=365)
USUAL: Mapping[str, int] = MappingProxyType(
    {
        "floor": 24,
        "person_window": 90,
        "account_window": 0,
        "survey_window": 90,
        "precedence": 14,
        "yearly_cap": 4,
        "holidays": 1,
        "quiet_from": 20,
        "quiet_until": 8,
    }
)
"""What holds where nobody set anything: a floor of 24 hours and 90 days between questions, as usual in the field."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The amounts in force: hours, days, counts; 0 switches a rule off. Equal quiet hours mean none."""

    floor: int = USUAL["floor"]
    person_window: int = USUAL["person_window"]
    account_window: int = USUAL["account_window"]
    survey_window: int = USUAL["survey_window"]
    precedence: int = USUAL["precedence"]
    yearly_cap: int = USUAL["yearly_cap"]
    holidays: int = USUAL["holidays"]
    quiet_from: int = USUAL["quiet_from"]
    quiet_until: int = USUAL["quiet_until"]
    survey_windows: Mapping[int, int] = field(default_factory=dict)
    country: str = ""
    subdivision: str = ""
    """Whose public holidays; none where no country is known."""

    def window_of(self, survey_id: int) -> int:
        """Days between two questions of this survey."""
        return self.survey_windows.get(survey_id, self.survey_window)

    def with_amount(self, kind: str, amount: int, survey_id: int | None = None) -> "Rules":
        """The same rules with one amount changed."""
        if survey_id is not None:
            return replace(self, survey_windows={**self.survey_windows, survey_id: amount})
        return replace(self, **{ContactRule.Kind(kind).value: amount})

    @property
    def reach(self) -> timedelta:
        """How far back history matters."""
        days = [
            365,
            self.person_window,
            self.account_window,
            self.survey_window,
            *self.survey_windows.values(),
        ]
        return timedelta(days=max(days), hours=self.floor)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person about to be asked something."""

    survey_id: int
    is_relationship: bool
    zone: str
    way: str = Way.PLANNED
    has_address: bool = True
    has_left: bool = False
    consents: bool = True
    is_banned: bool = False
    is_survey_closed: bool = False
    has_answered: bool = False
    is_quota_full: bool = False
    by_hand: bool = False
    continues: int | None = None
    """The invitation whose answer this ask takes up: a second ask belongs to that conversation."""


@dataclass(frozen=True, slots=True)
class PastAsk:
    """A question or a reminder that went out."""

    at: datetime
    survey_id: int
    is_reminder: bool = False
    invitation_id: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What went to this person, to others of the account, and the relationship questions that wait for this person."""

    asks: tuple[PastAsk, ...] = ()
    account_asks: tuple[datetime, ...] = ()
    relationship_due: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The rule that speaks against it, and until when; None until somebody changes something."""

    reason: Reason
    sentence: str
    until: datetime | None = None


Judgement = Allowed | Suppressed
LONGEST_WAY = 100
FREE_OF_WINDOWS = frozenset({Way.SECOND, Way.REMINDER})
HOLDS = frozenset({Reason.QUIET_HOURS, Reason.HOLIDAY})
"""What holds an ask back for hours; all other reasons stop it."""


def judge(candidate: Candidate, history: History, rules: Rules, at: datetime) -> Judgement:
    """Whether this person may be asked at that moment; the first rule that speaks against it gives the answer.

    A second ask after a case and a reminder are free of windows, precedence and the yearly cap, never of the ban, the
    consent and the floor; only the very question that it takes up does not count there. What a colleague sends by hand
    is free of quiet hours and public holidays.
    """
    found = _never(candidate) or _floor(candidate, history, rules, at)
    if found is None and candidate.way not in FREE_OF_WINDOWS:
        found = _windows(candidate, history, rules, at)
    if found is None and not candidate.by_hand:
        found = _quiet(candidate, rules, at)
    return found or Allowed()


def obstacles(candidate: Candidate, history: History, rules: Rules, at: datetime) -> list[Suppressed]:
    """Every rule that stands in the way from ``at`` on, each at the moment at which the one before it ends."""
    found: list[Suppressed] = []
    moment: datetime | None = at
    while moment is not None and len(found) < LONGEST_WAY:
        judgement = judge(candidate, history, rules, moment)
        if isinstance(judgement, Allowed):
            break
        found.append(judgement)
        moment = judgement.until
    return found


def free_from(candidate: Candidate, history: History, rules: Rules, at: datetime) -> datetime | None:
    """The first moment from ``at`` on at which nothing speaks against asking; None while no date is known."""
    found = obstacles(candidate, history, rules, at)
    return found[-1].until if found else at


def quiet_until(rules: Rules, zone: str, at: datetime) -> datetime | None:
    """When the quiet hours or public holidays that run at this moment end in that time zone; None outside them."""
    place, moment = ZoneInfo(zone), at
    while _is_quiet(rules, local := moment.astimezone(place)):
        moment = max(_end_of_quiet(rules, local), moment + timedelta(minutes=30)).astimezone(at.tzinfo)
    return moment if moment > at else None


def _end_of_quiet(rules: Rules, local: datetime) -> datetime:
    """Where this quiet begins to end; a clock change may put it into an hour that does not exist, or exists twice."""
    tomorrow = local.date() + timedelta(days=1)
    if _is_free_day(rules, local):
        return datetime.combine(tomorrow, time(), local.tzinfo)
    end = datetime.combine(local.date(), time(rules.quiet_until), local.tzinfo)
    return end if end > local else datetime.combine(tomorrow, time(rules.quiet_until), local.tzinfo)


def _is_quiet(rules: Rules, local: datetime) -> bool:
    return _is_free_day(rules, local) or _is_night(rules, local)


def _is_free_day(rules: Rules, local: datetime) -> bool:
    return bool(rules.holidays) and is_holiday(local.date(), rules.country, rules.subdivision)


def _is_night(rules: Rules, local: datetime) -> bool:
    begins, ends = rules.quiet_from, rules.quiet_until
    if begins < ends:
        return begins <= local.hour < ends
    return begins != ends and (local.hour >= begins or local.hour < ends)


def _never(candidate: Candidate) -> Suppressed | None:
    hindrances = (
        (candidate.is_banned, Reason.DO_NOT_CONTACT, "Marked as never to be asked."),
        (candidate.has_left, Reason.LEFT, "No longer a customer."),
        (not candidate.has_address, Reason.NO_ADDRESS, "We know no address that works for this."),
        (not candidate.consents, Reason.NO_CONSENT, "Does not allow us to write, or took the consent back."),
        (candidate.is_survey_closed, Reason.SURVEY_CLOSED, "The survey was closed before it was sent."),
        (
            candidate.has_answered,
            Reason.ANSWERED,
            "Had answered already; nobody is reminded of an answer given.",
        ),
        (candidate.is_quota_full, Reason.QUOTA_FULL, "Enough customers of this unit have answered."),
    )
    return next((Suppressed(reason, words) for stands, reason, words in hindrances if stands), None)


def _floor(candidate: Candidate, history: History, rules: Rules, at: datetime) -> Suppressed | None:
    counted = [
        ask for ask in history.asks if candidate.continues is None or ask.invitation_id != candidate.continues
    ]
    last = max((ask.at for ask in counted if ask.at <= at), default=None)
    if last is None or at >= last + timedelta(hours=rules.floor):
        return None
    words = f"Written to on {_day(last, candidate)}. Nobody gets two messages that ask within {rules.floor} hours."
    return Suppressed(Reason.FLOOR, words, last + timedelta(hours=rules.floor))


def _windows(candidate: Candidate, history: History, rules: Rules, at: datetime) -> Suppressed | None:
    asked = sorted((ask.at, ask.survey_id) for ask in history.asks if not ask.is_reminder and ask.at <= at)
    every = [moment for moment, _ in asked]
    same = [moment for moment, survey_id in asked if survey_id == candidate.survey_id]
    account = [moment for moment in history.account_asks if moment <= at]
    survey_days = rules.window_of(candidate.survey_id)
    return (
        _window(
            candidate,
            every,
            rules.person_window,
            at,
            Reason.PERSON_WINDOW,
            "Asked on {}. Nobody is asked twice within {} days.",
        )
        or _window(
            candidate,
            account,
            rules.account_window,
            at,
            Reason.ACCOUNT_WINDOW,
            "Somebody of the same account was asked on {}. An account is asked once in {} days.",
        )
        or _window(
            candidate,
            same,
            survey_days,
            at,
            Reason.SURVEY_WINDOW,
            "Asked the same on {}. This survey asks a person once in {} days.",
        )
        or _precedence(candidate, history, rules, at)
        or _cap(every, rules, at)
    )


def _window(
    candidate: Candidate, moments: list[datetime], days: int, at: datetime, reason: Reason, words: str
) -> Suppressed | None:
    last = max(moments, default=None)
    if last is None or at >= last + timedelta(days=days):
        return None
    return Suppressed(reason, words.format(_day(last, candidate), days), last + timedelta(days=days))


def _precedence(candidate: Candidate, history: History, rules: Rules, at: datetime) -> Suppressed | None:
    if candidate.is_relationship or not rules.precedence:
        return None
    due = min(
        (d for d in history.relationship_due if d <= at + timedelta(days=rules.precedence)), default=None
    )
    if due is None:
        return None
    words = f"A relationship question is due on {_day(due, candidate)} and comes first."
    # What is due already goes out with the next run of the queue; its own window then tells the next date.
    return Suppressed(Reason.PRECEDENCE, words, due if due > at else None)


def _cap(moments: list[datetime], rules: Rules, at: datetime) -> Suppressed | None:
    lately = [moment for moment in moments if moment > at - YEAR]
    if not rules.yearly_cap or len(lately) < rules.yearly_cap:
        return None
    words = f"Asked {len(lately)} times in 365 days; {rules.yearly_cap} is the most."
    return Suppressed(Reason.YEARLY_CAP, words, lately[-rules.yearly_cap] + YEAR)


def _quiet(candidate: Candidate, rules: Rules, at: datetime) -> Suppressed | None:
    until = quiet_until(rules, candidate.zone, at)
    if until is None:
        return None
    if _is_free_day(rules, at.astimezone(ZoneInfo(candidate.zone))):
        words = f"{_day(at, candidate)} is a public holiday: nothing is sent."
        return Suppressed(Reason.HOLIDAY, words, until)
    words = f"Quiet hours in {candidate.zone}: nothing is sent from {rules.quiet_from}:00 to {rules.quiet_until}:00."
    return Suppressed(Reason.QUIET_HOURS, words, until)


def _day(moment: datetime, candidate: Candidate) -> str:
    return f"{moment.astimezone(ZoneInfo(candidate.zone)):%-d %B %Y}"
