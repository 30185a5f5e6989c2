"""An overload, phase by phase: how fast the hub works, a flood of so many times that, and ordinary work afterwards."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from benchmarks.flood import concerns, flood, send_at, send_urgent
from benchmarks.measures import BenchmarkFailed
from benchmarks.messages import drop, put
from benchmarks.story import children
from benchmarks.watching import Memory, answered, taken, waits
from benchmarks.workshop import SQLITE, Workshop, agency
from exchange import AgencyFolder, Message, connect, for_agency
from hub.cli import Store

PARTITIONS = 6
CHILDREN = 200
PATIENCE_SECONDS = 180
LAST_RECEIPTS_SECONDS = 2.0
ORDINARY_SHARE = 4
"""After the flood messages come at a quarter of what the hub can take: a hub that is not overloaded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: `factor` times what the hub takes in steady work (`calibrate` messages tell), for `seconds`."""

    store: str = SQLITE
    transport: str = "embedded"
    seconds: float = 300
    factor: float = 10
    urgent_per_second: float = 2
    calibrate: int = 1_500
    hubs: int = 1
    seed: int = 20130304


def overload(plan: Plan) -> dict[str, Any]:
    """Run the plan with hubs in processes of their own; returns the figures."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        transport = plan.transport if ":" in plan.transport else f"embedded:{folder / 'topics.db'}"
        log = connect(transport)
        own = agency(f"load-{uuid4().hex[:12]}", "police")
        workshop = Workshop(folder, log, (own,))
        try:
            with workshop.hub(plan.store) as (store, folders), _members(plan, store, transport, own.agency_id) as pids:
                return _Run(plan, store, workshop, folders[0], pids).figures()
        finally:
            drop(transport, for_agency(own.agency_id).all())
            log.close()


@dataclass(frozen=True, slots=True)
class Phase:
    """What was done in one phase: when each concern was sent, and how many messages were sent and taken beside."""

    seconds: float
    concerns: dict[str, float]
    sent: int
    taken: int

    def per_second(self, count: int) -> float:
        """Return a count as a rate."""
        return round(count / self.seconds, 1)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run, phase by phase."""

    plan: Plan
    store: Store
    workshop: Workshop
    folder: AgencyFolder
    pids: Sequence[int]

    def figures(self) -> dict[str, Any]:
        """Find the steady rate, flood, go back to ordinary work, and tell what was seen."""
        about = children(CHILDREN)
        per_second = self._steady_rate(about)
        after = max(1.0, min(60.0, self.plan.seconds / 5))
        distinct = int(per_second * (self.plan.seconds + after) * 1.5) + 100
        first, seed = self.plan.calibrate, self.plan.seed
        lanes = flood(self.folder, about, distinct, seed, first), concerns(self.folder, about, seed)
        with self._watched() as (pool, memory, came):
            over = self._phase(pool, per_second * self.plan.factor, self.plan.seconds, *lanes)
            calm = self._phase(pool, per_second / ORDINARY_SHARE, after, *lanes)
            wait_until(self._urgent_lane_is_empty, "the urgent lane was taken")
            time.sleep(LAST_RECEIPTS_SECONDS)
        return self._named() | {
            "seconds": round(over.seconds, 1),
            "steady_per_second": round(per_second, 1),
            "flood": {"sent": over.sent, "taken_meanwhile": over.taken},
            "urgent": waits({**over.concerns, **calm.concerns}, came),
            "rss_mib": {"most": round(memory.most, 1), "slope_per_minute": round(memory.slope, 2)},
            "drain": {"per_second": calm.per_second(calm.taken), "arriving_per_second": calm.per_second(calm.sent)},
            "samples": [round(mib, 1) for _, mib in memory.samples[:: max(1, len(memory.samples) // 12)]],
        }

    def _named(self) -> dict[str, Any]:
        kinds = {"store": self.plan.store.partition(":")[0], "transport": self.plan.transport.partition(":")[0]}
        return kinds | {"hubs": self.plan.hubs, "factor": self.plan.factor}

    @contextmanager
    def _watched(self) -> Iterator[tuple[ThreadPoolExecutor, Memory, dict[str, float]]]:
        """Watch memory and receipts for the time of the block; the receipts are there when it has ended."""
        stop, memory, came = threading.Event(), Memory(self.pids), dict[str, float]()
        consumer = self.workshop.log.consumer("load", topics=[for_agency(self.folder.agency_id).receipts])
        with ThreadPoolExecutor(4) as pool:
            watching = [pool.submit(memory.run, stop), pool.submit(answered, consumer, came, stop)]
            try:
                yield pool, memory, came
            finally:
                stop.set()
            for one in watching:
                one.result()

    def _steady_rate(self, about: Sequence[Mapping[str, Any]]) -> float:
        """Messages a second that a hub takes that is at work already: the first fifth is not counted."""
        messages = list(islice(flood(self.folder, about, self.plan.calibrate, self.plan.seed), self.plan.calibrate))
        first, counted = messages[: len(messages) // 5], messages[len(messages) // 5 :]
        self._taken_whole(first)
        began = time.monotonic()
        self._taken_whole(counted)
        return len(counted) / (time.monotonic() - began)

    def _taken_whole(self, messages: Sequence[Message]) -> None:
        before = taken(self.store)
        put(self.workshop.log, {messages[0].topic: PARTITIONS}, messages)
        wait_until(lambda: taken(self.store) - before >= len(messages), f"{len(messages)} messages were taken")

    def _phase(
        self,
        pool: ThreadPoolExecutor,
        rate: float,
        seconds: float,
        lane: Iterator[Message],
        urgent: Iterator[tuple[str, Message]],
    ) -> Phase:
        """Send both lanes for so many seconds."""
        stop, log, before, began = threading.Event(), self.workshop.log, taken(self.store), time.monotonic()
        flooding = pool.submit(send_at, rate, log, lane, stop)
        asking = pool.submit(send_urgent, self.plan.urgent_per_second, log, urgent, stop)
        time.sleep(seconds)
        stop.set()
        sent, asked = flooding.result(), asking.result()
        return Phase(time.monotonic() - began, asked, sent, taken(self.store) - before)

    def _urgent_lane_is_empty(self) -> bool:
        topic = for_agency(self.folder.agency_id).urgent
        ends = self.workshop.log.end_offsets([(topic, part) for part in range(PARTITIONS)])
        with self.store.record.database.read() as cursor:
            cursor.execute("SELECT COALESCE(SUM(next_offset), 0) AS n FROM topic_offset WHERE topic=?", (topic,))
            return int(cursor.fetchall()[0]["n"]) == sum(ends.values())


@contextmanager
def _members(plan: Plan, store: Store, transport: str, agency_id: str) -> Iterator[list[int]]:
    settings = store.settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    named = {"DATA": settings.data, "STORE": settings.store, "KEYS": settings.keys, "TRANSPORT": transport}
    env = kept | {f"HUB_{name}": str(value) for name, value in named.items()}
    command = [sys.executable, "-m", "benchmarks.member", agency_id]
    members = [subprocess.Popen(command, env=env) for _ in range(plan.hubs)]
    try:
        yield [one.pid for one in members]
    finally:
        for one in members:
            one.terminate()
        for one in members:
            one.wait(60)


def wait_until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > end:
            raise BenchmarkFailed(f"not within {PATIENCE_SECONDS} seconds: {what}")
        time.sleep(0.05)
