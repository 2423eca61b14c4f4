"""Asked afterwards whether it is better: a short question tied to the reply, once, whose answers never enter a score."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.surveys.models import new_token
from groundswell.science.statistics.intervals import Interval, wilson

from .arriving import replies_left_by
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
    """What was answered; shares only from five answers on. ``better`` comes with its 95 % range."""

    asked: int
    counts: dict[str, int]
    better: float | None
    interval: Interval | None

    @property
    def n(self) -> int:
        return sum(self.counts.values())


@transaction.atomic
def ask_whether_better(*, at: datetime, most: int = AT_ONCE) -> int:
    """Ask those whose letter left thirty days ago or earlier, once, where we may still write to them; so many at a time."""
    due = replies_left_by(at - timedelta(days=AFTER_DAYS)).filter(
        customer__isnull=False, customer__ended_on=None, better_ask=None
    )
    replies = list(
        due.select_related("customer", "announcement__initiative__decision__proposal__opportunity__theme")
        .prefetch_related("announcement__wordings")
        .order_by("at", "pk")[:most]
    )
    spoken = languages_of(
        {one.customer_id: frozenset([one.customer_id]) for one in replies if one.customer_id}
    )
    asked = 0
    for reply in replies:
        language = language_for(reply.announcement, spoken.get(reply.customer_id or 0, ""))
        token = new_token()
        message = write_message(
            key=f"better-{reply.pk}",
            subject=words_in(language)["better_subject"],
            body=better_words(token, reply.announcement, language),
            at=at,
            customer=reply.customer,
        )
        if message is None:
            continue
        BetterAsk.objects.create(reply=reply, token=token, message=message, language=language, asked_at=at)
        asked += 1
    return asked


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
    if n < FEWEST_SHOWN:
        return Answers(asks.count(), dict(counts), None, None)
    better = counts[BetterAsk.Answer.BETTER]
    return Answers(asks.count(), dict(counts), better / n, wilson(better, n))
