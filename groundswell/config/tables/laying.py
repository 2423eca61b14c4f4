"""Lay all tables into an empty database at once.

Step by step, Django draws its picture of all models anew for each of hundreds of steps: half a minute of work for a first
start. What the steps lead to is known, and is made in one go: the same tables, kept as if each migration had run.
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def lay_tables(connection: BaseDatabaseWrapper) -> None:
    """Everything that the migrations lead to, in one transaction; what they run by hand runs here too, over empty tables."""
    executor = MigrationExecutor(connection)
    steps = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    end = executor.loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        executor.recorder.ensure_schema()
        for model in end.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for step in steps:
            for operation in step.operations:
                if isinstance(operation, migrations.RunPython | migrations.RunSQL):
                    operation.database_forwards(step.app_label, editor, end, end)
            executor.recorder.record_applied(step.app_label, step.name)
