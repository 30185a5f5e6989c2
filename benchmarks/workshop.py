"""Where benchmarks run: a scratch folder, the hub's keys in it, agencies with credentials, and fresh stores to fill."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from exchange import AgencyFolder, connect
from exchange.topic_log.port import TopicLog
from hub.bootstrap.store import open_store
from hub.cli import Store
from hub.cli.joining import join
from hub.config import Settings
from hub.views.model import AgencyRow

SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Workshop:
    """`log` carries the messages; `agencies` join each fresh store with the credentials they got first."""

    folder: Path
    log: TopicLog
    agencies: tuple[AgencyRow, ...]
    policy: str = "embedded"

    def settings(self, data: Path, store: str) -> Settings:
        """Return the settings of a hub over a store of its own; the keys are the same for all."""
        return Settings(data=data, store=store, keys=f"local:{self.folder / 'keys'}", policy=self.policy)

    @contextmanager
    def hub(self, store: str) -> Iterator[tuple[Store, Sequence[AgencyFolder]]]:
        """Open a new, empty hub with the agencies joined; the store is gone afterwards."""
        with self.place(store) as (data, address):
            opened = open_store(self.settings(data, address))
            folders = [join(opened, self.log, one, self.folder / one.agency_id) for one in self.agencies]
            yield opened, folders
            opened.close()

    @contextmanager
    def place(self, store: str) -> Iterator[tuple[Path, str]]:
        """Make a folder, and for PostgreSQL a schema; returns the folder and the store's address."""
        with TemporaryDirectory(dir=self.folder) as data:
            if store == SQLITE:
                yield Path(data), store
                return
            with schema_in(store) as address:
                yield Path(data), address


@contextmanager
def new_workshop(agencies: tuple[AgencyRow, ...], policy: str = "embedded") -> Iterator[Workshop]:
    """Open a workshop in a scratch folder, with a topic log there; `policy` is `embedded` or OPA's address."""
    with TemporaryDirectory() as folder:
        log = connect(f"embedded:{Path(folder) / 'topics.db'}")
        try:
            yield Workshop(Path(folder), log, agencies, policy)
        finally:
            log.close()


@contextmanager
def schema_in(address: str) -> Iterator[str]:
    """Make a schema in a PostgreSQL database for the time of the block; returns the address that names it."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        try:
            yield f"{address}?schema={name}"
        finally:
            connection.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(name)))


def agency(agency_id: str, agency_type: str) -> AgencyRow:
    """Return an agency of the hub's own area."""
    return AgencyRow(agency_id, agency_type, f"Agency {agency_id}", "northshire", "01632 960 200")
