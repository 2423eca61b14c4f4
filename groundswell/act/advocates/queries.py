"""Ask about promoters and advocates. What a person may see is decided here once."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.foundation.customers.models import Consent
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.listen.surveys.models import KindOfScore

from .models import Advocate, Ask, Referral, Thanks

THANK_WITHIN = timedelta(days=30)
"""A thank-you after a month is about something the customer has forgotten."""

PROMOTER_FROM = 9


def promoters_to_thank(user: User, at: datetime) -> QuerySet[Signal]:
    """Fresh 9s and 10s that nobody has thanked for, from customers who let us write, newest first.

    Competitive answers are double-blind: nobody may follow them up.
    """
    willing = Consent.objects.filter(
        customer=OuterRef("customer"), purpose=Consent.Purpose.CONTACT, channel="email", withdrawn_at=None
    )
    fresh = signals_visible_to(user).filter(
        score__gte=PROMOTER_FROM, thanks=None, submitted_at__lte=at, submitted_at__gt=at - THANK_WITHIN
    )
    known = fresh.filter(customer__email__isnull=False, customer__ended_on=None)
    return with_places(known.exclude(kind_of_score=KindOfScore.COMPETITIVE).filter(Exists(willing)))


def advocates_visible_to(user: User) -> QuerySet[Advocate]:
    """The advocates whose first praise was for a unit within sight."""
    return Advocate.objects.filter(within_sight(user, "first_signal__unit"))


def living_advocates(advocates: QuerySet[Advocate]) -> QuerySet[Advocate]:
    """Those who still speak for us, with how many asks they fulfilled and how many customers they brought."""
    done = Count("asks", filter=Q(asks__done_at__isnull=False), distinct=True)
    living = (
        advocates.filter(left_at=None)
        .select_related("customer", "first_signal__unit")
        .order_by("-joined_at", "-id")
    )
    return living.annotate(asks_done=done, brought=Count("referrals", distinct=True))


def asks_visible_to(user: User) -> QuerySet[Ask]:
    """What was asked of advocates within sight, the open ones first."""
    asks = Ask.objects.filter(within_sight(user, "advocate__first_signal__unit"))
    return (
        asks.select_related("advocate__customer", "by")
        .annotate(waits=Q(done_at=None, declined_at=None))
        .order_by("-waits", "-asked_at", "-id")
    )


def referrals_visible_to(user: User) -> QuerySet[Referral]:
    """Which advocates within sight brought whom."""
    referrals = Referral.objects.filter(within_sight(user, "advocate__first_signal__unit"))
    return referrals.select_related("advocate__customer", "customer")


def thanks_by_token(token: str) -> Thanks | None:
    """The thank-you that this link came with."""
    return Thanks.objects.filter(token=token).select_related("signal__customer").first()


def advocate_by_code(code: str) -> Advocate | None:
    """The advocate behind a referral link; None once they no longer speak for us."""
    return Advocate.objects.filter(referral_code=code, left_at=None).select_related("customer").first()
