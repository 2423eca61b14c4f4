"""Ask for praise. Who reads it is decided here once; nobody is counted or put in an order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals, signals_visible_to
from groundswell.listen.surveys.models import KindOfScore

from .models import Praise, ThankYou

PRAISE_FROM = 9
LATELY = timedelta(days=14)


def may_praise() -> QuerySet[Signal]:
    """9s and 10s from our own customers; what is asked double-blind goes to nobody."""
    warm = living_signals().filter(score__gte=PRAISE_FROM)
    return warm.exclude(kind_of_score=KindOfScore.COMPETITIVE)


def standing_praise() -> QuerySet[Praise]:
    """Praise of voices that still stand, for those who still are said to have served."""
    true = Q(found_by=Praise.FoundBy.WORDS) | Q(signal__employee=F("person"))
    found = Praise.objects.filter(true, signal__superseded_by=None)
    return found.select_related(
        "person", "signal__unit", "signal__touchpoint", "signal__reading", "signal__customer"
    ).order_by("-signal__submitted_at", "-id")


def praise_for(unit_ids: Sequence[int], since: datetime, until: datetime) -> QuerySet[Praise]:
    """Praise with words for colleagues of these units, said after ``since`` and up to ``until``, newest first.

    For a team's huddle give the team, for a leadership huddle ``subtree_ids`` of its unit.
    """
    days = {"signal__submitted_at__gt": since, "signal__submitted_at__lte": until}
    return standing_praise().filter(signal__unit__in=unit_ids, **days).exclude(signal__comment="")


def praise_to_read(unit_ids: Sequence[int], since: datetime, until: datetime, most: int = 3) -> list[Praise]:
    """Some of it to read aloud: each person once, and first from each team one."""
    first: dict[int | None, Praise] = {}
    others: list[Praise] = []
    people: set[int] = set()
    for praise in praise_for(unit_ids, since, until)[:200]:
        if praise.person_id in people:
            continue
        people.add(praise.person_id)
        if praise.signal.unit_id in first:
            others.append(praise)
        else:
            first[praise.signal.unit_id] = praise
    return [*first.values(), *others][:most]


def cards_for(unit_ids: Sequence[int], since: datetime, until: datetime) -> QuerySet[ThankYou]:
    """Thank-you cards to these units or their people whose senders want them read in the huddle, newest first."""
    whom = Q(team__in=unit_ids) | Q(person__unit__in=unit_ids)
    return _living_cards().filter(whom, is_for_the_huddle=True, at__gt=since, at__lte=until)


def praise_visible_to(user: User) -> QuerySet[Praise]:
    """Praise within sight, with words, and everything that praises oneself."""
    seen = Q(signal__in=signals_visible_to(user).order_by().values("pk")) & ~Q(signal__comment="")
    own = Q(person=user.person_id) if user.person_id else Q(pk__in=[])
    return standing_praise().filter(seen | own)


def praise_of(person: Person) -> QuerySet[Praise]:
    """What customers said about one colleague, for that colleague."""
    return standing_praise().filter(person=person)


def _living_cards() -> QuerySet[ThankYou]:
    cards = ThankYou.objects.filter(taken_back_at=None)
    return cards.select_related("sender", "person__unit", "team", "signal__reading").order_by("-at", "-id")


def cards_to(person: Person) -> QuerySet[ThankYou]:
    """Cards to a colleague, or to the team in which they work."""
    return _living_cards().filter(Q(person=person) | Q(team=person.unit_id))


def cards_from(person: Person) -> QuerySet[ThankYou]:
    """Cards that a colleague wrote."""
    return _living_cards().filter(sender=person)


def cards_visible_to(user: User) -> QuerySet[ThankYou]:
    """Cards to me or to my team, and those I wrote: nobody else's."""
    person = user.person
    if person is None:
        return ThankYou.objects.none()
    return _living_cards().filter(Q(person=person) | Q(team=person.unit_id) | Q(sender=person))


def one_to_thank(person: Person, at: datetime) -> Praise | None:
    """The newest praise for a colleague of the same team whom this person has not thanked lately."""
    thanked = ThankYou.objects.filter(
        sender=person, person=OuterRef("person"), taken_back_at=None, at__gt=at - LATELY
    )
    team = praise_for([person.unit_id], at - LATELY, at).filter(person__unit=person.unit_id)
    return team.exclude(person=person).filter(~Exists(thanked), person__left_on=None).first()


def may_be_thanked(user: User) -> tuple[QuerySet[Person], QuerySet[Unit]]:
    """Everybody who works here but oneself, the own team first, and every team."""
    people = Person.objects.filter(left_on=None).exclude(pk=user.person_id)
    near = Q(unit=user.person.unit_id if user.person else None)
    own_first = people.order_by(Case(When(near, then=0), default=1), "name")
    return own_first.select_related("unit"), Unit.objects.order_by("name")


def quotable_by(user: User) -> QuerySet[Signal]:
    """Whose words a card of this person may quote: what they may read."""
    return signals_visible_to(user).filter(score__gte=PRAISE_FROM).exclude(comment="")


def readers_of(to: Person | Unit) -> list[User]:
    """The sign-ins of those whom a card goes to. Somebody without a sign-in reads no voices."""
    people = [to.pk] if isinstance(to, Person) else to.people.filter(left_on=None).values("pk")
    return list(User.objects.filter(person__in=people, is_active=True).select_related("person__unit"))


def readable_among(signals: Sequence[int], user: User) -> QuerySet[Signal, int]:
    """Which of these voices the reader of a card may read today."""
    return signals_visible_to(user).filter(pk__in=signals).order_by().values_list("pk", flat=True)


def cards_written_by(user: User) -> QuerySet[ThankYou]:
    """Every card that a reader wrote, also those taken back."""
    return ThankYou.objects.filter(sender=user.person_id) if user.person_id else ThankYou.objects.none()
