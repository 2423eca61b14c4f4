"""What others changed since somebody opened a list or a card, from the history: the one place that knows who was when."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event

from .models import Case

KIND = "cases.case"
MOST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that somebody else did with a case."""

    case: int
    by: str
    verb: str

    @property
    def here(self) -> str:
        """On the card of the case: Ada Brown took this case a moment ago."""
        return self._said("this case", "this customer")

    @property
    def sentence(self) -> str:
        """In a list: Ada Brown took case 12 a moment ago."""
        return self._said(f"case {self.case}", f"the customer of case {self.case}")

    def _said(self, case: str, customer: str) -> str:
        did = f"{self.verb} ".replace(" a case ", f" {case} ").replace(" a customer ", f" {customer} ")
        return f"{self.by} {did.strip()} a moment ago"


def newest_change() -> int:
    """The number of the newest thing that happened in any case: while it stays, nothing changed."""
    events = Event.objects.filter(subject_kind=KIND).order_by("-id")
    return events.values_list("id", flat=True).first() or 0


def changes_since(number: int, user: User, *, case: int | None = None) -> list[Change]:
    """What others did with cases after this moment, oldest first; a few hundred at most."""
    events = Event.objects.filter(id__gt=number, subject_kind=KIND).order_by("id")
    if case is not None:
        events = events.filter(subject_id=str(case))
    mine = {str(user), str(user.person)}
    found = events.values_list("subject_id", "by", "verb", "detail__to")[:MOST]
    return [
        Change(int(pk), by, "took a case" if to and to == by else verb)
        for pk, by, verb, to in found
        if by not in mine
    ]


def changed_in(
    listed: QuerySet[Case], seen: QuerySet[Case], shown: Collection[int], changes: list[Change]
) -> set[int]:
    """Which of these cases stand in the list now, or stood on its page and are in sight still."""
    ids = {one.case for one in changes}
    now = listed.filter(pk__in=ids).order_by().values_list("pk", flat=True)
    before = seen.filter(pk__in=ids & set(shown)).order_by().values_list("pk", flat=True)
    return {*now, *before}
