"""The named lists of cases: what the tabs show and what each figure opens. Each is a walk along an index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404

from groundswell.foundation.access.models import User

from . import figures
from .afterwards import who
from .models import Case
from .queries import counts_of, with_places, with_state
from .standing import NOBODY_KNOWN, WE_WAIT

ROWS_PER_PAGE, MOST_NARROWED = 25, 1000


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list with a name, and what an empty one teaches."""

    label: str
    narrow: Callable[[User, datetime], Q]
    order: tuple[str, ...]
    empty: str
    teaches: str
    is_tab: bool = False


def _mine(user: User, at: datetime) -> Q:
    return Q(closed_at=None, owner=user.person) if user.person else Q(pk__in=[])


# Where nobody is known nobody waits: such a case stands below those of customers who do, and so do those in which we wait.
URGENT, RECENT, NEWEST = ("rank", "due_at", "id"), ("-closed_at", "-id"), ("-opened_at", "-id")
ANSWERED_TWICE = "Of customers who gave a score before the case and after it."
LOOKED_AT = "One case of each customer, opened long enough ago to say who left. See what became of customers."
LISTS = {
    "mine": CaseList(
        "Mine", _mine, URGENT, "No customer waits for you",
        "When a rule opens a case in your part of the organisation, it comes to the person who answers for it.", True,
    ),
    "team": CaseList(
        "My team’s", lambda user, at: Q(closed_at=None), URGENT, "No customer waits for your team",
        "Every low score and every complaint opens a case here within seconds, with an owner and a clock.", True,
    ),
    "late": CaseList(
        "Late", lambda user, at: Q(closed_at=None, late_from__lt=at), URGENT, "Nobody has waited too long",
        "A case is late when the promised moment has gone and nobody has reached the customer.", True,
    ),
    "closed": CaseList(
        "Closed", lambda user, at: figures.CLOSED, RECENT, "No case is closed yet",
        "A case closes with its root cause and its outcome. Then the customer is asked again.", True,
    ),
    "waiting": CaseList(
        "We wait for the customer", lambda user, at: Q(closed_at=None, rank__gt=WE_WAIT, rank__lte=NOBODY_KNOWN),
        URGENT, "We wait for nobody", "Who has tried to reach a customer may wait for them; the clock stands still.",
    ),
    "reached": CaseList(
        "Reached, still open", lambda user, at: Q(closed_at=None, contacted_at__isnull=False), URGENT,
        "Nobody is reached whose case is still open", "Close a case when it is settled, with its cause and its outcome.",
    ),
    "opened": CaseList("Opened", lambda user, at: Q(), NEWEST, "No case has been opened", "A rule opens them."),
    "in-time": CaseList(
        "Contacted in time", lambda user, at: figures.IN_TIME, NEWEST, "Nobody has been reached in time yet",
        "Note a contact on the case as soon as you have spoken with the customer.",
    ),
    "asked-again": CaseList(
        "Asked again", lambda user, at: figures.ASKED_AGAIN, RECENT, "Nobody has been asked again yet",
        "One working day after closing, the customer is asked whether it was put right.",
    ),
    "recovered": CaseList(
        "Recovered", lambda user, at: figures.RECOVERED, RECENT, "No second answer shows a recovery yet",
        f"A customer is recovered when the second answer is {figures.RECOVERED_FROM} or more.",
    ),
    "answered-again": CaseList(
        "Answered again", lambda user, at: who.ANSWERED_AGAIN, RECENT, "Nobody has answered again yet",
        "A second answer says whether it was put right.",
    ),
    "moved-up": CaseList(
        "The second score is higher", lambda user, at: who.MOVED_UP, RECENT, "No score rose yet", ANSWERED_TWICE
    ),
    "moved-alike": CaseList(
        "The second score is the same", lambda user, at: who.STAYED_ALIKE, RECENT, "No score stayed yet", ANSWERED_TWICE
    ),
    "moved-down": CaseList(
        "The second score is lower", lambda user, at: who.MOVED_DOWN, RECENT, "No score fell", ANSWERED_TWICE
    ),
    "heard": CaseList(
        "Reached within a week", lambda user, at: who.among(at, who.heard()), NEWEST, "Nobody is counted yet", LOOKED_AT
    ),
    "heard-left": CaseList(
        "Reached within a week, and left", lambda user, at: who.among(at, who.heard(), who.left()), NEWEST,
        "Nobody of them left", LOOKED_AT,
    ),
    "unheard": CaseList(
        "Not reached within a week", lambda user, at: who.among(at, who.unheard()), NEWEST, "Nobody is counted yet",
        LOOKED_AT,
    ),
    "unheard-left": CaseList(
        "Not reached within a week, and left", lambda user, at: who.among(at, who.unheard(), who.left()), NEWEST,
        "Nobody of them left", LOOKED_AT,
    ),
}  # fmt: skip


def cases_in(name: str, user: User, seen: QuerySet[Case], *, at: datetime) -> QuerySet[Case]:
    """One list out of what this person may see, in its order."""
    chosen = LISTS[name]
    return seen.filter(chosen.narrow(user, at)).order_by(*chosen.order)


def counts_of_tabs(user: User, *, at: datetime) -> dict[str, int]:
    """How many cases each tab holds."""
    return counts_of(user, {name: one.narrow(user, at) for name, one in LISTS.items() if one.is_tab})


def page_of_cases(cases: QuerySet[Case], number: int | None, *, is_narrowed: bool) -> Page[int]:
    """One page of a list as numbers of cases; none behind the last.

    A narrowed list is read up to a thousand: beyond, it wants narrowing more than a number.
    """
    ids = cases.values_list("pk", flat=True)
    try:
        return Paginator(list(ids[:MOST_NARROWED]) if is_narrowed else ids, ROWS_PER_PAGE).page(number or 1)
    except EmptyPage as beyond:
        raise Http404("There is no such page.") from beyond


def rows_of(case_ids: Iterable[int], at: datetime) -> list[Case]:
    """The cases of one page with all that a row shows, in the order given."""
    ids = list(case_ids)
    found = with_places(with_state(Case.objects.filter(pk__in=ids), at)).in_bulk()
    return [found[pk] for pk in ids if pk in found]
