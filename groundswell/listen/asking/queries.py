"""Ask who was asked: the rules in force, what is known about people, what waits, what a person may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.accounts import account_mates
from groundswell.foundation.customers.models import Consent, Customer, Purpose
from groundswell.foundation.customers.queries import person_ids, whole_persons, words_of
from groundswell.listen.channels.outbox.reach import Reach, reach_of
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import AnswerDraft, Invitation, KindOfScore, Survey, SurveyVersion

from .models import Ask, ContactRule, ListeningPlan, PlanPause, Sending, Way

PastAskRow = tuple[datetime, int, bool, int | None]
Row = TypeVar("Row", bound=tuple)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules need to know about one person, over all of their records."""

    zone: str
    reach: Reach
    has_left: bool
    is_banned: bool
    asks: tuple[PastAskRow, ...]
    """When, which survey, whether it was a reminder, which invitation; none where it was asked by telephone."""
    account_asks: tuple[datetime, ...]
    """When others of their accounts were asked."""
    relationship_due: tuple[tuple[int, datetime], ...]
    """Ask and moment of the relationship questions that wait."""


def surveys_for_customers() -> QuerySet[Survey]:
    """Surveys that are open and ask customers; those that ask colleagues about their work are not for them."""
    return Survey.objects.filter(closed_at=None).exclude(pk__in=surveys_of_colleagues())


def surveys_of_colleagues() -> set[int]:
    """Surveys whose newest wording asks colleagues about their work. One query."""
    newest = SurveyVersion.objects.filter(survey=OuterRef("survey")).order_by("-number").values("pk")[:1]
    versions = SurveyVersion.objects.filter(pk=Subquery(newest))
    return {version.survey_id for version in versions if version.wording.core.kind == "employee"}


def asks_colleagues(survey: Survey) -> bool:
    """Whether the core question of a survey is one for employees."""
    newest = survey.versions.order_by("-number").first()
    return newest is not None and newest.wording.core.kind == "employee"


def living_rules() -> QuerySet[ContactRule]:
    """Rules in force that somebody set."""
    return ContactRule.objects.filter(ended_at=None).select_related("survey")


def known_about(customers: Iterable[int], *, reach: timedelta, at: datetime) -> dict[int, Known]:
    """What the rules need to know about the persons behind these records, and about the others of their accounts.

    A fixed number of queries, however many they are; more only along chains of merged records.
    """
    persons = whole_persons(customers)
    mates = account_mates(persons)
    others = frozenset().union(*mates.values())
    asks = _asks_of(persons.records | others, since=at - reach)
    due = _relationship_due(persons.records)
    lives = Customer.objects.filter(pk__in=persons.records_of).values_list("pk", "time_zone", "ended_on")
    reaches = reach_of(persons, Purpose.ASKING)
    found = {
        person: Known(
            zone=zone or settings.TIME_ZONE,
            reach=reaches[person],
            has_left=ended_on is not None,
            is_banned=reaches[person].is_barred,
            asks=_together(asks, persons.records_of[person]),
            account_asks=tuple(
                moment
                for moment, _, is_reminder, _ in _together(asks, mates.get(person, ()))
                if not is_reminder
            ),
            relationship_due=_together(due, persons.records_of[person]),
        )
        for person, zone, ended_on in lives
    }
    return {record: found[person] for record, person in persons.person_of.items()}


def _together(rows: Mapping[int, list[Row]], records: Iterable[int]) -> tuple[Row, ...]:
    return tuple(sorted((row for record in records for row in rows.get(record, ())), key=lambda row: row[:2]))


def _asks_of(records: Iterable[int], *, since: datetime) -> dict[int, list[PastAskRow]]:
    """Questions and reminders by the record to whose address they went."""
    asks: dict[int, list[PastAskRow]] = defaultdict(list)
    invitations = Invitation.objects.filter(customer__in=records, invited_at__gte=since)
    for who, *row in invitations.values_list("customer_id", "invited_at", "version__survey_id", "id"):
        asks[who].append((row[0], row[1], False, row[2]))
    reminders = Sending.objects.filter(invitation__customer__in=records, ask__way=Way.REMINDER, at__gte=since)
    for who, *row in reminders.values_list(
        "invitation__customer_id", "at", "ask__survey_id", "invitation_id"
    ):
        asks[who].append((row[0], row[1], True, row[2]))
    for who, moment, survey_id, _ in asked_by_telephone(records, since=since):
        asks[who].append((moment, survey_id, False, None))
    return asks


def asked_by_telephone(records: Iterable[int], *, since: datetime) -> list[tuple[int, datetime, int, str]]:
    """Who was asked by a colleague on the telephone, when, and what: answers under way, and those that were given."""
    who, survey = {"customer__in": records}, ("version__survey_id", "version__survey__title")
    under_way = AnswerDraft.objects.filter(**who, door=AnswerDraft.Door.PHONE, started_at__gte=since)
    given = Signal.objects.filter(
        **who, channel=Signal.Channel.PHONE, submitted_at__gte=since, invitation=None
    )
    return [
        *under_way.values_list("customer_id", "started_at", *survey),
        *given.exclude(version=None).values_list("customer_id", "submitted_at", *survey),
    ]


def _relationship_due(records: Iterable[int]) -> dict[int, list[tuple[int, datetime]]]:
    due: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    first = waiting().filter(customer__in=records, survey__kind_of_score=KindOfScore.RELATIONSHIP, step=0)
    for who, ask_id, moment in first.values_list("customer_id", "id", "due_at"):
        due[who].append((ask_id, moment))
    return due


def consent_taken_back(customer: Customer, channels: Iterable[str]) -> Consent | None:
    """The last word of this person where it is a no to being asked by one of these channels."""
    said = words_of(person_ids(customer)).filter(purpose=Purpose.ASKING)
    for channel in channels:
        by_it = said.filter(channel=channel)
        if not by_it.filter(withdrawn_at=None).exists():
            last = by_it.order_by("-withdrawn_at").first()
            if last is not None:
                return last
    return None


def unfinished() -> QuerySet[Ask]:
    """Asks of living plans that were neither sent nor suppressed, of paused plans too."""
    return Ask.objects.filter(plan__isnull=False, plan__ended_at=None, sending=None, suppressions=None)


def waiting() -> QuerySet[Ask]:
    """Asks that are sent when they are due: those of living plans that do not rest."""
    return unfinished().exclude(Exists(PlanPause.objects.filter(plan=OuterRef("plan"), ended_at=None)))


def working_plans() -> QuerySet[ListeningPlan]:
    """Plans that neither ended nor rest."""
    living = ListeningPlan.objects.filter(ended_at=None)
    return living.exclude(Exists(PlanPause.objects.filter(plan=OuterRef("pk"), ended_at=None)))


def is_paused(plan: ListeningPlan) -> bool:
    """Whether the plan rests at the moment."""
    return PlanPause.objects.filter(plan=plan, ended_at=None).exists()


def due_asks(at: datetime) -> QuerySet[Ask]:
    """What waits and is due, in due order; what quiet hours hold back is not."""
    free = Q(held_until=None) | Q(held_until__lte=at)
    return waiting().filter(free, due_at__lte=at).order_by("due_at", "id")


def asks_visible_to(user: User) -> QuerySet[Ask]:
    """Whom we asked: for those who see everything, because plans ask across all units."""
    seen = user.is_authenticated and user.is_active and user.sees_everything
    return Ask.objects.all() if seen else Ask.objects.none()
