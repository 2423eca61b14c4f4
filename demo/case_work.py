"""What happens inside cases of the demonstration shop: limits, languages, a day away, a letter with its answer, an offer that
waits for a word, a promise."""

from datetime import datetime, timedelta
from decimal import Decimal

from demo.organisation import BUILDER, DEMO_SHOP
from demo.signals import Ground
from groundswell.act.cases.escalation.climbing import climb
from groundswell.act.cases.follow_ups.keeping import promise_in_case
from groundswell.act.cases.letters.answered import join_replies
from groundswell.act.cases.letters.writing import write_letter
from groundswell.act.cases.models import Case
from groundswell.act.cases.offers.limits import set_limit
from groundswell.act.cases.offers.offering import make_offer
from groundswell.act.cases.queries import open_cases
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import note_absence, set_abilities
from groundswell.listen.channels.connections.models import AnsweredMessage
from groundswell.listen.signals.actions import NewSignal, receive_signal

LIMITS = {"frontline": 20, "lead": 100, "head": 500, "office": 500, "executive": 5000}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def work_in_cases(ground: Ground) -> None:
    """Set the limits, note who speaks what and who is away, and act in the colleague's cases."""
    now = ground.months.at
    for post, most in LIMITS.items():
        set_limit(post=post, unit=None, most=Decimal(most), by=BUILDER, at=now - 30 * DAY)
    lead, colleague, *others = ground.organisation.teams[DEMO_SHOP]
    set_abilities(colleague, languages=["fr"], skills=["refunds"], by=lead, at=now - 20 * DAY)
    if others:
        set_abilities(others[0], languages=["pl", "de"], skills=["leather"], by=lead, at=now - 20 * DAY)
        days = {"starts_on": now.date(), "ends_on": (now + 3 * DAY).date()}
        note_absence(others[0], **days, stand_in=colleague, by=lead, at=now - DAY)
    for case, act in zip(_cases_of(colleague), (_wait_for_a_word, _write_and_hear), strict=False):
        act(case, colleague, now)
    climb(at=now)


def _cases_of(person: Person) -> list[Case]:
    known = open_cases().filter(owner=person, signal__customer__email__isnull=False)
    return list(known.select_related("signal__customer").order_by("-opened_at", "pk")[:2])


def _wait_for_a_word(case: Case, by: Person, now: datetime) -> None:
    offered = {"what": "A new pair, and the postage", "amount": Decimal(45)}
    make_offer(case, **offered, why="The seam went on the second day.", by=by, at=now - HOUR)
    due = (now + DAY).date()
    promise_in_case(case, what="Put a pair in 42 aside", person=by, due_on=due, by=by, at=now - HOUR)


def _write_and_hear(case: Case, by: Person, now: datetime) -> None:
    """Where we may write; else a promise only."""
    customer = case.signal.customer
    if customer is None or not customer.consents.filter(purpose="contact", withdrawn_at=None).exists():
        return
    words = "Thank you for telling us. I have looked for your parcel and found it: it leaves again today."
    letter = write_letter(case, subject="Your parcel", words=words, by=by, at=now - 2 * HOUR)
    said = NewSignal(
        source="mailbox",
        key=f"<answer-{letter.pk}@people.example>",
        channel="email",
        submitted_at=now - HOUR,
        comment="That is kind, thank you. Could it be left with my neighbour?",
        unit_id=case.unit_id,
        customer_id=customer.pk,
        metadata={"subject": "Re: Your parcel"},
    )
    arrival = receive_signal(said, at=now - HOUR)
    AnsweredMessage.objects.create(signal_id=arrival.signal_id, message=letter.message)
    join_replies(at=now - HOUR)
