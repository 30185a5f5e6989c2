"""What is watched during an overload: when each concern is answered, how much memory the hub holds, how far it is."""

import json
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.memory import resident_mib
from exchange.topic_log.port import Consumer
from hub.cli import Store

SAMPLE_SECONDS = 1.0
AT_ONCE = 500


@dataclass
class Memory:
    """The resident memory of processes together, each second: (seconds, MiB)."""

    pids: Sequence[int]
    samples: list[tuple[float, float]] = field(default_factory=list)

    def run(self, until: threading.Event) -> None:
        """Sample until told to stop."""
        began = time.monotonic()
        while not until.wait(SAMPLE_SECONDS):
            self.samples.append((time.monotonic() - began, sum(resident_mib(pid) for pid in self.pids)))

    @property
    def slope(self) -> float:
        """MiB a minute over the second half, by least squares: caches have filled by then."""
        later = self.samples[len(self.samples) // 2 :]
        if len(later) < 2:
            return 0.0
        return statistics.linear_regression([at for at, _ in later], [mib for _, mib in later]).slope * 60

    @property
    def most(self) -> float:
        """The most that was held, in MiB."""
        return max((mib for _, mib in self.samples), default=0.0)


def answered(consumer: Consumer, found: dict[str, float], until: threading.Event) -> None:
    """Read an agency's receipts until told to stop, and note when each concern's came, by its id."""
    while not until.is_set():
        records = consumer.poll(AT_ONCE, SAMPLE_SECONDS)
        now = time.monotonic()
        for record in records:
            if b"urgent-" in record.value:
                found.setdefault(json.loads(record.value)["data"]["id"], now)
    consumer.close()


def taken(store: Store) -> int:
    """Return how many records the hub has taken."""
    with store.record.database.read() as cursor:
        cursor.execute("SELECT COALESCE(SUM(next_offset), 0) AS n FROM topic_offset")
        return int(cursor.fetchall()[0]["n"])


def on_record(store: Store) -> int:
    """Return how many entries are in children's chronologies."""
    with store.record.database.read() as cursor:
        cursor.execute("SELECT COUNT(*) AS n FROM chronology_row")
        return int(cursor.fetchall()[0]["n"])


def waits(sent: Mapping[str, float], came: Mapping[str, float]) -> dict[str, float]:
    """Return how many concerns were sent and answered, and the waits from topic to receipt, in seconds."""
    times = sorted(came[name] - at for name, at in sent.items() if name in came) or [float("inf")]
    counted = {"sent": len(sent), "answered": len(sent.keys() & came.keys())}
    at_99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    named = {"p50_s": statistics.median(times), "p99_s": at_99, "max_s": times[-1]}
    return counted | {name: round(wait, 3) for name, wait in named.items()}
