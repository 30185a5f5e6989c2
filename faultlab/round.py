"""One round: agencies join a fresh hub and speak, the parts die meanwhile, and the oracle counts what is there."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import DictRow

from exchange import AgencyFolder, connect, for_agency
from faultlab import group, oracle
from faultlab.bench import Bench
from faultlab.conductor import Conductor
from faultlab.errors import LabFailed
from faultlab.happened import Happened
from faultlab.ledger import Ledger
from faultlab.oracle import HubKeys, Verdict, Wire
from faultlab.parts import Cluster, Service, broker_in
from faultlab.plan import Plan
from faultlab.posting import Posting
from faultlab.scratch import Scratch, scratch
from faultlab.sender import Sender
from faultlab.story import story
from hub.bootstrap.store import open_store
from hub.cli.joining import join
from hub.config import Settings
from hub.views.model import AgencyRow

KINDS = {"police": "police", "school": "school", "care": "childrens-social-care"}
STILL_S = 90.0
"""How long nothing may move before a round is judged as it stands."""


@dataclass(frozen=True, slots=True)
class Lab:
    """Parts that run; rounds follow one another on them."""

    scratch: Scratch
    broker: Service
    cluster: Cluster


@contextmanager
def laboratory() -> Iterator[Lab]:
    """Start a broker and a cluster of our own; both are gone when the block ends."""
    with scratch() as place:
        lab = Lab(place, broker_in(place.broker.folder / "run"), Cluster(cluster_in(place.store.folder / "cluster")))
        try:
            lab.broker.start()
            lab.cluster.start_first()
            yield lab
        finally:
            lab.broker.stop()
            lab.cluster.service.stop()


def cluster_in(run: Path) -> Service:
    """Return a PostgreSQL cluster that is kept in a folder."""
    return Service("postgresql", "HUB_TEST_POSTGRES", run)


class Round:
    """A hub of its own: a schema, a folder of keys, and agencies whose names no other round has."""

    def __init__(self, lab: Lab, plan: Plan) -> None:
        self._lab = lab
        self._plan = plan
        self.schema = f"round_{plan.seed}"
        self.folder = lab.scratch.store.folder / self.schema
        self.logs = lab.scratch.folder / f"logs-{plan.seed}"
        self.logs.mkdir()
        self.agencies = {kind: f"{kind}-{plan.seed}" for kind in KINDS}
        self.ledger_file = self.logs / "ledger.jsonl"

    @property
    def settings(self) -> dict[str, object]:
        """The hub's settings, by name."""
        return {
            "data": str(self.folder),
            "id": "hub-lab",
            "store": f"{self._lab.cluster.service.address}?schema={self.schema}",
            "transport": f"kafka://{self._lab.broker.address}",
            "partitions": 2,
        }

    def run(self) -> tuple[Verdict, Happened]:
        """Run it to the end, and judge it."""
        happened = self._disturb(self._join())
        return self.judged(), happened

    def judged(self) -> Verdict:
        """Judge what stands, in one snapshot."""
        with self.connect() as connection:
            stored = oracle.read_store(connection.cursor(), self.keys())
        return oracle.judge(oracle.read_ledger(self.ledger_file), self.wire(), stored, self.keys())

    def wire(self) -> Wire:
        """Read the topics of this round's agencies."""
        return oracle.read_wire(self._lab.broker.address, self.agencies.values())

    def keys(self) -> HubKeys:
        """Read this round's keys, for the oracle."""
        return HubKeys(self.folder / "keys")

    def connect(self) -> psycopg.Connection[DictRow]:
        """Connect to this round's store, past the hub."""
        return self._lab.cluster.connect(self.schema)

    def clear(self) -> None:
        """Drop what the next round does not need."""
        topics = [topic for agency in self.agencies.values() for topic in for_agency(agency).all()]
        group.drop(self._lab.broker.address, topics)
        with self._lab.cluster.connect() as connection:
            connection.execute(f"DROP SCHEMA {self.schema} CASCADE".encode())

    def _join(self) -> Mapping[str, AgencyFolder]:
        with self._lab.cluster.connect() as connection:
            connection.execute(f"CREATE SCHEMA {self.schema}".encode())
        settings = Settings.model_validate(self.settings)
        store, log = open_store(settings), connect(settings.transport_address)
        rows = [AgencyRow(self.agencies[kind], KINDS[kind], kind, "northshire", "01632 960 100") for kind in KINDS]
        folders = {row.agency_id: join(store, log, row, self.folder / row.agency_id) for row in rows}
        log.close()
        store.close()
        receipts = [for_agency(agency).receipts for agency in folders]
        group.stamp_by_broker(self._lab.broker.address, receipts)
        return folders

    def _disturb(self, folders: Mapping[str, AgencyFolder]) -> Happened:
        """Send while everything dies, then until all is answered. The hubs are dead when this returns."""
        bench = Bench(self._lab.broker, self._lab.cluster, self._lab.scratch, self.settings, self.logs, self._taken)
        with self._sending(folders) as sender:
            conductor = Conductor(self._plan, bench)
            try:
                conductor.run()
            except BaseException:
                conductor.pool.stop()
                raise
        try:
            if sender.failure is not None:
                raise LabFailed(f"the sender stopped: {sender.failure!r}")
            self._drain(conductor)
        finally:
            conductor.pool.stop()
        return conductor.happened

    @contextmanager
    def _sending(self, folders: Mapping[str, AgencyFolder]) -> Iterator[Sender]:
        log, ledger, stop = connect(str(self.settings["transport"])), Ledger(self.ledger_file), threading.Event()
        told = story(self._plan.seed, list(folders), self.agencies["school"])
        producer = log.producer()
        sender = Sender(producer, Posting(folders), ledger, told, self._taken)
        thread = threading.Thread(target=sender.run, args=(self._plan.rate, stop))
        thread.start()
        try:
            yield sender
        except BaseException:
            sender.give_up()
            raise
        finally:
            stop.set()
            thread.join()
            producer.close()
            log.close()
            ledger.close()

    def _drain(self, conductor: Conductor) -> None:
        """Wait until everything on the topics is taken and every receipt is sent, or nothing moves any more.

        What is missing then is for the oracle to find, not for us to wait for.
        """
        ends = {(one.topic, one.partition): one.offset + 1 for one in self.wire().inbound}
        seen, since = (-1, -1), time.monotonic()
        while time.monotonic() - since < STILL_S:
            conductor.pool.keep_up()
            is_taken = self._offsets() == ends
            here = (self._taken(), self._number("SELECT count(*) AS n FROM delivery"))
            if is_taken and here[1] == 0:
                return
            if here != seen:
                seen, since = here, time.monotonic()
            time.sleep(0.1)

    def _offsets(self) -> dict[tuple[str, int], int]:
        with suppress(psycopg.Error), self.connect() as connection:
            rows = connection.execute("SELECT topic, part, next_offset FROM topic_offset").fetchall()
            return {(row["topic"], row["part"]): row["next_offset"] for row in rows}
        return {}

    def _taken(self) -> int:
        return self._number("SELECT coalesce(sum(next_offset), 0) AS n FROM topic_offset")

    def _number(self, sql: str) -> int:
        """Return a number of the store, -1 where the store does not answer."""
        with suppress(psycopg.Error), self.connect() as connection:
            row = connection.execute(sql.encode()).fetchone()
            return -1 if row is None else int(row["n"])
        return -1
