"""Asked afterwards whether it is better: a short question tied to the reply, once, whose answers never enter a score."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q

from groundswell.foundation.customers.models import Purpose
from groundswell.foundation.customers.queries import Persons, whole_persons
from groundswell.foundation.history.actions import record
from groundswell.listen.asking.judging import quiet_of
from groundswell.listen.channels.outbox.models import Delivery, Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.surveys.models import new_token
from groundswell.science.statistics.intervals import Interval, wilson

from .arriving import LOST, replies_left_by
from .audience import languages_of
from .errors import AnsweredAlready
from .letters import better_words, language_for
from .models import Announcement, BetterAsk
from .wording import words_in

AFTER_DAYS = 30
FEWEST_SHOWN = 5
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered by whom the question reached; shares only from five answers on. ``better`` comes with its 95 % range."""

    asked: int
    counts: dict[str, int]
    better: float | None
    interval: Interval | None

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def silent(self) -> float:
        """The share of those asked who did not answer: nothing is known of what they think."""
        return 1 - self.n / self.asked if self.asked else 0.0


@transaction.atomic
def ask_whether_better(*, at: datetime, most: int = AT_ONCE) -> int:
    """Ask those whose letter left thirty days ago or earlier, once, where we may still write to them; so many at a time.

    Nobody is asked of two replies within thirty days: the second one waits. The letter leaves outside their quiet hours.
    """
    due = replies_left_by(at - timedelta(days=AFTER_DAYS)).filter(
        customer__isnull=False, customer__ended_on=None, better_ask=None, announcement__taking_back=None
    )
    waiting = list(due.order_by("at", "pk").values_list("pk", "customer_id", "announcement_id"))
    persons = whole_persons({customer for _, customer, _ in waiting})
    chosen = dict(islice(_one_each(waiting, persons, at), most))
    replies = due.filter(pk__in=chosen).select_related(
        "customer", "announcement__initiative__decision__proposal__opportunity__theme"
    )
    spoken = languages_of({person: persons.records_of[person] for person in chosen.values()})
    quiet = quiet_of(chosen.values())
    asked = 0
    for reply in replies.prefetch_related("announcement__wordings").order_by("at", "pk"):
        person = chosen[reply.pk]
        language, token = language_for(reply.announcement, spoken.get(person, "")), new_token()
        message = write_message(
            key=f"better-{reply.pk}",
            subject=words_in(language)["better_subject"],
            body=better_words(token, reply.announcement, language),
            at=at,
            customer=reply.customer,
            quiet=quiet(person),
        )
        if message is None:
            continue
        BetterAsk.objects.create(reply=reply, token=token, message=message, language=language, asked_at=at)
        asked += 1
    return asked


def _one_each(
    waiting: list[tuple[int, int, int]], persons: Persons, at: datetime
) -> Iterator[tuple[int, int]]:
    """The first reply of each person who can be asked now, with the person; of each announcement one, also where two records
    that were told became one."""
    reach, since = reach_of(persons, Purpose.CONTACT), at - timedelta(days=AFTER_DAYS)
    asks = BetterAsk.objects.filter(
        Q(asked_at__gt=since) | Q(reply__announcement__in={about for _, _, about in waiting})
    )
    asked = [
        (persons.person_of.get(who), about, asked_at)
        for who, about, asked_at in asks.values_list("reply__customer", "reply__announcement", "asked_at")
    ]
    not_now = {person for person, _, asked_at in asked if asked_at > since}
    before = {(person, about) for person, about, _ in asked}
    for reply, customer, about in waiting:
        person = persons.person_of[customer]
        if person in not_now or (person, about) in before:
            continue
        if reach[person].medium((Medium.EMAIL.value,)):
            not_now.add(person)
            yield reply, person


@transaction.atomic
def answer_better(token: str, answer: str, words: str, *, at: datetime) -> BetterAsk:
    """The first answer stands. Raises AnsweredAlready."""
    ask = BetterAsk.objects.select_for_update(of=("self",)).get(token=token)
    if ask.answered_at:
        raise AnsweredAlready("This was answered before.")
    ask.answer, ask.words, ask.answered_at = BetterAsk.Answer(answer), words.strip()[:1000], at
    ask.save(update_fields=["answer", "words", "answered_at"])
    record("answered whether it is better", ask, by="customer", at=at, answer=ask.answer)
    return ask


def answers_to(announcement: Announcement) -> Answers:
    """Beside the score, never in it: those who were told are no sample of all customers."""
    asks = BetterAsk.objects.filter(reply__announcement=announcement)
    counts = Counter(asks.exclude(answer="").values_list("answer", flat=True))
    n = sum(counts.values())
    lost = Delivery.objects.filter(outcome__in=LOST).values("message")
    asked = asks.filter(~Q(answer="") | (Q(message__due_at=None) & ~Q(message__in=lost))).count()
    if n < FEWEST_SHOWN:
        return Answers(asked, dict(counts), None, None)
    better = counts[BetterAsk.Answer.BETTER]
    return Answers(asked, dict(counts), better / n, wilson(better, n))
