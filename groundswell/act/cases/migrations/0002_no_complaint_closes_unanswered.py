"""The database itself refuses to close the case of a complaint that has no answer, or waits for our last word.

A later migration that rebuilds ``cases_closure`` on SQLite loses its triggers: run ``guard`` again after it.
"""

from django.db import migrations

UNANSWERED = """
    SELECT 1 FROM cases_case c JOIN signals_signal s ON s.id = c.signal_id
    LEFT JOIN complaints_complaint k ON k.signal_id = s.id
    WHERE c.id = NEW.case_id AND (s.kind = 'complaint' OR k.id IS NOT NULL) AND (
        NOT EXISTS (SELECT 1 FROM complaints_answer a WHERE a.complaint_id = k.id)
        OR EXISTS (
            SELECT 1 FROM complaints_review r WHERE r.complaint_id = k.id
            AND NOT EXISTS (SELECT 1 FROM complaints_last_word l WHERE l.review_id = r.id)
        )
    )
"""
WORDS = "No case of a complaint closes without an answer"
SQLITE = tuple(
    f"""
    CREATE TRIGGER {name} BEFORE {deed} ON cases_closure
    WHEN EXISTS ({UNANSWERED})
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
    """
    for name, deed in (
        ("no_complaint_closes_unanswered", "INSERT"),
        ("no_closure_moves_to_an_unanswered_complaint", "UPDATE OF case_id"),
    )
)
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
    CREATE TRIGGER no_complaint_closes_unanswered BEFORE INSERT OR UPDATE OF case_id ON cases_closure
    FOR EACH ROW EXECUTE FUNCTION refuse_unanswered_closure()
    """,
)


def guard(apps, editor):
    """Install the trigger."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unguard(apps, editor):
    """Remove it."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER no_complaint_closes_unanswered ON cases_closure")
        return
    editor.execute("DROP TRIGGER no_complaint_closes_unanswered")
    editor.execute("DROP TRIGGER no_closure_moves_to_an_unanswered_complaint")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("complaints", "0001_initial"), ("signals", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
