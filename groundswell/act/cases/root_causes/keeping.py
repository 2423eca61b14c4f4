"""Keep the tree of root causes: rename, move, retire. What was found by a cause stays with it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record

from ..errors import RootCauseRefused
from ..models import Closure, RootCause
from ..queries import cases_visible_to

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Branch:
    """One cause in the tree: how deep it stands, and in how many closed cases of 90 days it or one below it was found."""

    cause: RootCause
    depth: int
    own: int
    whole: int


def tree(user: User, *, at: datetime) -> list[Branch]:
    """The causes in use, each above those below it, with the cases that this person may see."""
    seen = cases_visible_to(user).order_by().values("pk")
    found = Closure.objects.filter(case__in=seen, at__gte=at - LATELY).order_by()
    own = Counter(dict(found.values_list("root_cause").annotate(n=Count("pk"))))
    below: dict[int | None, list[RootCause]] = {}
    for cause in RootCause.objects.filter(retired_at=None).order_by("name"):
        below.setdefault(cause.parent_id, []).append(cause)
    return list(_branches(None, 0, below, own))


def _branches(
    parent: int | None, depth: int, below: dict[int | None, list[RootCause]], own: Counter[int]
) -> Iterator[Branch]:
    for cause in below.get(parent, []):
        under = list(_branches(cause.pk, depth + 1, below, own))
        whole = own[cause.pk] + sum(one.own for one in under)
        yield Branch(cause, depth, own[cause.pk], whole)
        yield from under


def ids_below(cause: RootCause) -> set[int]:
    """The cause and everything below it, retired or not."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in RootCause.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, asked = {cause.pk}, [cause.pk]
    while asked:
        asked = [one for parent in asked for one in children.get(parent, []) if one not in found]
        found |= set(asked)
    return found


@transaction.atomic
def change_root_cause(
    cause: RootCause, *, name: str, parent: RootCause | None, by: object, at: datetime
) -> RootCause:
    """Give it another name, or another place in the tree with everything below it."""
    list(
        RootCause.objects.select_for_update().order_by("pk").values_list("pk")
    )  # nobody moves two into each other
    if parent and parent.pk in ids_below(cause):
        raise RootCauseRefused("A cause cannot stand below itself. Choose another place.", field="parent")
    if parent and parent.retired_at:
        raise RootCauseRefused(f"“{parent}” is not in use any more. Choose another place.", field="parent")
    cause.name, cause.parent = " ".join(name.split()), parent
    try:
        with transaction.atomic():
            cause.save(update_fields=["name", "parent"])
    except IntegrityError as taken:
        raise RootCauseRefused("Another cause has this name. Choose another one.", field="name") from taken
    record("changed a root cause", cause, by=by, at=at, name=cause.name, below=parent.name if parent else "")
    return cause


@transaction.atomic
def retire_root_cause(cause: RootCause, *, by: object, at: datetime) -> None:
    """No case closes with it any more; those that did keep it. What stands below it is retired or moved first."""
    if RootCause.objects.filter(parent=cause, retired_at=None).exists():
        raise RootCauseRefused(f"Other causes stand below “{cause}”. Move or retire them first.")
    if RootCause.objects.filter(pk=cause.pk, retired_at=None).update(retired_at=at):
        record("retired a root cause", cause, by=by, at=at)


@transaction.atomic
def bring_back_root_cause(cause: RootCause, *, by: object, at: datetime) -> None:
    """Cases close with it again; where its place is retired it stands at the top."""
    is_homeless = cause.parent is not None and cause.parent.retired_at is not None
    fresh = {"retired_at": None} | ({"parent": None} if is_homeless else {})
    if RootCause.objects.filter(pk=cause.pk).exclude(retired_at=None).update(**fresh):
        record("brought back a root cause", cause, by=by, at=at)
