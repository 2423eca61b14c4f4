"""What was said before is searched for a theme: asked for here, done by the worker, portion by portion."""

from datetime import datetime

from django.db.models import Q, QuerySet

from groundswell.listen.signals.models import Signal

from .models import Mention, Search, Theme


def begin_search(theme: Theme, *, at: datetime) -> Search | None:
    """Ask for a search of everything that is here; one for earlier words of this theme is over. None where nobody wrote yet."""
    Search.objects.filter(theme=theme, ended_at=None).update(ended_at=at)
    said = Signal.objects.exclude(comment="").order_by()
    last = said.order_by("-id").values_list("id", flat=True).first()
    if last is None:
        return None
    return Search.objects.create(
        theme=theme, version=theme.version, asked_at=at, until=last, voices=said.filter(id__lte=last).count()
    )


def open_searches() -> QuerySet[Search]:
    """Searches with words still to look at."""
    return Search.objects.filter(ended_at=None).select_related("theme")


def searches_to_count() -> QuerySet[Search]:
    """Searches that are done but not yet counted in the scores."""
    return Search.objects.filter(counted_at=None).exclude(ended_at=None)


def unfinished() -> QuerySet[Search]:
    """What is still under way: searched or to be counted, the newest of each theme last."""
    return Search.objects.filter(Q(ended_at=None) | Q(counted_at=None))


def hold_search(search: Search) -> Search:
    """The search as it stands, held until the transaction ends."""
    return Search.objects.select_for_update(of=("self",)).select_related("theme").get(pk=search.pk)


def next_words(search: Search, size: int) -> list[tuple[int, str]]:
    """The next comments to look at (signal id, words), in the order in which they came."""
    said = Signal.objects.exclude(comment="").filter(id__gt=search.through, id__lte=search.until)
    return list(said.order_by("id").values_list("id", "comment")[:size])


def words_found_by_earlier_terms(theme: Theme) -> list[tuple[int, str]]:
    """Comments in which somebody found it by its earlier terms while it was searched by the new ones."""
    late = Mention.objects.filter(theme=theme, version__lt=theme.version)
    return list(late.order_by("signal_id").values_list("signal_id", "signal__comment"))
