"""``migrate`` as Django runs it; where there is nothing yet, all tables are laid at once first."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from groundswell.config.tables.laying import lay_tables

PARTLY = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Bring the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options.get(one) for one in PARTLY) and not connection.introspection.table_names():
            connection.prepare_database()
            lay_tables(connection)
        super().handle(*args, **options)
