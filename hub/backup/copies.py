"""Which copier a store has."""

from pathlib import Path

from hub.backup.port import StoreCopy
from hub.backup.sqlite_copy import SqliteCopy
from hub.record.children import store_environment


def store_copy(store: str, folder: Path) -> StoreCopy:
    """Return the copier of HUB_STORE. PostgreSQL's driver is there only where it is installed."""
    environment = store_environment(store, folder)
    if "SQLITE_DBNAME" in environment:
        return SqliteCopy(Path(environment["SQLITE_DBNAME"]))
    from hub.backup.postgres_copy import PostgresCopy

    return PostgresCopy(environment)
