"""PostgreSQL stores, by the server's own `pg_dump` and `pg_restore`: the hub's schema as one snapshot sees it."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from hub.backup.port import Checkpointing, Copied
from hub.domain.errors import HubError, Misconfigured
from hub.record.database import PortableCursor

_TABLES = (
    "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY table_name"
)
Connection = psycopg.Connection[dict[str, Any]]


class PostgresCopy:
    """One schema of one database; `environment` is the record room's settings for it."""

    kind = "postgresql"

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._schema = environment["POSTGRES_SCHEMA"]
        self._address = {
            "PGHOST": environment["POSTGRES_HOST"],
            "PGPORT": environment["POSTGRES_PORT"],
            "PGDATABASE": environment["POSTGRES_DBNAME"],
            "PGUSER": environment["POSTGRES_USER"],
            "PGPASSWORD": environment["POSTGRES_PASSWORD"],
        }

    def copy(self, to: Path, checkpoint: Checkpointing) -> Copied:
        """The counts, the checkpoint and the dump are of one exported snapshot."""
        with self._connected() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(SQL("SET LOCAL search_path TO {}").format(Identifier(self._schema)))
            cursor.execute("SELECT pg_export_snapshot() AS name")
            snapshot = _one(cursor.fetchone())["name"]
            copied = Copied(self._rows(cursor), checkpoint(PortableCursor(cursor, "%s")))
            which = (f"--schema={self._schema}", f"--snapshot={snapshot}")
            self._run("pg_dump", "--format=custom", *which, f"--file={to}")
        to.chmod(0o600)
        return copied

    def is_empty(self) -> bool:
        with self._connected() as connection, connection.cursor() as cursor:
            cursor.execute(_TABLES, (self._schema,))
            return cursor.fetchone() is None

    def set_aside(self, stamp: str) -> str:
        aside = f"{self._schema}_before_{stamp.lower()}"
        with self._connected() as connection:
            connection.execute(SQL("ALTER SCHEMA {} RENAME TO {}").format(Identifier(self._schema), Identifier(aside)))
        return f"the schema {aside}"

    def bring_back(self, file: Path) -> Mapping[str, int]:
        with self._connected() as connection:
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self._schema)))
        self._run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            f"--schema={self._schema}",
            f"--dbname={self._address['PGDATABASE']}",
            str(file),
        )
        with self._connected() as connection, connection.cursor() as cursor:
            return self._rows(cursor)

    def _rows(self, cursor: psycopg.Cursor[dict[str, Any]]) -> Mapping[str, int]:
        cursor.execute(_TABLES, (self._schema,))
        tables = [row["name"] for row in cursor.fetchall()]
        counting = SQL("SELECT COUNT(*) AS n FROM {}.{}")
        rows = {}
        for name in tables:
            cursor.execute(counting.format(Identifier(self._schema), Identifier(name)))
            rows[name] = int(_one(cursor.fetchone())["n"])
        return rows

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        address = make_conninfo(
            host=self._address["PGHOST"],
            port=self._address["PGPORT"],
            dbname=self._address["PGDATABASE"],
            user=self._address["PGUSER"],
            password=self._address["PGPASSWORD"],
        )
        with psycopg.connect(address, row_factory=dict_row) as connection:
            yield connection

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise Misconfigured(f"{program} is not installed: install Debian's postgresql-client")
        ran = subprocess.run(  # noqa: S603 (a program of PostgreSQL's, no shell)
            [found, "--no-password", *arguments],
            env={**os.environ, **self._address},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != 0:
            said = ran.stderr.strip().splitlines() or ["it said nothing"]
            raise HubError(f"{program} failed: {said[0]}")


def _one(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        raise HubError("PostgreSQL gave no answer where one row was due")
    return row
