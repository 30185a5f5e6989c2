"""A process of its own that takes messages from an embedded log into a store, as `python takers.py KIND DATA STORE`.

`zombie` reads every record of every topic from the start and takes overlapping batches of random sizes;
`worker` is the hub's own consumer, with the delivery of receipts beside it. Either is there to be killed.
"""

import random
import sys
import threading
from pathlib import Path

from exchange import INBOUND, connect
from exchange.topic_log.port import Record
from hub.bootstrap.running import send_receipts, take_messages
from hub.bootstrap.store import open_intake, open_store
from hub.config import Settings
from hub.domain.errors import Conflict

LARGEST_BATCH = 9
OVERLAP = 4


def zombie(settings: Settings) -> None:
    """Take everything as though nobody else did, until the end of the log; lost races are taken again."""
    store = open_store(settings)
    intake = open_intake(store)
    records = _all_records(settings)
    start = 0
    while start < len(records):
        end = start + random.randint(1, LARGEST_BATCH)
        try:
            intake.take(records[max(0, start - OVERLAP) : end])
        except Conflict:
            continue
        start = end


def _all_records(settings: Settings) -> list[Record]:
    consumer = connect(settings.transport_address).consumer(f"zombie-{random.random()}", pattern=INBOUND)
    records: list[Record] = []
    while found := consumer.poll(1_000, 0.5):
        records.extend(found)
    return records


def worker(settings: Settings) -> None:
    """Run the hub's consumer until killed."""
    store = open_store(settings)
    stop = threading.Event()
    log = connect(settings.transport_address)
    threading.Thread(target=send_receipts, args=(store, log, stop), daemon=True).start()
    take_messages(store, connect(settings.transport_address), stop)


if __name__ == "__main__":
    kind, data, address = sys.argv[1:]
    {"zombie": zombie, "worker": worker}[kind](Settings(data=Path(data), store=address))
