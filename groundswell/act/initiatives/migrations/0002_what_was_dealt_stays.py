"""The database itself refuses to change what a unit was dealt.

A later migration that rebuilds ``initiatives_allocation`` on SQLite loses its trigger: run ``guard`` again after it.
"""

from django.db import migrations

WORDS = "What was dealt stays as it was dealt"
SQLITE = (
    f"""
    CREATE TRIGGER what_was_dealt_stays BEFORE UPDATE ON initiatives_allocation
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
    """,
)
POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION refuse_dealing_again() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER what_was_dealt_stays BEFORE UPDATE ON initiatives_allocation
    FOR EACH ROW EXECUTE FUNCTION refuse_dealing_again()
    """,
)


def guard(apps, editor):
    """Install the trigger."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unguard(apps, editor):
    """Remove it."""
    table = " ON initiatives_allocation" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER what_was_dealt_stays{table}")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
