"""Which elevations say the same thing in other words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from groundswell.act.huddles.models import Elevation
from groundswell.listen.signals.models import Signal
from groundswell.science.text.words import words_in
from groundswell.understand.themes.models import Theme

from .models import Opportunity

ALIKE = 0.2
_SMALL_WORDS = (
    "about after again also and are because been before but can cannot could customer customers for from get had has have "
    "how into its it's more not our out over should some still than that the their them then there they this too very was "
    "we were what when where which who why will with without would you your"
)
SMALL_WORDS = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Alike:
    """An opportunity that may be meant, how alike the words are (0 to 1), and whether it stands on the same."""

    opportunity: Opportunity
    likeness: float
    shares_theme: bool


def likely_opportunities(elevation: Elevation, opportunities: Sequence[Opportunity]) -> list[Alike]:
    """Which opportunities an elevation may belong to, the likeliest first: the same theme or shared words."""
    own = telling_words(elevation.title, elevation.problem)
    found = [
        Alike(
            opportunity,
            likeness(own, telling_words(opportunity.title, opportunity.problem)),
            elevation.theme_id is not None and elevation.theme_id == opportunity.theme_id,
        )
        for opportunity in opportunities
    ]
    close = [one for one in found if one.shares_theme or one.likeness >= ALIKE]
    return sorted(close, key=lambda one: (-one.shares_theme, -one.likeness, one.opportunity.pk))


def alike(opportunity: Opportunity, others: Iterable[Opportunity]) -> list[Alike]:
    """Others that may be the same problem, the likeliest first: they stand on the same theme or root cause, or share words."""
    own = telling_words(opportunity.title, opportunity.problem)
    found = [
        Alike(
            other,
            likeness(own, telling_words(other.title, other.problem)),
            _stands_on_the_same(opportunity, other),
        )
        for other in others
    ]
    close = [one for one in found if one.shares_theme or one.likeness >= ALIKE]
    return sorted(close, key=lambda one: (-one.shares_theme, -one.likeness, one.opportunity.pk))


def _stands_on_the_same(one: Opportunity, other: Opportunity) -> bool:
    return any(
        value is not None and value == getattr(other, name)
        for name in ("theme_id", "root_cause_id")
        if (value := getattr(one, name)) is not None
    )


def similar_elevations(elevation: Elevation, others: Iterable[Elevation]) -> list[Elevation]:
    """Other elevations that seem to raise the same thing, the most alike first."""
    words = {elevation.pk: telling_words(elevation.title, elevation.problem)}
    scored = []
    for other in others:
        if other.pk == elevation.pk:
            continue
        words[other.pk] = telling_words(other.title, other.problem)
        if _says_the_same(elevation, other, words):
            scored.append((-likeness(words[elevation.pk], words[other.pk]), other.pk, other))
    return [other for *_, other in sorted(scored, key=lambda row: row[:2])]


@dataclass(frozen=True, slots=True)
class ThemeOfVoices:
    """The theme that most of some voices carry: ``n`` of ``of``."""

    theme: Theme
    n: int
    of: int

    @property
    def words(self) -> str:
        """Why it is proposed."""
        voices = "voice" if self.of == 1 else "voices"
        return f"“{self.theme}” is in {self.n} of {self.of} {voices} that came with it."


def theme_of_voices(elevations: Iterable[Elevation]) -> ThemeOfVoices | None:
    """The theme that most voices of these elevations carry; None where they carry none. Of two alike the older one."""
    voices = Signal.objects.filter(elevations__in=[one.pk for one in elevations]).distinct()
    said = Theme.objects.filter(retired_at=None, mentions__signal__in=voices)
    most = said.annotate(n=Count("mentions__signal", distinct=True)).order_by("-n", "pk").first()
    return ThemeOfVoices(most, most.n, voices.count()) if most else None


def groups_of(elevations: Sequence[Elevation]) -> list[list[Elevation]]:
    """Elevations that say the same stand together; the group with the oldest first, and the oldest first in each."""
    words = {one.pk: telling_words(one.title, one.problem) for one in elevations}
    groups: list[list[Elevation]] = []
    for one in sorted(elevations, key=lambda each: (each.raised_at, each.pk)):
        near = [group for group in groups if any(_says_the_same(one, other, words) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(each for group in near for each in group), one])
    for group in groups:
        group.sort(key=lambda each: (each.raised_at, each.pk))
    return sorted(groups, key=lambda group: (group[0].raised_at, group[0].pk))


def _says_the_same(one: Elevation, other: Elevation, words: dict[int, frozenset[str]]) -> bool:
    shared = likeness(words[one.pk], words[other.pk])
    same_theme = one.theme_id is not None and one.theme_id == other.theme_id
    return shared >= ALIKE or (same_theme and shared > 0)


def telling_words(*texts: str) -> frozenset[str]:
    """The words that carry meaning: four letters or more, without the small words of English, plurals folded."""
    words = (word for text in texts for word, _ in words_in(text))
    return frozenset(word.rstrip("s") for word in words if len(word) > 3 and word not in SMALL_WORDS)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words of all words (Jaccard 1901): 0 nothing, 1 the same."""
    either = first | second
    return len(first & second) / len(either) if either else 0.0
