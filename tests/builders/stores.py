"""A schema of one's own on a real PostgreSQL, as an address that the hub takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg


@contextmanager
def postgres_schema(address: str) -> Iterator[str]:
    """The address of a new, empty schema; it is dropped at the end, with everybody who still holds on to it."""
    schema = f"test_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            yield f"{address}?schema={schema}"
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")
