"""Tables that are laid at once are those that the migrations lead to, step by step."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache as kept
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState, get_related_models_tuples
from django.db.models.signals import pre_migrate

STEP_BY_STEP = """
import django, gc
django.setup()
gc.freeze()  # every step draws models anew: what was there before is not swept each time
gc.set_threshold(50_000, 20, 100)
from groundswell.config.tables.tests.test_laying import draw_what_a_step_touches
draw_what_a_step_touches()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""
LOOK = """
import django, json
django.setup()
from django.db import connection
from groundswell.config.tables.tests.test_laying import as_it_stands
print(json.dumps(as_it_stands(connection), sort_keys=True, default=str))
"""
COUNT = "SELECT COUNT(*) FROM {}"
# What a database tells of itself, however the columns of a table are ordered.
POSTGRESQL = (
    "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length, numeric_precision, column_default,"
    " is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


def draw_what_a_step_touches() -> None:
    """After each step Django draws anew the model that it changed and all that hang together with it: here nearly every one,
    hundreds of times. For the tables that a step lays, the model and those that point at it are enough."""
    asked_once = kept(apps.get_swappable_settings_name)

    def touched(state: ProjectState, app: str, name: str, delay: bool) -> set[tuple[str, str]]:
        try:
            before = state.apps.get_model(app, name)
        except LookupError:
            return {(app, name)}
        return {(app, name)} | (set() if delay else get_related_models_tuples(before))

    apps.get_swappable_settings_name = asked_once
    ProjectState._find_reload_model = touched


def as_it_stands(connection: Any) -> dict[str, Any]:
    """Tables with their columns, keys, checks, indexes and triggers, and how many rows each has."""
    with connection.cursor() as cursor:

        def said(asked: str) -> list[Any]:
            cursor.execute(asked)
            return sorted(map(str, cursor.fetchall()))

        tables = connection.introspection.table_names(cursor)
        rows = {table: said(COUNT.format(connection.ops.quote_name(table))) for table in tables}
        if connection.vendor == "postgresql":
            return {"rows": rows, "tables": [said(asked) for asked in POSTGRESQL]}
        columns = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{}')"
        keys = 'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{}\')'
        return {
            "rows": rows,
            "columns": {table: said(columns.format(table)) for table in tables},
            "keys": {table: said(keys.format(table)) for table in tables},
            "checks": {table: _constraints(connection, cursor, table) for table in tables},
            "beside": said("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"),
        }


def _constraints(connection: Any, cursor: Any, table: str) -> list[str]:
    found = connection.introspection.get_constraints(cursor, table)
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
    text = cursor.fetchone()[0]
    checks = [part for part in text.split("CONSTRAINT ")[1:] if " CHECK " in part]
    named = [name for name, one in found.items() if not name.startswith(("sqlite_autoindex", "__unnamed"))]
    return sorted(named) + sorted(part.strip().rstrip(",)").split(', "')[0] for part in checks)


def _python(code: str, **where: str) -> str:
    own = os.environ | {"DJANGO_SETTINGS_MODULE": "groundswell.config.settings"} | where
    ended = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, text=True, check=False)
    assert not ended.returncode, ended.stderr
    return ended.stdout


def _places(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Two empty databases of the kind that the tests run on."""
    for name in ("steps", "once"):
        home = tmp_path / name
        home.mkdir()
        where = {"GROUNDSWELL_HOME": str(home), "DATABASE_URL": ""}
        if connection.vendor == "postgresql":
            own = os.environ["DATABASE_URL"]
            database = f"laid_{name}_{os.getpid()}"
            with psycopg.connect(own, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {database}")
                server.execute(f"CREATE DATABASE {database}")
            where["DATABASE_URL"] = own.rpartition("/")[0] + f"/{database}"
        yield where


def test_laid_at_once_they_are_the_same_as_step_by_step(tmp_path: Path):
    at_once = STEP_BY_STEP.replace(
        "django.core.management.commands", "groundswell.config.tables.management.commands"
    )
    looks = []
    for code, where in zip((STEP_BY_STEP, at_once), _places(tmp_path), strict=True):
        _python(code, **where)
        looks.append(_python(LOOK, **where))
    assert looks[0] == looks[1]
    assert '"cases_case"' in looks[0]
    assert "unanswered" in looks[0], "the triggers are looked at too"


def test_a_start_that_finds_everything_up_to_date_draws_no_models(db):
    def drawn(**_: object) -> None:
        raise AssertionError("Django draws all models to tell who listens.")

    pre_migrate.connect(drawn)
    try:
        call_command("migrate", verbosity=0)
    finally:
        pre_migrate.disconnect(drawn)
