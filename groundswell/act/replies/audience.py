"""Who is told, by which way and in which language; and why others are not. One person, however many voices or records."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.timezone import localdate

from groundswell.act.advocates.models import Advocate
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.customers.models import Purpose
from groundswell.foundation.customers.queries import whole_persons
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import Reach, reach_of
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.languages import is_spoken_here

A_YEAR = timedelta(days=365)
LANGUAGE = "metadata__language"
WISH = (Medium.EMAIL.value, Medium.TEXT.value)
NOT_ALLOWED = "Has not allowed us to write, took it back, or has left"
NO_ADDRESS = "No address that works"
OTHER_WAY = "Allows only a way for which we have no address"
TOLD = "Told already"
LEFT_OUT = "Left out by one of us"
NOT_ARRIVED = "Written to, but the letter did not leave or came back"
BANNED = "Is not to be contacted: one of us said so"
TAKEN_BACK = "It was taken back before their letter was written"
OVERTAKEN = "The last reading no longer said that it helped before their letter was written"
TOLD_ANEW = "It was told anew before their letter was written"
ON_THE_WAY = "Their letter is written and has not left yet"
REASONS = (
    NOT_ALLOWED, NO_ADDRESS, OTHER_WAY, LEFT_OUT, TOLD, NOT_ARRIVED, BANNED, TAKEN_BACK, OVERTAKEN, ON_THE_WAY,
    TOLD_ANEW,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person: the record that stands for them, the way and the language."""

    customer_id: int
    medium: str
    language: str


@dataclass(frozen=True, slots=True)
class NotTold:
    """One person who gets no letter, and why."""

    customer_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement reaches, and whom it does not."""

    recipients: tuple[Recipient, ...]
    not_told: tuple[NotTold, ...] = ()

    @property
    def persons(self) -> int:
        """Everybody known whose voice stood behind it."""
        return len(self.recipients) + len(self.not_told)

    @property
    def left_out(self) -> dict[str, int]:
        """How many are not told, by reason."""
        return dict(Counter(one.why for one in self.not_told))

    @property
    def told(self) -> int:
        """Persons whose letter left: two letters to one person are one."""
        return self.left_out.get(TOLD, 0)

    @property
    def not_arrived(self) -> int:
        """Persons who were written to, and whom no letter reached."""
        return self.left_out.get(NOT_ARRIVED, 0)

    @property
    def on_the_way(self) -> int:
        """Persons whose letter is written and has not left."""
        return self.left_out.get(ON_THE_WAY, 0)

    def without_letters(self, why: str) -> "Audience":
        """The same where nobody else is told, and why."""
        return Audience((), (*self.not_told, *(NotTold(one.customer_id, why) for one in self.recipients)))

    @property
    def by_way(self) -> list[tuple[str, str, int]]:
        """Medium, language (empty where nobody knows theirs), and how many."""
        counted = Counter((one.medium, one.language) for one in self.recipients)
        return [(medium, language, n) for (medium, language), n in sorted(counted.items())]


def customers_behind(initiative: Initiative, at: datetime) -> set[int]:
    """The records of known customers whose voices stood behind an initiative by then."""
    voices = voices_behind(initiative.decision.proposal.opportunity).filter(submitted_at__lte=at)
    return set(voices.filter(customer__isnull=False).order_by().values_list("customer", flat=True).distinct())


def spoke_long_ago(initiative: Initiative, audience: Audience, at: datetime) -> tuple[int, date] | None:
    """How many of those who get a letter spoke of it last more than a year before, and the day of the longest ago; None where
    nobody did."""
    voices = voices_behind(initiative.decision.proposal.opportunity).filter(customer__isnull=False)
    said = (
        voices.filter(submitted_at__lte=at).order_by().values_list("customer").annotate(Max("submitted_at"))
    )
    last: dict[int, datetime] = {}
    person_of = whole_persons([one.customer_id for one in audience.recipients]).person_of
    for record, spoke_at in said:
        if (person := person_of.get(record)) is not None:
            last[person] = max(last.get(person, spoke_at), spoke_at)
    old = [spoke_at for spoke_at in last.values() if spoke_at < at - A_YEAR]
    return (len(old), localdate(min(old))) if old else None


def voices_of_nobody_known(initiative: Initiative, at: datetime) -> int:
    """How many voices behind it say of no customer that we know: nobody can write to them."""
    voices = voices_behind(initiative.decision.proposal.opportunity).filter(submitted_at__lte=at)
    return voices.filter(customer=None).order_by().distinct().count()


def employees_behind(initiative: Initiative) -> set[int]:
    """Those who raised it and still work here."""
    raised = Elevation.objects.filter(joining__opportunity=initiative.decision.proposal.opportunity)
    return set(raised.filter(raised_by__left_on=None).order_by().values_list("raised_by", flat=True))


def audience_of(
    initiative: Initiative,
    at: datetime,
    told: Iterable[int] = (),
    lost: Iterable[int] = (),
    waiting: Iterable[int] = (),
) -> Audience:
    """Everybody behind it by then, but those told; ``lost`` of these got no letter, that of ``waiting`` has not left yet.

    Of several letters to one person the one that left counts. A fixed number of questions.
    """
    told = set(told)
    persons = whole_persons(customers_behind(initiative, at) | told)
    already = {person for person, records in persons.records_of.items() if records & told}
    chosen = set(initiative.left_out.values_list("customer", flat=True))
    out = {person for person, records in persons.records_of.items() if records & chosen} - already
    reach, languages = reach_of(persons, Purpose.CONTACT), languages_of(persons.records_of)
    left = told - set(lost) - set(waiting)
    not_told = [
        NotTold(person, _told_how(persons.records_of[person], left, set(waiting)))
        for person in sorted(already)
    ]
    not_told += [NotTold(person, LEFT_OUT) for person in out]
    recipients = []
    for person in sorted(set(persons.records_of) - already - out):
        way = reach[person].medium(WISH)
        if reach[person].is_barred:
            not_told.append(NotTold(person, BANNED))
        elif way is None:
            not_told.append(NotTold(person, _why_not(reach[person])))
        else:
            recipients.append(Recipient(person, way, languages.get(person, "")))
    return Audience(tuple(recipients), tuple(not_told))


def languages_of(records_of: dict[int, frozenset[int]]) -> dict[int, str]:
    """The language in which each person speaks for us, complained last, or else answered last; absent where nobody knows."""
    person_of = {record: person for person, records in records_of.items() for record in records}
    said_in = Signal.objects.filter(customer__in=person_of).order_by("pk").values_list("customer", LANGUAGE)
    answered = {person_of[who]: code for who, said in said_in if (code := _code(said))}
    complained = Complaint.objects.filter(signal__customer__in=person_of).exclude(language="").order_by("pk")
    found = {person_of[who]: said for who, said in complained.values_list("signal__customer", "language")}
    spoken = Advocate.objects.filter(customer__in=person_of).exclude(language="")
    return (
        answered | found | {person_of[who]: said for who, said in spoken.values_list("customer", "language")}
    )


def _told_how(records: frozenset[int], left: set[int], waiting: set[int]) -> str:
    return TOLD if records & left else ON_THE_WAY if records & waiting else NOT_ARRIVED


def _code(said: object) -> str:
    """es for es, es_MX and ES-mx; empty for a language that we do not speak."""
    code = str(said or "").strip().casefold().replace("_", "-").partition("-")[0]
    return code if is_spoken_here(code) else ""


def _why_not(reach: Reach) -> str:
    if not reach.allows:
        return NOT_ALLOWED
    return OTHER_WAY if reach.addresses else NO_ADDRESS
