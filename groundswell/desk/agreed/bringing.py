"""What customers agreed to, from a file: one line for each customer, purpose and channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django import forms
from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Channel, Purpose
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.consent_words import Told, WordUnusable, read_told, take_told
from groundswell.listen.channels.files.tables import ColumnsForm, Problems, Table, Wanted

WHO = Wanted(
    "who",
    "Customer",
    ("email", "e-mail", "e mail", "customer e-mail", "customer", "phone", "mobile", "external id", "customer id", "kunde", "kundennummer"),
)  # fmt: skip
COLUMNS = (
    WHO,
    Wanted(
        "agrees",
        "Agrees or not",
        ("agrees", "consent", "opt in", "opted in", "subscribed", "einwilligung", "zustimmung"),
        False,
    ),
    Wanted(
        "said_at", "When they said so", ("said at", "date", "day", "given at", "consented at", "datum"), False
    ),
    Wanted("purpose", "What they agree to", ("purpose",), False),
    Wanted("channel", "By which channel", ("channel",), False),
    Wanted("source", "Where they said so", ("source", "where", "form"), False),
)
MOST_LINES = 5_000
"""Each is heard by itself, as from another system; more would take too many clicks."""
PORTION = 50


@dataclass(frozen=True, slots=True)
class AgreedRead:
    """Which words a file holds, and what of it cannot be used."""

    told: Sequence[Told]
    problems: Problems
    rows: int

    @property
    def yes(self) -> int:
        return sum(one.word.agrees for one in self.told)

    @property
    def no(self) -> int:
        return len(self.told) - self.yes


class AgreedForm(ColumnsForm):
    """Which column is what; what no column says is said here once, for every line."""

    every_agrees = forms.ChoiceField(
        label="For all lines: they agree or not", required=False, choices=[("", "As its column says"), ("yes", "All agree"), ("no", "Nobody agrees")]
    )  # fmt: skip
    every_said_at = forms.DateField(
        label="For all lines: the day on which they said so", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day from which you can show it. A later word of a customer holds against it.",
    )  # fmt: skip
    every_purpose = forms.ChoiceField(
        label="For all lines: to what", required=False, choices=[("", "As its column says"), *Purpose.choices]
    )
    every_channel = forms.ChoiceField(
        label="For all lines: by which channel",
        required=False,
        choices=[("", "As its column says"), *Channel.choices],
    )
    every_source = forms.CharField(
        label="For all lines: where they said so", required=False, max_length=60, help_text="Such as: order form 2025. It stands on each customer’s page."
    )  # fmt: skip

    def __init__(self, table: Table, wanted: Sequence[Wanted], *args: Any, **kwargs: Any) -> None:
        super().__init__(table, wanted, *args, **kwargs)
        self.order_fields([name for name in self.fields if not name.startswith("every_")])

    @property
    def every(self) -> dict[str, str]:
        """What holds for every line whose own column says nothing."""
        given = self.cleaned_data if self.is_bound else {}
        named = {one.name: given.get(f"every_{one.name}") for one in COLUMNS if one is not WHO}
        return {name: str(value) for name, value in named.items() if value}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for one in COLUMNS[1:]:
            if not given.get(f"column_{one.name}") and not given.get(f"every_{one.name}"):
                self.add_error(f"every_{one.name}", "Name the column above, or say it here for every line.")
        return given


def read_agreed(
    table: Table, columns: Mapping[str, int], every: Mapping[str, str], *, at: datetime
) -> AgreedRead:
    """Every line that can be used; another one is told with its field and what to write."""
    problems, found = Problems(), []
    labels = {one.name: one.label for one in COLUMNS} | dict.fromkeys(
        ("email", "phone", "external_id"), WHO.label
    )
    for number, cells in table.cells(columns):
        who = cells.pop("who")
        said = {**every, **{name: words for name, words in cells.items() if words}}
        try:
            found.append(read_told({_kind(who): who, **said}, now=at, is_file=True))
        except WordUnusable as unusable:
            problems.add(number, f"{labels.get(unusable.field, unusable.field)}: {unusable}")
    return AgreedRead(found, problems, len(table.rows))


def bring_agreed(
    read: AgreedRead, start: int, *, by: User, at: datetime, file_name: str, patience: float
) -> tuple[int, Problems]:
    """Hear the words from a place in the file on, until it ends or patience (seconds) is over. Returns the place reached, and who cannot be met.

    A portion stands or falls together, so that nobody else who writes waits for the whole file. The newest word of a
    customer holds; a word that is heard twice changes nothing.
    """
    changed, problems, ends = 0, Problems(), monotonic() + patience
    heard = start
    while heard < len(read.told) and (heard == start or monotonic() < ends):
        portion = read.told[heard : heard + PORTION]
        with transaction.atomic():
            for told in portion:
                try:
                    with transaction.atomic():
                        changed += take_told(told, by=f"file {file_name}"[:200], at=at)[1]
                except WordUnusable as unusable:
                    problems.add(0, f"{told.value[:60]}: {unusable}")
        heard += len(portion)
    record("brought consents", by, by=by, at=at, file=file_name[:200], read=heard - start, changed=changed)
    return heard, problems


def _kind(who: str) -> str:
    return "email" if "@" in who else "phone" if who.startswith(("+", "00")) else "external_id"
