"""Ask an advocate for one thing, and note what they answer. One thing at a time, within a budget of asks per person."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.asking.judging import rules_in_force as contact_rules

from . import errors, letters
from .actions import ADVOCATES_ROOM, CUSTOMER, write_to
from .knowing import rules_in_force, standings
from .models import Advocate, Ask, Gathering, Platform, ReferenceNeed

About = Platform | Gathering | ReferenceNeed | None
GATHERINGS = {kind.value for kind in Gathering.Kind}
BY_THE_CUSTOMER = (Ask.Answer.YES, Ask.Answer.NOT_NOW, Ask.Answer.NEVER)


@transaction.atomic
def ask(advocate: Advocate, *, kind: str, by: Person | None, at: datetime, about: About = None) -> Ask:
    """Ask for one thing, by a letter with a page of their own that leaves outside their quiet hours. Raises NotNow with
    the rule that speaks against it."""
    held = Advocate.objects.select_for_update(of=("self",)).get(pk=advocate.pk)
    fields = _about(kind, about)
    (standing,) = standings([held], at, kind=kind)
    if standing.held:
        raise errors.NotNow(standing.held.sentence)
    made = _make(held, kind, fields, by, at)
    quiet = contact_rules().quiet_in(standing.known.zone)
    write_to(held.customer, f"ask-{made.pk}", letters.request(made, by=by), at, quiet=quiet)
    record("asked an advocate", made, by=by or ADVOCATES_ROOM, at=at, kind=kind)
    return made


def _make(advocate: Advocate, kind: str, fields: dict[str, About], by: Person | None, at: datetime) -> Ask:
    try:
        with transaction.atomic():
            return Ask.objects.create(advocate=advocate, kind=kind, asked_at=at, by=by, **fields)
    except IntegrityError:
        rival = Ask.objects.filter(answer="", need=fields.get("need")).exclude(need=None).first()
        if rival:
            raise errors.NeedHasAnOpenAsk(rival.advocate) from None
        raise errors.NotNow("Somebody asked this person a moment ago. One thing at a time.") from None


def _about(kind: str, about: About) -> dict[str, About]:
    """Which field of the ask holds what it is about. Raises AboutWhat, ReviewsAreForEverybody."""
    if kind == Ask.Kind.REVIEW:
        if not isinstance(about, Platform):
            raise errors.AboutWhat("Say on which platform the review is to be written.")
        if about.forbids_choosing:
            raise errors.ReviewsAreForEverybody(about)
        return {"platform": about}
    if kind == Ask.Kind.REFERENCE:
        if not isinstance(about, ReferenceNeed) or about.closed_at:
            raise errors.AboutWhat(
                "Say who wants to speak with a customer: note it under Reference calls first."
            )
        return {"need": about}
    if kind in GATHERINGS:
        if not isinstance(about, Gathering) or about.kind != kind:
            raise errors.AboutWhat("Say which one: plan it under Together first.")
        return {"gathering": about}
    return {}


@transaction.atomic
def answer_ask(ask: Ask, answer: str, *, by: object, at: datetime) -> Ask:
    """Yes, not now or never. The first answer stands, also when two answer at once; silence is no answer.

    Raises AskAlreadyAnswered, which says who answered what.
    """
    said = Ask.Answer(answer)
    waiting = Ask.objects.filter(pk=ask.pk, answer__in=["", Ask.Answer.SILENT])
    changed = waiting.update(answer=said, answered_at=at, answered_by=str(by)[:200])
    ask.refresh_from_db()
    if not changed:
        raise errors.AskAlreadyAnswered(ask.answered_by, ask.get_answer_display())
    record("answered an ask", ask, by=by, at=at, answer=said.value)
    return ask


def take_back(ask: Ask, *, by: object, at: datetime) -> Ask:
    """We need it no more. Whoever answered a moment before is not overruled."""
    return answer_ask(ask, Ask.Answer.TAKEN_BACK, by=by, at=at)


@transaction.atomic
def mark_done(ask: Ask, *, by: object, at: datetime) -> Ask:
    """The advocate did it: wrote, spoke, came."""
    changed = Ask.objects.filter(pk=ask.pk, answer=Ask.Answer.YES, done_at=None).update(done_at=at)
    ask.refresh_from_db()
    if not changed:
        raise errors.NotYetAYes
    record("noted an ask as done", ask, by=by, at=at)
    return ask


@transaction.atomic
def end_silent_asks(*, at: datetime) -> int:
    """Asks that nobody answered for so many days end, so that the next thing may be asked. Returns how many."""
    days = rules_in_force().silent_after
    waiting = (
        Ask.objects.filter(answer="", asked_at__lte=at - timedelta(days=days)) if days else Ask.objects.none()
    )
    for ask in waiting:
        silent = {"answer": Ask.Answer.SILENT, "answered_at": at, "answered_by": ADVOCATES_ROOM}
        if Ask.objects.filter(pk=ask.pk, answer="").update(**silent):
            record("ended an ask without an answer", ask, by=ADVOCATES_ROOM, at=at)
    return len(waiting)


def note_brought(advocate: Advocate, *, at: datetime) -> None:
    """Somebody came by this advocate: what asked for that is answered and done by it."""
    for asked in Ask.objects.filter(advocate=advocate, kind=Ask.Kind.REFERRAL, done_at=None):
        if asked.answer in ("", Ask.Answer.SILENT):
            answer_ask(asked, Ask.Answer.YES, by=CUSTOMER, at=at)
        if asked.answer == Ask.Answer.YES:
            mark_done(asked, by=CUSTOMER, at=at)
