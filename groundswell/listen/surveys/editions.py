"""Editions: the stretches of a survey whose scores compare. An edition is named by the version that began it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from .models import SurveyVersion


@dataclass(frozen=True, slots=True)
class Edition:
    """One stretch. ``ended_at`` is None while new answers belong to it."""

    id: int
    survey_id: int
    code: str
    title: str
    kind_of_score: str
    number: int
    version_ids: tuple[int, ...]
    began_at: datetime
    ended_at: datetime | None = None

    @property
    def began_on(self) -> date:
        return timezone.localdate(self.began_at)

    @property
    def name(self) -> str:
        """As people choose it."""
        ended = f", until {timezone.localdate(self.ended_at):%-d %b %Y}" if self.ended_at else ""
        return f"{self.title}, wording {self.number}{ended}"


def editions(kind_of_score: str | None = None) -> list[Edition]:
    """Every edition of every survey (of one kind), oldest first."""
    versions = SurveyVersion.objects.order_by("survey_id", "number")
    if kind_of_score is not None:
        versions = versions.filter(survey__kind_of_score=kind_of_score)
    columns = ("id", "survey_id", "survey__code", "survey__title", "survey__kind_of_score", "core_edition")
    found: list[Edition] = []
    for pk, survey_id, code, title, kind, number, at in versions.values_list(*columns, "created_at"):
        last = found[-1] if found and found[-1].survey_id == survey_id else None
        if last and last.number == number:
            found[-1] = replace(last, version_ids=(*last.version_ids, pk))
            continue
        if last:
            found[-1] = replace(last, ended_at=at)
        found.append(Edition(pk, survey_id, code, title, kind, number, (pk,), at))
    return found


def earlier(known: list[Edition], on: date | None = None) -> frozenset[int]:
    """The editions that are not the newest of their survey (as of a day): what a score leaves out.

    Answers from before a survey's first version was made here belong to its first edition.
    """
    newest: dict[int, int] = {}
    for edition in known:
        if on is None or edition.began_on <= on or edition.survey_id not in newest:
            newest[edition.survey_id] = edition.id
    return frozenset(edition.id for edition in known) - frozenset(newest.values())


def edition_of_versions() -> dict[int, int]:
    """The edition that each version belongs to."""
    return {version: edition.id for edition in editions() for version in edition.version_ids}
