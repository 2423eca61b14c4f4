"""What is done with themes: made, reworded, retired, found in signals."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from groundswell.foundation.bulk_rows import insert_rows
from groundswell.foundation.history.actions import record
from groundswell.science.text.themes import ThemeMatcher, ThemePattern
from groundswell.science.text.words import words_in

from .errors import ThemeRefused
from .models import Mention, Search, Theme
from .searching import begin_search, hold_search, next_words, words_found_by_earlier_terms

LONGEST_NAME, LONGEST_TERM, MOST_TERMS = 80, 60, 200
Row = tuple[int, int, str, int]


@transaction.atomic
def make_theme(
    name: str,
    code: str,
    terms: Sequence[str],
    *,
    by: object,
    at: datetime,
    never_terms: Sequence[str] = (),
    description: str = "",
) -> Theme:
    """A new theme with the terms that show it; what was said before is searched for it. An empty code is made of the name.

    Raises ThemeRefused.
    """
    name = _free_name(name, besides=None)
    theme = Theme.objects.create(
        name=name,
        code=code or _free_code(name),
        terms=usable_terms(terms, "terms"),
        never_terms=usable_terms(never_terms, "never_terms"),
        description=description.strip(),
    )
    record("made theme", theme, by=by, at=at, **_told(theme))
    begin_search(theme, at=at)
    return theme


@transaction.atomic
def change_theme(
    theme: Theme,
    *,
    name: str,
    description: str,
    terms: Sequence[str],
    never_terms: Sequence[str],
    by: object,
    at: datetime,
) -> Theme:
    """Its name and meaning, and its words: other words are a new version, and what was said before is searched again.

    Raises ThemeRefused.
    """
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    before = (theme.terms, theme.never_terms)
    theme.name, theme.description = _free_name(name, besides=theme), description.strip()
    theme.terms, theme.never_terms = usable_terms(terms, "terms"), usable_terms(never_terms, "never_terms")
    is_reworded = (theme.terms, theme.never_terms) != before
    theme.version += is_reworded
    theme.save()
    record("changed terms" if is_reworded else "renamed theme", theme, by=by, at=at, **_told(theme))
    if is_reworded and not theme.retired_at:
        begin_search(theme, at=at)
    return theme


@transaction.atomic
def retire_theme(theme: Theme, *, by: object, at: datetime) -> None:
    """No new voice falls under it and nobody chooses it any more. What was found stays, with its figures. Twice is once."""
    if Theme.objects.filter(pk=theme.pk, retired_at=None).update(retired_at=at):
        record("retired theme", theme, by=by, at=at)


@transaction.atomic
def bring_back_theme(theme: Theme, *, by: object, at: datetime) -> None:
    """It is found again, also in what was said while it was retired. Twice is once. Raises ThemeRefused."""
    _free_name(theme.name, besides=theme)
    if Theme.objects.filter(pk=theme.pk).exclude(retired_at=None).update(retired_at=None):
        record("brought back theme", theme, by=by, at=at)
        begin_search(Theme.objects.get(pk=theme.pk), at=at)


@transaction.atomic
def search_on(search: Search, *, size: int, at: datetime) -> bool:
    """Look at the next portion of what was said before. False once the search is over."""
    held = hold_search(search)
    if held.ended_at:
        return False
    comments = [] if held.theme.retired_at else next_words(held, size)
    find_again(held.theme, comments)
    held.looked += len(comments)
    held.through = comments[-1][0] if comments else held.until
    if len(comments) < size:
        find_again(held.theme, words_found_by_earlier_terms(held.theme))
        held.ended_at = at
    held.save(update_fields=["through", "looked", "ended_at"])
    return held.ended_at is None


def find_mentions(comments: Sequence[tuple[int, str]], themes: Sequence[Theme] | None = None) -> int:
    """Find the living themes in these words (signal id, comment); a mention that is there already stays."""
    rows = mentions_in(comments, themes if themes is not None else Theme.objects.filter(retired_at=None))
    return insert_rows(
        Mention, ("signal_id", "theme_id", "words", "version"), rows, ("signal_id", "theme_id")
    )


def find_again(theme: Theme, comments: Sequence[tuple[int, str]]) -> None:
    """Look at these words anew: a mention that its terms no longer show goes, a new one comes, the others stay as they are."""
    shown = {signal: words for signal, _, words, _ in mentions_in(comments, [theme])}
    held = Mention.objects.filter(theme=theme, signal__in=[signal for signal, _ in comments])
    before = {one.signal_id: one for one in held}
    Mention.objects.filter(pk__in=[one.pk for pk, one in before.items() if pk not in shown]).delete()
    changed = [one for pk, one in before.items() if pk in shown and one.words != shown[pk]]
    for one in changed:
        one.words = shown[one.signal_id]
    Mention.objects.bulk_update(changed, ["words"], batch_size=500)
    held.update(version=theme.version)
    find_mentions([pair for pair in comments if pair[0] not in before], [theme])


def mentions_in(comments: Sequence[tuple[int, str]], themes: Sequence[Theme]) -> list[Row]:
    """Signal, theme, the words that show it and the version of its terms, for every theme in every comment."""
    by_code = {theme.code: theme for theme in themes}
    matcher = ThemeMatcher(
        ThemePattern(t.code, tuple(t.terms), tuple(t.never_terms)) for t in by_code.values()
    )
    known: dict[str, dict[str, str]] = {}
    rows: list[Row] = []
    for signal_id, comment in comments if by_code else ():
        if comment not in known:
            known[comment] = {found.code: found.words for found in reversed(matcher.find_themes(comment))}
        for code, words in known[comment].items():
            theme = by_code[code]
            rows.append((signal_id, theme.pk, words[:80], theme.version))
    return rows


def tidy_terms(terms: Sequence[str]) -> list[str]:
    """Terms as they are kept: each once, in small letters, with single spaces."""
    return list(dict.fromkeys(" ".join(term.split()).casefold() for term in terms if term.strip()))


def usable_terms(terms: Sequence[str], field: str) -> list[str]:
    """Terms as they are kept. Raises ThemeRefused with what to change, for a field of the form."""
    tidy = tidy_terms(terms)
    if field == "terms" and not tidy:
        raise ThemeRefused(field, "Write at least one word that customers use, such as: queue.")
    if len(tidy) > MOST_TERMS:
        raise ThemeRefused(
            field, f"These are {len(tidy)} words. A theme has at most {MOST_TERMS}: make two of it."
        )
    for term in tidy:
        if len(term) > LONGEST_TERM:
            raise ThemeRefused(
                field, f"“{term[:40]}…” is too long. A word or phrase has at most {LONGEST_TERM} letters."
            )
        if not any(word[:1].isalnum() for word, _ in words_in(term)):
            raise ThemeRefused(field, f"“{term}” holds no letter. Write a word, or leave it out.")
    return tidy


def usable_name(name: str) -> str:
    """A name as it is kept. Raises ThemeRefused."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise ThemeRefused("name", f"A theme has a name of 1 to {LONGEST_NAME} letters.")
    return tidy


def _free_name(name: str, *, besides: Theme | None) -> str:
    tidy = usable_name(name)
    others = Theme.objects.filter(name__iexact=tidy).exclude(pk=besides and besides.pk)
    if other := others.first():
        state = " It is retired; bring it back." if other.retired_at else ""
        raise ThemeRefused("name", f"There is a theme called “{other}”.{state or ' Choose another name.'}")
    return tidy


def _free_code(name: str) -> str:
    start = slugify(name)[:50] or "theme"
    taken = set(Theme.objects.filter(code__startswith=start).values_list("code", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (start, *numbered) if code not in taken)


def _told(theme: Theme) -> dict[str, object]:
    return {"name": theme.name, "terms": theme.terms, "never": theme.never_terms, "version": theme.version}
