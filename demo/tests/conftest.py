"""The demonstration is built once for all tests that look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from demo.build import Truth, build

TODAY = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Built:
    """A demonstration with its home."""

    truth: Truth
    home: Path
    steps: tuple[tuple[int, int, str], ...]


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Built]:
    """The whole demonstration, taken back at the end."""
    from django.conf import settings

    home = tmp_path_factory.mktemp("demonstration")
    kept = settings.GROUNDSWELL_HOME, settings.EVIDENCE_HOME, settings.PASSWORD_HASHERS
    steps: list[tuple[int, int, str]] = []
    with django_db_blocker.unblock(), transaction.atomic():
        settings.GROUNDSWELL_HOME, settings.EVIDENCE_HOME = home, home / "evidence"
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        truth = build(TODAY, progress=lambda *step: steps.append(step))
        settings.GROUNDSWELL_HOME, settings.EVIDENCE_HOME, settings.PASSWORD_HASHERS = kept
        yield Built(truth, home, tuple(steps))
        transaction.set_rollback(True)


@pytest.fixture
def built(demonstration: Built, own_home: None, settings) -> Built:
    """The demonstration, with its evidence in place of the test's own."""
    settings.GROUNDSWELL_HOME = demonstration.home
    settings.EVIDENCE_HOME = demonstration.home / "evidence"
    return demonstration
