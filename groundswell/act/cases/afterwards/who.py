"""Which cases stand behind each figure: conditions that the figures and their lists share."""

from datetime import datetime, timedelta
from functools import reduce
from operator import and_

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate

from ..models import Case

FIRST, SECOND = "signal__score", "second_ask__invitation__signal__score"
ANSWERED_TWICE = Q(**{f"{FIRST}__isnull": False, f"{SECOND}__isnull": False})
ANSWERED_AGAIN = Q(second_ask__invitation__signal__isnull=False)
MOVED_UP = ANSWERED_TWICE & Q(**{f"{SECOND}__gt": F(FIRST)})
MOVED_DOWN = ANSWERED_TWICE & Q(**{f"{SECOND}__lt": F(FIRST)})
STAYED_ALIKE = ANSWERED_TWICE & Q(**{f"{SECOND}": F(FIRST)})

CONTACT_WITHIN = timedelta(days=7)
"""Who has heard from us is decided so long after the case was opened, and from that day on both groups are looked at."""
LOOKED_AFTER = timedelta(days=60)
"""So long after that day."""
OVER = timedelta(days=365)


def decided_on() -> ExpressionWrapper:
    """The day from which on a customer is looked at: the same for those who heard from us and those who did not."""
    return ExpressionWrapper(F("opened_at") + CONTACT_WITHIN, output_field=DateTimeField())


def looked_at(at: datetime) -> Q:
    """Cases of a year whose time is over, one for each customer: of somebody of whom we know when they came, and so would
    know that they left; who was still there on the day that counts."""
    until = at - CONTACT_WITHIN - LOOKED_AFTER
    period = Q(opened_at__gt=until - OVER, opened_at__lte=until, merged_into=None)
    known = Q(customer__joined_on__isnull=False)
    still_there = Q(customer__ended_on=None) | Q(customer__ended_on__gt=TruncDate(decided_on()))
    earlier = Case.objects.filter(
        Q(opened_at__lt=OuterRef("opened_at")) | Q(opened_at=OuterRef("opened_at"), pk__lt=OuterRef("pk")),
        customer=OuterRef("customer"),
        opened_at__gt=until - OVER,
        merged_into=None,
    )
    return period & known & still_there & ~Q(Exists(earlier))


def heard() -> Q:
    """We reached them within those days."""
    return Q(contacted_at__lte=decided_on())


def unheard() -> Q:
    """We did not, whether anybody tried or not."""
    return Q(contacted_at=None) | Q(contacted_at__gt=decided_on())


def left() -> Q:
    """They left in the days that were looked at."""
    end = ExpressionWrapper(F("opened_at") + CONTACT_WITHIN + LOOKED_AFTER, output_field=DateTimeField())
    return Q(customer__ended_on__lte=TruncDate(end))


def among(at: datetime, *conditions: Q) -> Q:
    """Those of the customers looked at for whom all of this holds."""
    return reduce(and_, conditions, looked_at(at))
