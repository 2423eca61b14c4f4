"""Invite everybody of a period to a review platform in the same words, whatever they said: nobody is chosen by a score.
Each reads them in the language in which they spoke with us last.

Nothing that goes along with what somebody thinks of us keeps them out, so no open case or complaint does; only consent,
a lost address, a ban, and an invitation to the same platform in the last year.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.customers.queries import Persons, whole_persons
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.asking.judging import quiet_by
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.channels.outbox.writing import write_to_customers
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.languages import spoken_here
from groundswell.listen.surveys.models import KindOfScore

from . import letters
from .judging import POOR_UNTIL, PROMOTER_FROM, YEAR
from .models import Advocate, Platform, ReviewInvitation, ReviewRound

Kind = ReviewInvitation.Kind


@dataclass(frozen=True, slots=True)
class Invitable:
    """By person: what they said last. ``invited`` may be written to; the others are counted by what speaks against it."""

    everybody: dict[int, str]
    invited: dict[int, str]
    left_out: dict[str, int]
    speaks: dict[int, str] = field(default_factory=dict)
    """In which of our languages each of the invited spoke with us last."""

    zone: dict[int, str] = field(default_factory=dict)
    """On which clock each of them lives, where we know it."""

    def shares(self) -> list[tuple[str, int, int]]:
        """Of each kind, how many spoke and how many are invited: that nobody was chosen can be seen."""
        spoke, asked = list(self.everybody.values()), list(self.invited.values())
        return [(kind.label, spoke.count(kind), asked.count(kind)) for kind in Kind]

    def by_language(self) -> dict[str, list[int]]:
        """Who is invited in which language, the one that most of them speak first."""
        found: dict[str, list[int]] = defaultdict(list)
        for person in self.invited:
            found[self.speaks.get(person, letters.OURS)].append(person)
        return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def invitable(platform: Platform, *, unit: Unit | None, since: date, until: date, at: datetime) -> Invitable:
    """Everybody who told us how it was in these days, and who of them may be invited."""
    said = living_signals().filter(
        customer__isnull=False, submitted_at__date__gte=since, submitted_at__date__lte=until
    )
    said = said.exclude(kind_of_score=KindOfScore.COMPETITIVE)
    if unit is not None:
        said = said.filter(unit_id__in=subtree_ids(unit))
    told = ("customer", "score", "metadata__language", "complaint__language")
    rows = list(said.order_by("submitted_at", "id").values_list(*told))
    persons = whole_persons({who for who, *_ in rows})
    everybody: dict[int, str] = {}
    speaks: dict[int, str] = {}
    for who, score, language, of_complaint in rows:
        person = persons.person_of[who]
        if said_in := of_complaint or language:
            speaks[person] = spoken_here([str(said_in).replace("_", "-")])
        everybody[person] = kind_of(score) if score is not None else everybody.get(person, Kind.UNKNOWN.value)
    reach = reach_of(persons, Purpose.CONTACT)
    banned = {person for person in everybody if reach[person].is_barred}
    lately = ReviewInvitation.objects.filter(round__platform=platform, at__gt=at - YEAR)
    before = _persons(lately.values_list("customer", flat=True))
    unreachable = {person for person in everybody if not reach[person].address(Medium.EMAIL)} - banned
    invited = {
        person: kind for person, kind in everybody.items() if person not in unreachable | banned | before
    }
    left_out = {
        "No address, or no consent to be written to": len(unreachable),
        "Marked as never to be contacted": len(banned),
        "Invited there in the last year": len((before & everybody.keys()) - unreachable - banned),
    }
    speaks |= _of_advocates(persons)
    left_out = {why: count for why, count in left_out.items() if count}
    return Invitable(everybody, invited, left_out, speaks, _zones(persons))


def _of_advocates(persons: Persons) -> dict[int, str]:
    """Whoever speaks for us chose a language on our pages."""
    living = Advocate.objects.filter(customer__in=persons.records, left_at=None)
    return {
        persons.person_of[who]: spoken_here([language])
        for who, language in living.values_list("customer", "language")
    }


def _zones(persons: Persons) -> dict[int, str]:
    known = Customer.objects.filter(pk__in=persons.records_of).exclude(time_zone="")
    return {persons.person_of[who]: zone for who, zone in known.values_list("pk", "time_zone")}


def kind_of(score: int) -> str:
    """The kind of one score."""
    return str(
        (
            Kind.PROMOTER
            if score >= PROMOTER_FROM
            else Kind.DETRACTOR
            if score <= POOR_UNTIL
            else Kind.PASSIVE
        ).value
    )


@transaction.atomic
def invite_everybody(
    platform: Platform, *, unit: Unit | None, since: date, until: date, by: Person | None, at: datetime
) -> ReviewRound:
    """One letter to each of them, in the same words of their language, outside their quiet hours. The same round sent twice
    writes to nobody again."""
    Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    found = invitable(platform, unit=unit, since=since, until=until, at=at)
    made = ReviewRound.objects.create(platform=platform, unit=unit, since=since, until=until, by=by, at=at)
    quiet = quiet_by(found.zone)
    written = [
        letter
        for language, people in found.by_language().items()
        for letter in write_to_customers(
            people,
            key=f"review-{made.pk}",
            at=at,
            quiet_of=quiet,
            **letters.review_invitation(platform, language),
        )
    ]
    ReviewInvitation.objects.bulk_create(_invitations(made, written, found, at), batch_size=500)
    record("invited everybody to write a review", made, by=by or "Somebody", at=at, invited=len(written))
    return made


def _invitations(
    made: ReviewRound, written: Iterable[Message], found: Invitable, at: datetime
) -> list[ReviewInvitation]:
    return [
        ReviewInvitation(
            round=made, customer_id=one.customer_id, message=one, kind=found.invited[one.customer_id], at=at
        )
        for one in written
        if one.customer_id
    ]


def _persons(customers: Iterable[int]) -> set[int]:
    return set(whole_persons(set(customers)).person_of.values())
