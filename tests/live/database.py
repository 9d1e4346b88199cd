"""The database of the portal under test, taken away for a while."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.live.portal import Portal


@contextmanager
def away(portal: Portal) -> Iterator[None]:
    """Nobody writes into the database: PostgreSQL ends all sessions and takes no new one, as when it is restarted; a
    file is locked by another process, as by a back-up that hangs.
    """
    url = portal.env["DATABASE_URL"]
    with _refusing(url) if url.startswith("postgres") else _locked(url.removeprefix("sqlite:///")):
        yield


@contextmanager
def _locked(path: str) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None, timeout=10)
    try:
        other.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        with suppress(sqlite3.Error):
            other.execute("ROLLBACK")
        other.close()


@contextmanager
def _refusing(url: str) -> Iterator[None]:
    name = urlsplit(url).path.lstrip("/")
    server = psycopg2.connect(
        os.environ.get("DATABASE_URL") or urlunsplit(urlsplit(url)._replace(path="/postgres"))
    )
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
            for _round in range(3):  # a session that was opened in between is ended too
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
                time.sleep(0.2)
            yield
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
        server.close()
