"""The database itself refuses to close the case of a complaint that has no answer.

A later migration that rebuilds ``cases_closure`` on SQLite loses its triggers: run ``guard`` again after it.
"""

from django.db import migrations

UNANSWERED = """
    SELECT 1 FROM cases_case c JOIN signals_signal s ON s.id = c.signal_id
    WHERE c.id = NEW.case_id AND s.kind = 'complaint' AND NOT EXISTS (
        SELECT 1 FROM complaints_complaint k JOIN complaints_answer a ON a.complaint_id = k.id
        WHERE k.signal_id = s.id
    )
"""
WORDS = "No case of a complaint closes without an answer"
SQLITE = f"""
    CREATE TRIGGER no_complaint_closes_unanswered BEFORE INSERT ON cases_closure
    WHEN EXISTS ({UNANSWERED})
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
"""
POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION refuse_unanswered_closure() RETURNS trigger AS $$
    BEGIN
        IF EXISTS ({UNANSWERED}) THEN
            RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER no_complaint_closes_unanswered BEFORE INSERT ON cases_closure
    FOR EACH ROW EXECUTE FUNCTION refuse_unanswered_closure()
    """,
)


def guard(apps, editor):
    """Install the trigger."""
    if editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            editor.execute(statement)
    else:
        editor.execute(SQLITE)


def unguard(apps, editor):
    """Remove it."""
    table = " ON cases_closure" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER no_complaint_closes_unanswered{table}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("complaints", "0001_initial"), ("signals", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
