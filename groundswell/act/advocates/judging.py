"""May this advocate be asked now? Pure: what is known goes in, a judgement with its sentence comes out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from .models import Ask, AskRule

YEAR, QUARTER = timedelta(days=365), timedelta(days=91)
PROMOTER_FROM, POOR_UNTIL = 9, 6
USUAL: Mapping[str, int] = MappingProxyType(
    {
        "per_year": 4,
        "per_quarter": 2,
        "after_praise": 2,
        "praise_holds": 365,
        "after_poor": 90,
        "after_survey": 7,
        "after_not_now": 90,
        "silent_after": 21,
        "incentives": 50,
    }
)
"""What holds where nobody set anything."""


class Why(TextChoices):
    """Why an advocate is not asked now; the order is that in which it is judged."""

    LEFT = "left", "No longer speaks for you"
    NO_CONSENT = "no_consent", "Took the consent back"
    NO_ADDRESS = "no_address", "May not be written to"
    BANNED = "banned", "Marked as never to be contacted"
    COMPLAINT = "complaint", "An open complaint"
    CASE = "case", "An open case"
    POOR = "poor", "Lately not content"
    NO_PRAISE = "no_praise", "The newest score is no 9 or 10"
    OLD_PRAISE = "old_praise", "The praise is long ago"
    TOO_SOON = "too_soon", "The praise is quite fresh"
    SURVEY = "survey", "A survey was sent lately"
    OPEN_ASK = "open_ask", "An ask waits for an answer"
    NOT_NOW = "not_now", "Said “not now” lately"
    QUARTER = "quarter", "Asked often enough this quarter"
    YEAR = "year", "Asked often enough this year"
    NEVER = "never", "Said never to this"


@dataclass(frozen=True, slots=True)
class Rules:
    """The amounts in force: counts and days; 0 switches a rule off."""

    per_year: int = USUAL["per_year"]
    per_quarter: int = USUAL["per_quarter"]
    after_praise: int = USUAL["after_praise"]
    praise_holds: int = USUAL["praise_holds"]
    after_poor: int = USUAL["after_poor"]
    after_survey: int = USUAL["after_survey"]
    after_not_now: int = USUAL["after_not_now"]
    silent_after: int = USUAL["silent_after"]
    incentives: int = USUAL["incentives"]

    def with_amount(self, kind: str, amount: int) -> "Rules":
        """The same rules with one amount changed."""
        return replace(self, **{AskRule.Kind(kind).value: amount})


@dataclass(frozen=True, slots=True)
class PastAsk:
    """One thing that was asked, and the answer; empty while there is none."""

    at: datetime
    kind: str
    answer: str = ""
    answered_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """What we took back before any answer was our own mistake, not a burden that was carried."""
        return self.answer != Ask.Answer.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known of one advocate, over all records of the person."""

    zone: str = "UTC"
    has_left: bool = False
    allows: bool = True
    has_address: bool = True
    is_banned: bool = False
    complaint: str = ""
    case_since: datetime | None = None
    newest_score: int | None = None
    newest_score_at: datetime | None = None
    poor_at: datetime | None = None
    survey_at: datetime | None = None
    asks: tuple[PastAsk, ...] = field(default=())

    @property
    def counted(self) -> list[datetime]:
        """The moments of the asks that count, the newest last."""
        return sorted(ask.at for ask in self.asks if ask.counts)


@dataclass(frozen=True, slots=True)
class Held:
    """What speaks against it, and until when; None until somebody changes something."""

    why: Why
    sentence: str
    until: datetime | None = None


Check = Callable[[Known, Rules, datetime], Held | None]


def judge(known: Known, rules: Rules, at: datetime, *, kind: str = "") -> Held | None:
    """The first thing that speaks against asking at that moment; None when nothing does."""
    return next(_all(known, rules, at, kind), None)


def _all(known: Known, rules: Rules, at: datetime, kind: str) -> Iterator[Held]:
    for check in (_never, _trouble, _moment, _open, _budget):
        if found := check(known, rules, at):
            yield found
    if kind and any(ask.kind == kind and ask.answer == Ask.Answer.NEVER for ask in known.asks):
        yield Held(Why.NEVER, f"Said never to this: {Ask.Kind(kind).label}. Ask for something else.")


def _never(known: Known, rules: Rules, at: datetime) -> Held | None:
    hindrances = (
        (known.has_left, Why.LEFT, "No longer speaks for us."),
        (not known.allows, Why.NO_CONSENT, "Took back the consent to speak for us."),
        (known.is_banned, Why.BANNED, "Marked as never to be contacted."),
        (
            not known.has_address,
            Why.NO_ADDRESS,
            "Has no e-mail address that works, or does not allow us to write.",
        ),
    )
    return next((Held(why, words) for stands, why, words in hindrances if stands), None)


def _trouble(known: Known, rules: Rules, at: datetime) -> Held | None:
    if known.complaint:
        return Held(Why.COMPLAINT, f"Complaint {known.complaint} waits for us. First that, then a favour.")
    if known.case_since:
        return Held(
            Why.CASE, f"A case is open since {_day(known.case_since, known)}. First that, then a favour."
        )
    return _rest(
        known.poor_at,
        rules.after_poor,
        at,
        Why.POOR,
        "Was not content on {}. Nothing is asked for {} days.",
        known,
    )


def _moment(known: Known, rules: Rules, at: datetime) -> Held | None:
    said, when = known.newest_score, known.newest_score_at
    if said is None or when is None:
        return Held(Why.NO_PRAISE, "Gave no score yet.")
    if said < PROMOTER_FROM:
        return Held(
            Why.NO_PRAISE, f"Gave {said} of 10 on {_day(when, known)}. The next 9 or 10 is the moment."
        )
    if rules.praise_holds and at >= when + timedelta(days=rules.praise_holds):
        return Held(
            Why.OLD_PRAISE, f"Gave {said} on {_day(when, known)}, more than {rules.praise_holds} days ago."
        )
    soon = _rest(when, rules.after_praise, at, Why.TOO_SOON, "Praised us on {}. We wait {} days.", known)
    return soon or _rest(
        known.survey_at,
        rules.after_survey,
        at,
        Why.SURVEY,
        "Was sent a survey on {}. We wait {} days.",
        known,
    )


def _open(known: Known, rules: Rules, at: datetime) -> Held | None:
    for ask in known.asks:
        if not ask.answer:
            words = f"Was asked on {_day(ask.at, known)}: {Ask.Kind(ask.kind).label}. One thing at a time."
            return Held(Why.OPEN_ASK, words)
    said = max(
        (ask.answered_at for ask in known.asks if ask.answer == Ask.Answer.NOT_NOW and ask.answered_at),
        default=None,
    )
    return _rest(said, rules.after_not_now, at, Why.NOT_NOW, "Said “not now” on {}. We wait {} days.", known)


def _budget(known: Known, rules: Rules, at: datetime) -> Held | None:
    """The later end of the two decides: who used up both budgets is free when both are."""
    used = [
        _used(known, most, span, why, at)
        for most, span, why in ((rules.per_quarter, QUARTER, Why.QUARTER), (rules.per_year, YEAR, Why.YEAR))
    ]
    return max((held for held in used if held), key=lambda held: held.until or at, default=None)


def _used(known: Known, most: int, span: timedelta, why: Why, at: datetime) -> Held | None:
    lately = [moment for moment in known.counted if moment > at - span]
    if not most or len(lately) < most:
        return None
    words = f"Was asked {len(lately)} times in {span.days} days; {most} is the most, all kinds together."
    return Held(why, words, lately[-most] + span)


def _rest(since: datetime | None, days: int, at: datetime, why: Why, words: str, known: Known) -> Held | None:
    if since is None or not days or at >= since + timedelta(days=days):
        return None
    return Held(why, words.format(_day(since, known), days), since + timedelta(days=days))


def _day(moment: datetime, known: Known) -> str:
    return f"{moment.astimezone(ZoneInfo(known.zone)):%-d %B %Y}"
