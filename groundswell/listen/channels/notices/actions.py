"""What people do: subscribe an address, change it, rotate its secret, send a notice again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record

from .keys import make_secret
from .models import Notice, Subscription
from .writing import newest


@transaction.atomic
def subscribe(
    name: str, address: str, kinds: Sequence[str], *, has_words: bool, by: object, at: datetime
) -> tuple[Subscription, str]:
    """Tell this address from now on. Gives the secret, which is shown now and never again."""
    made = Subscription.objects.create(
        name=name, address=address, kinds=list(kinds), has_words=has_words, made_at=at, **newest()
    )
    record("subscribed an address", made, by=by, at=at, kinds=list(kinds), has_words=has_words)
    return made, make_secret(made.pk, at=at)


@transaction.atomic
def change_subscription(
    subscription: Subscription,
    name: str,
    address: str,
    kinds: Sequence[str],
    *,
    has_words: bool,
    by: object,
    at: datetime,
) -> None:
    """Tell other things, or another address, from now on."""
    Subscription.objects.filter(pk=subscription.pk).update(
        name=name, address=address, kinds=list(kinds), has_words=has_words
    )
    record("changed a subscription", subscription, by=by, at=at, kinds=list(kinds), has_words=has_words)


def rotate_secret(subscription: Subscription, *, by: object, at: datetime) -> str:
    """A new secret, shown now and never again; the old one signs too for a day."""
    record("rotated a secret", subscription, by=by, at=at)
    return make_secret(subscription.pk, at=at)


@transaction.atomic
def tell_again(notice: Notice, *, by: object, at: datetime) -> None:
    """The same notice under the same id once more, whatever became of it."""
    Notice.objects.filter(pk=notice.pk).update(due_at=at, written_at=at, told_at=None, tries=0)
    record("told again", notice, by=by, at=at)
