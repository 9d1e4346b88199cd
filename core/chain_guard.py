"""Triggers with which the database itself refuses to change or remove sealed lines of the history.

They stand in no migration: SQLite drops the triggers of a table that a later migration makes anew. So they are taken
away before migrations and put back after them (core.apps). Lines up to the horizon may be removed: their time is over.
"""

from __future__ import annotations

from django.db import connection

_SQLITE = {
    "history_unchanged": """
        CREATE TRIGGER IF NOT EXISTS history_unchanged BEFORE UPDATE ON core_auditline
        WHEN OLD.place IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'sealed lines of the history are not changed'); END
    """,
    "history_kept": """
        CREATE TRIGGER IF NOT EXISTS history_kept BEFORE DELETE ON core_auditline
        WHEN OLD.place IS NOT NULL AND OLD.place > COALESCE((SELECT MAX(horizon) FROM core_audithead), 0)
        BEGIN SELECT RAISE(ABORT, 'sealed lines of the history are not removed'); END
    """,
}
_POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION history_guard() RETURNS trigger AS $$
    BEGIN
        IF OLD.place IS NULL THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'sealed lines of the history are not changed' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.place > COALESCE((SELECT MAX(horizon) FROM core_audithead), 0) THEN
            RAISE EXCEPTION 'sealed lines of the history are not removed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END $$ LANGUAGE plpgsql
    """,
    "DROP TRIGGER IF EXISTS history_guard ON core_auditline",
    """
    CREATE TRIGGER history_guard BEFORE UPDATE OR DELETE ON core_auditline
    FOR EACH ROW EXECUTE FUNCTION history_guard()
    """,
)


def put_up() -> None:
    """Guard the history; does nothing where its tables are not (yet, or any more) as this version knows them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if not {"core_auditline", "core_audithead"} <= set(tables):
            return
        columns = connection.introspection.get_table_description(cursor, "core_auditline")
        if "place" not in {column.name for column in columns}:
            return
        for statement in _SQLITE.values() if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def take_down() -> None:
    """Lift the guard, for migrations and for the emptying of a test's database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        elif "core_auditline" in connection.introspection.table_names(cursor):
            cursor.execute("DROP TRIGGER IF EXISTS history_guard ON core_auditline")


def is_guarded() -> bool:
    """Whether the triggers stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
                list(_SQLITE),
            )
            return int(cursor.fetchone()[0]) == len(_SQLITE)
        cursor.execute("SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'history_guard' AND tgenabled <> 'D'")
        return int(cursor.fetchone()[0]) > 0
