"""Ada's Shops: sixteen shops with one till each, their customers, and what these say month by month.

Run as a program, in a home with tables, it begins the organisation, by the commands and, where there is none yet, by the
actions below them (a theme, revenue). With names of shops behind the home it brings the revenue of January to May, where
these shops work with the change since February. What the change is worth is planted here: `SCORES` and `POUNDS`.
"""

import csv
import json
import random
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

TOWNS = (
    "Leeds", "York", "Durham", "Carlisle", "Lincoln", "Leicester", "Derby", "Worcester",
    "Bath", "Exeter", "Truro", "Cardiff", "Chester", "Brighton", "Canterbury", "Salisbury",
)  # fmt: skip
TILL = "At the till"
PEOPLE = {
    "author": ("Fiona Birch", "fiona@people.example", "frontline", "Leeds"),
    "lead": ("Leo Marsh", "leo@people.example", "lead", "Leeds"),
    "office": ("Ada Cole", "ada@people.example", "office", ""),
    "chair": ("Eve Stone", "eve@people.example", "executive", ""),
    "finance": ("Omar Reid", "omar@people.example", "executive", ""),
    "owner": ("Nia Wells", "nia@people.example", "lead", "York"),
}
CUSTOMERS_OF_A_SHOP = 36
ANSWERS_A_MONTH = 12
SCORES = {
    True: (10, 9, 10, 9, 10, 9, 8, 7, 8, 7, 6, 4),
    False: (10, 9, 10, 9, 8, 7, 8, 6, 5, 3, 6, 2),
}
"""With the change and without it: the score is 50 - 17 = +33 and 33 - 42 = -8."""
PLANTED = 100 * (6 / 12 - 2 / 12) - 100 * (4 / 12 - 5 / 12)
POUNDS = 6
"""More that a customer brings in a month with the change."""
QUEUE = (
    "I stood in the queue for twenty minutes because one till was open.",
    "The queue went twice around the shop and nobody opened another till.",
    "Half an hour in the queue to return one pair of socks.",
    "I left my basket in the queue and went home.",
)
OTHER = ("The coat that I wanted was sold out.", "The lift was broken again.")
FAIR = ("It was all right.", "Nothing special, nothing wrong.", "A queue, but a short one.")
GOOD = ("In and out in five minutes.", "Friendly people, and a good coat.", "They knew the answer at once.")
NAMES = ("external_id", "submitted_at", "score", "email", "unit", "touchpoint", "comment")


def email_of(town: str, number: int) -> str:
    """A customer of a shop, numbered from 0."""
    return f"{town.lower()}.{number}@customers.example"


def month_of_voices(first: date, treated: Collection[str] = ()) -> Iterator[dict[str, str]]:
    """What all shops hear in one month, one row an answer; ``treated`` are the shops that work with the change."""
    for place, town in enumerate(TOWNS):
        chance = random.Random(f"{town} {first}")
        scores = list(SCORES[town in treated])
        scores[0] = chance.choice((10, 10, 8))
        chance.shuffle(scores)
        for number, score in enumerate(scores):
            who = (first.month * ANSWERS_A_MONTH + number) % CUSTOMERS_OF_A_SHOP
            words = chance.choice((*QUEUE, *QUEUE, *OTHER) if score < 7 else FAIR if score < 9 else GOOD)
            said = datetime.combine(first, time(10, place), UTC) + timedelta(days=2 * number)
            yield dict(
                zip(
                    NAMES,
                    (f"{town}-{first:%Y-%m}-{number}", said.isoformat(), str(score), email_of(town, who), town, TILL, words),
                    strict=True,
                )
            )  # fmt: skip


def write_file(to: Path, rows: Iterator[dict[str, str]]) -> Path:
    """A plain file of answers."""
    with to.open("w", newline="") as file:
        table = csv.DictWriter(file, NAMES)
        table.writeheader()
        table.writerows(rows)
    return to


def _history() -> Iterator[dict[str, str]]:
    for month in (7, 8, 9, 10, 11, 12):
        yield from month_of_voices(date(2025, month, 1))


def _begin(home: Path) -> dict[str, str]:
    """Who signs in with what, and the key of the tills."""
    import typer
    from django.utils import timezone

    from groundswell.config.commands_asking import hear_consents
    from groundswell.config.commands_import import import_file
    from groundswell.desk.beginning import begin_organisation
    from groundswell.foundation.access.actions import give_account, give_token
    from groundswell.foundation.customers.knowing import keep_revenue
    from groundswell.foundation.customers.models import Customer
    from groundswell.foundation.organisation.models import Unit
    from groundswell.understand.themes.actions import make_theme

    now, by = timezone.now(), "command line"
    root = begin_organisation("Ada's Shops", time_zone="Europe/London", country="GB", by=by, at=now)
    make_theme("Queues", "queues", ["queue", "queued", "queueing"], by=by, at=now)
    for command, rows in ((import_file, _history()), (hear_consents, None)):
        file = home / "given.csv"
        _write_consents(file) if rows is None else write_file(file, rows)
        try:
            command(file)
        except typer.Exit as ended:
            if ended.exit_code:
                raise
    Customer.objects.update(joined_on=date(2024, 3, 1))
    keep_revenue(
        (pk, [(date(2025, month, 1), _usual(pk, month)) for month in range(1, 13)])
        for pk in Customer.objects.values_list("pk", flat=True)
    )
    passwords, users = {}, {}
    for part, (name, email, role, town) in PEOPLE.items():
        unit = Unit.objects.get(name=town) if town else root
        users[part], passwords[part] = give_account(name, email, role, unit, by=by, at=now)
    lasts = timedelta(days=365)
    passwords["till"] = give_token("till", users["office"], scopes=["intake"], lasts=lasts, by=by, at=now)[1]
    return passwords


def _usual(customer: int, month: int) -> Decimal:
    return Decimal(random.Random(f"{customer} {month}").randrange(30, 39))


def _bring_revenue(treated: Collection[str]) -> None:
    from groundswell.foundation.customers.knowing import keep_revenue
    from groundswell.foundation.customers.models import Customer

    shops = {town.lower() for town in treated}
    keep_revenue(
        (
            pk,
            [
                (
                    date(2026, month, 1),
                    _usual(pk, month) + POUNDS * (month > 1 and email.split(".")[0] in shops),
                )
                for month in range(1, 6)
            ],
        )
        for pk, email in Customer.objects.values_list("pk", "email")
    )


def _write_consents(to: Path) -> None:
    """A third of the customers of each shop allow us to write to them."""
    names = ("email", "purpose", "channel", "agrees", "said_at", "source")
    with to.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        for town in TOWNS:
            for number in range(0, CUSTOMERS_OF_A_SHOP, 3):
                table.writerow((email_of(town, number), "contact", "email", "true", "2025-06-30T10:00:00Z", "loyalty card"))  # fmt: skip


if __name__ == "__main__":
    from groundswell.config.command_line import prepare_django

    prepare_django()
    place, *treated = Path(sys.argv[1]), *sys.argv[2:]
    if treated:
        _bring_revenue(treated)
    else:
        (place / "began.json").write_text(json.dumps(_begin(place)))
