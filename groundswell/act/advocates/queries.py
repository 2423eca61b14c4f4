"""Ask about promoters and advocates. What a person may see is decided here once."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.customers.revenue import EARNED
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.listen.surveys.models import KindOfScore

from .judging import PROMOTER_FROM, YEAR
from .models import Advocate, Ask, Incentive, Referral, RefusedReferral, Testimonial, Thanks, Wording

THANK_WITHIN = timedelta(days=30)
"""A thank-you after a month is about something the customer has forgotten."""


def promoters_to_thank(user: User, at: datetime) -> QuerySet[Signal]:
    """Fresh 9s and 10s that nobody has thanked for, from customers who let us write: those with words first, then the newest.

    Competitive answers are double-blind: nobody may follow them up.
    """
    willing = Consent.objects.filter(
        customer=OuterRef("customer"), purpose=Consent.Purpose.CONTACT, channel="email", withdrawn_at=None
    )
    fresh = signals_visible_to(user).filter(
        score__gte=PROMOTER_FROM, thanks=None, submitted_at__lte=at, submitted_at__gt=at - THANK_WITHIN
    )
    known = fresh.filter(customer__email__isnull=False, customer__ended_on=None)
    found = with_places(known.exclude(kind_of_score=KindOfScore.COMPETITIVE).filter(Exists(willing)))
    says_nothing = Case(When(comment="", then=Value(1)), default=Value(0))
    return found.order_by(says_nothing, "-submitted_at", "-pk")


def advocates_visible_to(user: User) -> QuerySet[Advocate]:
    """The advocates whose first praise was for a unit within sight."""
    return Advocate.objects.filter(within_sight(user, "first_signal__unit"))


def living_advocates(advocates: QuerySet[Advocate]) -> QuerySet[Advocate]:
    """Those who still speak for us, with how many asks they fulfilled and how many customers they brought."""
    return with_what_they_did(advocates.filter(left_at=None))


def with_what_they_did(advocates: QuerySet[Advocate]) -> QuerySet[Advocate]:
    """The same with ``asks_done`` and ``brought``, the newest first."""
    done = Count("asks", filter=Q(asks__done_at__isnull=False), distinct=True)
    read = advocates.select_related("customer", "first_signal__unit").order_by("-joined_at", "-id")
    return read.annotate(asks_done=done, brought=Count("referrals", distinct=True))


def active_advocates(advocates: QuerySet[Advocate], at: datetime) -> QuerySet[Advocate]:
    """Those who did something for us in 365 days: said yes to an ask, brought somebody, or let us show their words."""
    since = at - YEAR
    yes = Ask.objects.filter(advocate=OuterRef("pk"), answer=Ask.Answer.YES, answered_at__gt=since)
    brought = Referral.objects.filter(advocate=OuterRef("pk"), at__gt=since)
    words = Testimonial.objects.filter(advocate=OuterRef("pk"), given_at__gt=since)
    return advocates.filter(Exists(yes) | Exists(brought) | Exists(words), left_at=None)


def asked_to_the_full(advocates: QuerySet[Advocate], most: int, at: datetime) -> QuerySet[Advocate]:
    """Those who were asked in 365 days as often as a year allows: they carry what others could."""
    lately = Q(asks__asked_at__gt=at - YEAR) & ~Q(asks__answer=Ask.Answer.TAKEN_BACK)
    counted = advocates.filter(left_at=None).annotate(lately=Count("asks", filter=lately, distinct=True))
    return counted.filter(lately__gte=most) if most else advocates.none()


def asks_visible_to(user: User) -> QuerySet[Ask]:
    """What was asked of advocates within sight, the open ones first."""
    asks = Ask.objects.filter(within_sight(user, "advocate__first_signal__unit"))
    return (
        asks.select_related("advocate__customer", "by", "platform", "gathering", "need")
        .annotate(waits=Q(answer=""))
        .order_by("-waits", "-asked_at", "-id")
    )


def referrals_visible_to(user: User) -> QuerySet[Referral]:
    """Which advocates within sight brought whom."""
    referrals = Referral.objects.filter(within_sight(user, "advocate__first_signal__unit"))
    return referrals.select_related("advocate__customer", "customer").order_by("-at", "-id")


def said_otherwise(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Brought by a code, while the customer said that something else brought them: their word stands, and no money of
    theirs is earned."""
    return referrals.exclude(customer__came_by__in=EARNED)


def refusals_visible_to(user: User) -> QuerySet[RefusedReferral]:
    """Codes that were not counted, for whoever sees the advocate; those without one for whoever sees everything."""
    seen = within_sight(user, "advocate__first_signal__unit") & Q(advocate__isnull=False)
    rows = RefusedReferral.objects.filter(seen | Q(advocate=None) if user.sees_everything else seen)
    return rows.select_related("advocate__customer", "customer")


def testimonials_visible_to(user: User) -> QuerySet[Testimonial]:
    """Words of advocates within sight, with those that may be shown, the newest first."""
    rows = Testimonial.objects.filter(within_sight(user, "advocate__first_signal__unit"))
    return with_words(rows).select_related("advocate__customer", "placed_by").order_by("-given_at", "-id")


def with_words(testimonials: QuerySet[Testimonial]) -> QuerySet[Testimonial]:
    """The same with ``agreed_words``, the newest that the customer agreed to, and whether something was given to them."""
    agreed = Wording.objects.filter(testimonial=OuterRef("pk"), agreed_at__isnull=False)
    waiting = Wording.objects.filter(testimonial=OuterRef("pk"), agreed_at=None, refused_at=None)
    given = Incentive.objects.filter(advocate=OuterRef("advocate"))
    return testimonials.annotate(
        agreed_words=Subquery(agreed.order_by("-agreed_at", "-id").values("words")[:1]),
        proposed_words=Subquery(waiting.values("words")[:1]),
        proposed_pk=Subquery(waiting.values("pk")[:1]),
        was_given_something=Exists(given),
    )


def that_may_be_shown() -> QuerySet[Testimonial]:
    """Words whose yes holds at this moment: not taken back, by somebody who speaks for us and whose consent lives."""
    consent = Consent.objects.filter(
        customer=OuterRef("advocate__customer"), purpose=Consent.Purpose.ADVOCACY, withdrawn_at=None
    )
    living = Testimonial.objects.filter(withdrawn_at=None, advocate__left_at=None)
    return with_words(living.filter(Exists(consent))).select_related("advocate__customer")


def on_the_wall() -> QuerySet[Testimonial]:
    """What everybody may read, the newest first."""
    return that_may_be_shown().filter(placed_at__isnull=False).order_by("-placed_at", "-id")


def name_shown(testimonial: Testimonial) -> str:
    """The name as the customer chose it; empty for none."""
    name = testimonial.advocate.customer.name.strip()
    if testimonial.shown_as == Testimonial.ShownAs.FULL:
        return name
    if testimonial.shown_as == Testimonial.ShownAs.FIRST and name:
        return ", ".join(filter(None, [name.split()[0], testimonial.town]))
    return ""


def thanks_by_token(token: str) -> Thanks | None:
    """The thank-you that this link came with."""
    return Thanks.objects.filter(token=token).select_related("signal__customer").first()


def advocate_by_code(code: str) -> Advocate | None:
    """The advocate behind a referral link; None once they no longer speak for us."""
    return Advocate.objects.filter(referral_code=code, left_at=None).select_related("customer").first()


def ask_by_token(token: str) -> Ask | None:
    """The ask behind the page of its own."""
    found = Ask.objects.select_related("advocate__customer", "platform", "gathering", "need")
    return found.filter(token=token).first()


def testimonial_by_token(token: str) -> Testimonial | None:
    """The words behind their customer's own page."""
    return with_words(Testimonial.objects.select_related("advocate__customer")).filter(token=token).first()
