"""``migrate`` as Django runs it; where there is nothing yet, all tables are laid at once first."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from groundswell.config.tables.laying import lay_tables

PARTLY = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Bring the database up to date. Where it is, no model is drawn: most starts find it so."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options.get(one) for one in PARTLY):
            if not connection.introspection.table_names():
                connection.prepare_database()
                lay_tables(connection)
            elif not options["verbosity"] and _is_up_to_date(MigrationExecutor(connection)):
                return
        super().handle(*args, **options)


def _is_up_to_date(executor: MigrationExecutor) -> bool:
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
