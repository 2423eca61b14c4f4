"""Regular work: search what was said before for themes that were made or reworded, then count by them."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job
from groundswell.understand.evidence.actions import rebuild_evidence
from groundswell.understand.themes.actions import search_on
from groundswell.understand.themes.models import Search
from groundswell.understand.themes.searching import open_searches, searches_to_count, unfinished

PORTION = 2000


def find_themes(at: datetime) -> str:
    """Every search to its end, a portion at a time; scores are counted anew once, when all of them are over."""
    searched = [_search(one, at) for one in open_searches()]
    done = list(searches_to_count().values_list("pk", flat=True))
    if not done:
        return ""
    rows = rebuild_evidence(at=at)
    searches_to_count().filter(pk__in=done).update(counted_at=at)
    names = ", ".join(searched) or f"{len(done)} themes"
    return f"{names} searched, {rows} voices counted by them"


def _search(search: Search, at: datetime) -> str:
    while search_on(search, size=PORTION, at=at):
        pass
    return search.theme.name


JOBS = [Job("find themes", timedelta(seconds=2), find_themes, is_wanted=lambda: unfinished().exists())]
