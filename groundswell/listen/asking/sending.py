"""The queue: what is due is judged and sent, in due order, each once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from groundswell.foundation.customers.actions import hold_person
from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.listen.channels.inviting import invite, write_invitation
from groundswell.listen.channels.outbox.models import Medium, Message
from groundswell.listen.channels.outbox.quiet import Quiet
from groundswell.listen.channels.outbox.reach import reach_one
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from groundswell.listen.surveys.queries import current_version

from .actions import suppress
from .drawing import JOB
from .judging import candidate_for, history_of, rules_in_force
from .models import Ask, Reason, Sending, Suppression, Wish
from .queries import Known, asks_colleagues, due_asks, known_about, surveys_of_colleagues
from .quotas import Cells, full_cells
from .rules import HOLDS, Allowed, Judgement, Rules, Suppressed, judge


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is due, judged: whom nothing speaks against, and how many were set aside."""

    allowed: tuple[int, ...]
    suppressed: int
    held: int


def sort_due(at: datetime, limit: int = 500) -> Sorted:
    """Judge what is due, in due order; store every suppression, hold back what quiet hours hold. A fixed
    number of queries, however many are due. Whoever is allowed is judged once more when it is sent.
    """
    with transaction.atomic():
        asks = _loaded(due_asks(at)[:limit])
        rules = rules_in_force()
        known = (
            known_about(sorted({ask.customer_id for ask in asks}), reach=rules.reach, at=at) if asks else {}
        )
        full, others = full_cells(asks, at), surveys_of_colleagues() if asks else set()
        judged = [(ask, judge_ask(ask, known[ask.customer_id], rules, at, full, others)) for ask in asks]
        spoken = [(ask, found) for ask, found in judged if isinstance(found, Suppressed)]
        held = [_held(ask, found) for ask, found in spoken if _is_hold(found)]
        Ask.objects.bulk_update(held, ["held_until"], batch_size=500)
        stopped = [_row(ask, found, at) for ask, found in spoken if not _is_hold(found)]
        Suppression.objects.bulk_create(stopped, batch_size=500, ignore_conflicts=True)
    allowed = tuple(ask.pk for ask, found in judged if isinstance(found, Allowed))
    return Sorted(allowed, len(stopped), len(held))


@transaction.atomic
def send_ask(ask_id: int, *, at: datetime) -> Sending | Suppression | None:
    """Send one ask, the customer held, if it still waits and nothing speaks against it by now. None when it waits on."""
    customer_id = Ask.objects.values_list("customer_id", flat=True).get(pk=ask_id)
    person = hold_person(customer_id)
    found = _loaded(due_asks(at).filter(pk=ask_id))
    if not found:
        return None
    rules, ask = rules_in_force(), found[0]
    known = known_about([customer_id], reach=rules.reach, at=at)[customer_id]
    others = {ask.survey_id} if asks_colleagues(ask.survey) else set()
    judgement = judge_ask(ask, known, rules, at, full_cells(found, at), others)
    if ask.reminds is not None and not reach_one(ask.reminds.customer, Purpose.ASKING).medium(_media(ask)):
        judgement = Suppressed(Reason.NO_CONSENT, "May not be written to at that address any more.")
    if isinstance(judgement, Allowed):
        quiet = rules.quiet_in(known.zone)
        return Sending.objects.create(ask=ask, invitation=_write(ask, person, known, quiet, at), at=at)
    if _is_hold(judgement):
        _held(ask, judgement).save(update_fields=["held_until"])
        return None
    return suppress(ask, judgement, at=at)


def judge_ask(
    ask: Ask,
    known: Known,
    rules: Rules,
    at: datetime,
    full: Cells = frozenset(),
    others: Collection[int] = (),
) -> Judgement:
    """What the rules say to an ask that was loaded for sending; ``full`` are the cells that need no more answers, and
    ``others`` the surveys that ask colleagues by now: they are closed to customers."""
    candidate = candidate_for(
        known,
        ask.survey,
        ask.way,
        has_answered=bool(getattr(ask, "has_answered", False)),
        is_quota_full=(ask.plan_id, ask.unit_id) in full,
        is_survey_closed=ask.survey_id in others,
        media=_media(ask),
    )
    return judge(candidate, history_of(known, ask), rules, at)


def _media(ask: Ask) -> tuple[str, ...]:
    """A reminder travels as the question did; the rest as the plan wishes."""
    asked_by = getattr(ask, "asked_by", None)
    return (asked_by,) if asked_by else Wish(ask.plan.wish if ask.plan else Wish.EMAIL).media


def _loaded(asks: QuerySet[Ask]) -> list[Ask]:
    answered = Signal.objects.filter(invitation=OuterRef("reminds"))
    asked_by = Message.objects.filter(invitation=OuterRef("reminds")).values("medium")[:1]
    return list(
        asks.annotate(has_answered=Exists(answered), asked_by=Subquery(asked_by)).select_related(
            "plan",
            "survey__touchpoint",
            "customer",
            "unit",
            "episode__touchpoint",
            "episode__employee",
            "reminds__version__survey",
            "reminds__customer",
        )
    )


def _is_hold(found: Suppressed) -> bool:
    return found.reason in HOLDS


def _held(ask: Ask, found: Suppressed) -> Ask:
    ask.held_until = found.until
    return ask


def _row(ask: Ask, found: Suppressed, at: datetime) -> Suppression:
    return Suppression(ask=ask, reason=found.reason, sentence=found.sentence, until=found.until, at=at)


def _write(ask: Ask, person: Customer, known: Known, quiet: Quiet, at: datetime) -> Invitation:
    """The invitation of a first ask, or the same invitation once more, to whom it was sent, as a reminder."""
    medium = known.reach.medium(_media(ask)) or Medium.EMAIL
    if ask.reminds is not None:
        key = f"reminder-{ask.pk}"
        write_invitation(ask.reminds, key=key, at=at, medium=medium, quiet=quiet, is_reminder=True)
        return ask.reminds
    episode = ask.episode
    return invite(
        person,
        current_version(ask.survey),
        by=JOB,
        at=at,
        medium=medium,
        quiet=quiet,
        touchpoint=episode.touchpoint if episode else ask.survey.touchpoint,
        unit=ask.unit,
        employee=episode.employee if episode else None,
        episode_at=episode.happened_at if episode else None,
    )
