"""Measures whether intake shares its work: two processes beside one on the same messages, of which none may be lost."""

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.intake import IDLE_SECONDS, until
from benchmarks.measures import Measure
from benchmarks.messages import composed, drop, put
from benchmarks.sizes import Sizes
from benchmarks.story import children, told
from benchmarks.watching import on_record
from benchmarks.web import environment, running
from benchmarks.workshop import Workshop, agency
from exchange import connect, for_agency
from exchange.topic_log.kafka_client import new_admin
from exchange.topic_log.security import KafkaSecurity
from hub.cli import Store

PARTITIONS = 6
PROCESSES = 2
WARMING_SHARE = 10
"""A tenth of the messages is taken before the clock starts: every process has then joined and worked."""
GROUP = "hub.intake.events"


def measure_sharing(kafka: str, postgres: str, sizes: Sizes) -> list[Measure]:
    """Return messages a second of two intake processes, beside one; the limit is twice what one takes.

    Each is measured once: to start processes and have them join takes longer than what is measured.
    """
    shared, alone = (_rate(kafka, postgres, sizes, number) for number in (PROCESSES, 1))
    return [Measure(f"intake-postgresql-{PROCESSES}-processes", "messages/s", shared, alone, PROCESSES * alone)]


def _rate(kafka: str, postgres: str, sizes: Sizes, processes: int) -> float:
    """Have so many processes take the messages of an agency of their own, with a new store; each must be on record."""
    own, transport = agency(f"bench-{uuid4().hex[:12]}", "police"), f"kafka://{kafka}"
    with TemporaryDirectory() as folder, ExitStack() as stack:
        log = connect(transport)
        stack.callback(log.close)
        stack.callback(drop, transport, for_agency(own.agency_id).all())
        hub, (sender,) = stack.enter_context(Workshop(Path(folder), log, (own,)).hub(postgres))
        sayings = told(children(sizes.children), [own.agency_id], sizes.messages, sizes.seed)
        messages = composed(sender, sayings)
        warming = len(messages) // WARMING_SHARE
        env = environment(hub.settings) | {"HUB_TRANSPORT": transport}
        for _ in range(processes):
            stack.enter_context(running([sys.executable, "-m", "benchmarks.member", own.agency_id], env))
        until(lambda: _joined(kafka, own.agency_id) == processes, lambda: time.sleep(1))
        put(log, {messages[0].topic: PARTITIONS}, messages[:warming])
        _await_taken(hub, warming)
        began = time.perf_counter()
        put(log, {messages[0].topic: PARTITIONS}, messages[warming:])
        _await_taken(hub, len(messages))
        return (len(messages) - warming) / (time.perf_counter() - began)


def _joined(kafka: str, agency_id: str) -> int:
    """Return how many processes share the agency's events."""
    name = f"{GROUP}.{agency_id}"
    admin = new_admin(kafka.split(","), KafkaSecurity())
    try:
        found = admin.describe_groups([name])[name]
    finally:
        admin.close()
    return len(found["members"]) if found["group_state"] == "Stable" else 0


def _await_taken(hub: Store, wanted: int) -> None:
    """Wait until so many entries are on children's records; BenchmarkFailed where one does not come."""
    until(lambda: on_record(hub) >= wanted, lambda: time.sleep(IDLE_SECONDS))
