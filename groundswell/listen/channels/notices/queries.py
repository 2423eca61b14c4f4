"""Ask about subscriptions."""

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User

from .models import Notice, Subscription


def subscriptions_visible_to(user: User) -> QuerySet[Subscription]:
    """Who is told, each with how many notices were told, wait and came to nothing: for those who see everything."""
    waits = Q(notices__due_at__isnull=False, notices__told_at=None)
    lost = Q(notices__due_at=None, notices__told_at=None, notices__tries__gt=0)
    unheard = Notice.objects.filter(
        subscription=OuterRef("pk"), due_at__isnull=False, told_at=None, knocks__isnull=False
    )
    found = Subscription.objects.annotate(
        told=Count("notices", filter=Q(notices__told_at__isnull=False)),
        waits=Count("notices", filter=waits),
        lost=Count("notices", filter=lost),
        failing=Exists(unheard),
        last_told_at=Max("notices__told_at"),
    )
    return found if user.is_authenticated and user.sees_everything else found.none()


def log_of(subscription: Subscription) -> QuerySet[Notice]:
    """Its notices, the newest first, each with the status of the last attempt."""
    return subscription.notices.exclude(due_at=None, told_at=None, tries=0).prefetch_related("knocks")
