"""A list of 100,000 open cases: what each page of it costs the server. ``python -m benchmarks.cases`` prints the bars.

CPU of one process, from the request to the finished page, the least of three; the home is made for it and thrown away.
"""

import os
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from .bar import Bar, at_most, cpu_seconds

OPEN, CLOSED, CUSTOMERS, TEAMS = 100_000, 20_000, 20_000, 30
MOST_MS, LEAST_OPENED_A_SECOND = 150.0, 1_000.0
VOCABULARY = [
    "the",
    "parcel",
    "came",
    "late",
    "and",
    "nobody",
    "answered",
    "my",
    "call",
    "about",
    "refund",
    "size",
    "colour",
    "shop",
    "queue",
    "staff",
    "kind",
    "rude",
    "price",
    "delivery",
    "box",
    "broken",
    "torn",
    "dress",
    "coat",
    "return",
    "money",
    "waited",
    "days",
    "week",
    "again",
    "never",
    "always",
    "app",
    "login",
    "chat",
    "letter",
]
SELDOM = ("zebra", "wedding", "funeral")


def bars(cases: int = OPEN) -> Iterator[Bar]:
    """Opening them, then each page for each kind of reader."""
    with TemporaryDirectory() as home:
        os.environ |= {"GROUNDSWELL_HOME": home, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        Path(home, "static").mkdir()
        yield from _bars(cases)


def _bars(cases: int) -> Iterator[Bar]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    readers, opened_a_second = _fill(cases)
    yield Bar(
        "voices a second that a rule judges and opens a case for, CPU of one process", round(opened_a_second),
        "the limit", LEAST_OPENED_A_SECOND, round(opened_a_second / LEAST_OPENED_A_SECOND, 2),
        f"at least {LEAST_OPENED_A_SECOND:g} a second", opened_a_second >= LEAST_OPENED_A_SECOND,
    )  # fmt: skip
    for role, user in readers.items():
        for page, asks in _pages(user).items():
            slowest = max(_cpu_ms(user, address) for address in asks)
            yield at_most(f"CPU-ms, {role}: {page}", slowest, "the limit", MOST_MS, 1.0)


def _pages(user: Any) -> dict[str, list[str]]:
    from groundswell.act.cases.models import OpeningRule
    from groundswell.understand.themes.models import Theme

    unit, owner = user.person.unit_id, user.person_id
    rule, theme = (model.objects.values_list("pk", flat=True).first() for model in (OpeningRule, Theme))
    filters = [
        f"unit={unit}",
        f"owner={owner}",
        "owner=0",
        f"rule={rule}",
        "first=1",
        "channel=chat",
        "days=7",
    ]
    return {
        "the list": ["show=team"],
        "page 40": ["show=team&page=40"],
        "other lists, the slowest": [
            f"show={name}" for name in ("mine", "late", "closed", "reached", "waiting")
        ],
        "lists behind the figures, the slowest": [
            f"show={name}&days=90" for name in ("opened", "in-time", "recovered")
        ],
        "one filter, the slowest of eight": [f"show=team&{one}" for one in [*filters, f"theme={theme}"]],
        "search, the slowest of words everywhere, often, seldom, a name, a number": [
            f"show=team&q={words}" for words in ("the", "refund", "zebra", "Surname77", "500")
        ],
    }


def _cpu_ms(user: Any, asks: str) -> float:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask() -> None:
        answer = client.get(f"/act/cases/?{asks}")
        if answer.status_code != 200:
            raise RuntimeError(f"{asks}: {answer.status_code}")

    ask()
    return 1000 * cpu_seconds(ask)


def _fill(cases: int) -> tuple[dict[str, Any], float]:
    """The organisation with its cases; who reads, and how many cases a second were opened."""
    from django.utils import timezone

    from groundswell.act.cases.models import Case
    from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
    from groundswell.foundation.access.models import User
    from groundswell.foundation.customers.models import Customer
    from groundswell.foundation.organisation.models import Unit
    from tests.world import make_user, make_world

    chance, at = random.Random(7), timezone.now()
    world = make_world()
    region = Unit.objects.create(code="north", name="North", kind=Unit.Kind.BUSINESS_LINE, parent=world.root)
    teams = [Unit.objects.create(code=f"team{n}", name=f"Team {n}", parent=region) for n in range(TEAMS)]
    leads = [make_user(f"Lead {n}", team, User.Role.LEAD) for n, team in enumerate(teams)]
    for team, lead in zip(teams, leads, strict=True):
        team.owner = lead.person
        team.save()
    Customer.objects.bulk_create(Customer(name=f"Forename{n} Surname{n}") for n in range(CUSTOMERS))
    customers = list(Customer.objects.values_list("pk", flat=True))
    rules = begin_inner_loop(by="a bench", at=at - timedelta(days=100))
    low = next(rule for rule in rules if rule.opens_for == "low_score")
    total = cases + CLOSED * cases // OPEN
    _speak(chance, total, [team.pk for team in teams], customers, at)
    began = process_time()
    opened = open_cases_for(low, at=at)
    a_second = len(opened) / (process_time() - began)
    if len(opened) != total:
        raise RuntimeError(f"{len(opened)} of {total} were opened")
    _act(chance, list(Case.objects.order_by("pk").values_list("pk", "owner", "opened_at")), cases)
    readers = {
        "office": world.office,
        "lead of a region": make_user("Rita Region", region, User.Role.LEAD),
        "lead": leads[0],
        "frontline": make_user("Fred Frontline", teams[0], User.Role.FRONTLINE),
    }
    return readers, a_second


def _speak(chance: random.Random, n: int, teams: list[int], customers: list[int], at: datetime) -> None:
    from groundswell.listen.signals.models import Signal
    from groundswell.understand.themes.models import Mention, Theme

    themes = [
        Theme.objects.create(code=one, name=f"Theme {one}", terms=[one])
        for one in ("delivery", "refund", "staff")
    ]
    channels = Signal.Channel.values
    for start in range(0, n, 10_000):
        said = []
        for number in range(start, min(start + 10_000, n)):
            words = chance.choices(VOCABULARY, k=18) + (
                [chance.choice(SELDOM)] if chance.random() < 0.001 else []
            )
            when = at - timedelta(minutes=chance.randrange(60 * 24 * 80))
            said.append(
                Signal(
                    source="bench", key=str(number), digest="", channel=chance.choice(channels), score=chance.randrange(7),
                    kind_of_score="experience", comment=" ".join(words), unit_id=chance.choice(teams),
                    customer_id=chance.choice(customers) if chance.random() < 0.97 else None,
                    episode_at=when, submitted_at=when, received_at=when,
                )
            )  # fmt: skip
        Signal.objects.bulk_create(said, batch_size=500)
        Mention.objects.bulk_create(
            (Mention(signal=one, theme=chance.choice(themes), words="", version=1) for one in said),
            batch_size=500,
        )


def _act(chance: random.Random, cases: list[tuple[int, int, datetime]], left_open: int) -> None:
    """A tenth of the open ones are reached; the others beyond them are reached and closed."""
    from groundswell.act.cases.models import Closure, ContactAttempt, RootCause
    from groundswell.act.cases.standing import write_standing

    cause, rows = RootCause.objects.first(), list(cases)
    chance.shuffle(rows)
    reached = rows[: left_open // 10] + rows[left_open:]

    def span() -> timedelta:
        return timedelta(hours=chance.choice([2, 30]))

    ContactAttempt.objects.bulk_create(
        (
            ContactAttempt(case_id=pk, channel="phone", reached=True, by_id=by, at=at + span())
            for pk, by, at in reached
        ),
        batch_size=500,
    )
    Closure.objects.bulk_create(
        (
            Closure(case_id=pk, outcome="answered", root_cause=cause, by_id=by, at=at + timedelta(hours=31))
            for pk, by, at in rows[left_open:]
        ),
        batch_size=500,
    )
    write_standing([pk for pk, _, _ in reached])


def main() -> None:
    """Print the bars."""
    table = Table("what", "ours", "limit", "ratio", "holds")
    for bar in bars():
        table.add_row(
            bar.bench,
            f"{bar.value:g}",
            f"{bar.against_value:g}",
            f"{bar.ratio:g}",
            "yes" if bar.holds else "NO",
        )
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
