"""Find a case: by its number, by whose it is, by the words of its voice."""

import re
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import sees_names
from groundswell.foundation.customers.models import Account, Customer
from groundswell.foundation.looking_for import holds
from groundswell.science.text.redaction import redacted
from groundswell.science.text.words import folded

from .models import Case, CaseWords

AT_ONCE = 5000
MOST_WORDS = 6
FEW = 5000
NUMBER = re.compile(r"(?:case\s*|#)?(\d{1,18})", re.IGNORECASE | re.ASCII)


def keep_words(case_ids: Sequence[int]) -> None:
    """Keep the words by which these cases are found: what the customer wrote, without personal data, or what was found of
    their silence."""
    for start in range(0, len(case_ids), AT_ONCE):
        said = Case.objects.filter(pk__in=case_ids[start : start + AT_ONCE]).exclude(signal__comment="")
        found = dict(said.order_by("pk").values_list("pk", "signal__comment"))
        silent = [pk for pk, comment in found.items() if comment is None]
        found |= {case.pk: f"{case.quiet}" for case in _silent(silent)} if silent else {}
        CaseWords.objects.bulk_create(
            CaseWords(case_id=pk, words=folded(redacted(words).text)) for pk, words in found.items()
        )


def _silent(case_ids: Sequence[int]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=case_ids).select_related("quiet")


def found_by(words: str, user: User) -> Q:
    """Cases whose voice holds all these words, whose number it is, or whose customer or account is called so.

    Whoever reads no names finds nobody by name, nor by what was taken out of the words. A few cases are found by their
    words first; what nearly every voice holds is looked for case by case, in the order of the list.
    """
    number = NUMBER.fullmatch(words.strip())
    if number:
        return Q(pk__in=_going_on([int(number[1])]))
    said = _with_words(words)
    ids = list(said.values_list("case", flat=True)[: FEW + 1])
    holding = Q(pk__in=_going_on(ids)) if len(ids) <= FEW else Q(Exists(said.filter(case=OuterRef("pk"))))
    if not sees_names(user):
        return holding
    called = Customer.objects.filter(holds("name", words.strip())).order_by()
    accounts = Account.objects.filter(holds("name", words.strip())).order_by()
    about = Q(customer__in=called.values("pk")[: FEW + 1]) | Q(
        quiet__account__in=accounts.values("pk")[: FEW + 1]
    )
    whose = Case.objects.filter(about).order_by()
    return holding | Q(pk__in=list(whose.values_list("pk", flat=True)[: FEW + 1]))


def _going_on(ids: list[int]) -> list[int]:
    """These cases, and those in which they go on where they were merged."""
    merged = Case.objects.filter(pk__in=ids, merged_into__isnull=False).order_by()
    return [*ids, *merged.values_list("merged_into", flat=True)]


def _with_words(words: str) -> QuerySet[CaseWords]:
    parts = folded(words).split()[:MOST_WORDS]
    return CaseWords.objects.filter(*(Q(words__contains=part) for part in parts))
