"""Fixtures that every test may use."""

import gc
import re
from collections.abc import Iterator
from functools import cache as kept
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as examples
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from groundswell.foundation.access.models import User
from tests.world import World, make_world

# Property tests look for wrong results; on a busy machine a slow example is not one.
examples.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.register_profile("again", examples.get_profile("house"), max_examples=25)
examples.load_profile("house")


LONGEST = (
    "groundswell/config/tables/",
    "groundswell/engine/tests/test_a_cluster.py",
    "groundswell/listen/asking/tests/test_planted_bugs.py",
    "groundswell/act/coaching/tests/test_seeing.py",
    "demo/",
    "tests/",
)


PAGES = re.compile(r"groundswell/.*/test_(\w+_)?pages\.py$")
"""What the pages of a room say is tried once: on PostgreSQL every address is opened by ``tests/``."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no process of the run waits for another."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if PAGES.match(item.nodeid.partition("::")[0]):
            item.add_marker("once")


class _FileByFile(LoadFileScheduling):
    """A file stays in one process, and so does the demonstration: else each process would build one."""

    def _split_scope(self, nodeid: str) -> str:
        return "demo" if nodeid.startswith("demo/") else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _FileByFile | None:
    """For ``--dist loadfile`` only."""
    return _FileByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays until the end: sweeping it again and again takes a tenth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_unconfigure() -> None:
    """Python clears away what it swept last; some libraries count what is left then."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, so that two threads are two connections, and without waiting for the disk."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        default["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> Iterator[None]:
    """Passwords are hashed at once; static files are served without a manifest and looked for when they are asked for."""
    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": staticfiles},
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


NOTED_BY_DJANGO = {"django_content_type", "auth_permission"}
"""What kinds of rows and rights there are: the same before and after every test."""


@kept
def _tables() -> list[str]:
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(found) - NOTED_BY_DJANGO)


def _empty_what_was_written(_: TransactionTestCase) -> None:
    name = connection.ops.quote_name
    has_rows = (f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {name(one)})" for one in _tables())  # noqa: S608 our own
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # what guards rows does not guard these
        cursor.execute(" UNION ALL ".join(has_rows))
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name(table)}")  # noqa: S608 our own


@pytest.fixture(scope="session", autouse=True)
def quickly_emptied() -> Iterator[None]:
    """After a test that commits, the tables with rows are emptied.

    Django would empty all, and then note anew what kinds of rows and rights every room has.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_what_was_written)
        yield


@pytest.fixture(autouse=True)
def own_home(quick_settings: None, tmp_path: Path) -> Iterator[None]:
    """Each test keeps its evidence in a place of its own."""
    static = tmp_path / "static"
    static.mkdir()
    with override_settings(
        GROUNDSWELL_HOME=tmp_path, EVIDENCE_HOME=tmp_path / "evidence", STATIC_ROOT=static
    ):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No test knows how often another one failed to sign in."""
    cache.clear()


@pytest.fixture
def world(db) -> World:
    """A small organisation."""
    return make_world()


@pytest.fixture
def signed_in():
    """``signed_in(user)`` gives a client with that person's session."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
