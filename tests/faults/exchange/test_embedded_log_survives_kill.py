"""The embedded log under kill -9: what a flush said is durable is there, in order, once (G2 without a broker)."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from exchange import connect

WRITER = """
import sys
from exchange import Message, connect
log = connect(sys.argv[1])
producer = log.producer()
for number in range(100_000):
    producer.send(Message("agency.st-mary.events", b"child-1", str(number).encode(), ()))
    if number % 5 == 4:
        producer.flush()
        print(number, flush=True)
"""
READER = """
import sys
from exchange import connect
consumer = connect(sys.argv[1]).consumer("hub", topics=["agency.st-mary.events"])
while True:
    records = consumer.poll(7, 1.0)
    for record in records:
        print(record.value.decode(), flush=True)
    consumer.commit({(r.topic, r.partition): r.offset + 1 for r in records})
"""


def run_then_kill(program: str, address: str, seconds: float) -> list[int]:
    """Start a process, kill it without warning, and return the numbers that it printed."""
    process = subprocess.Popen([sys.executable, "-c", program, address], stdout=subprocess.PIPE, text=True)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    printed, _ = process.communicate()
    return [int(line) for line in printed.split("\n")[:-1]]


def test_what_a_killed_writer_was_told_is_durable_is_there_in_order(tmp_path: Path) -> None:
    address = f"embedded:{tmp_path / 'topics.db'}"
    log = connect(address)
    log.create_topics({"agency.st-mary.events": 3})
    told = run_then_kill(WRITER, address, 1.5)
    consumer = log.consumer("hub", topics=["agency.st-mary.events"])
    found = [int(record.value) for record in consumer.poll(1_000_000, 1.0)]
    assert told, "the writer was killed before it wrote; the machine is too slow for this test"
    assert found == list(range(len(found)))
    assert len(found) >= told[-1] + 1
    assert len(found) % 5 == 0


def test_after_killed_readers_the_group_misses_nothing_and_repeats_only_what_was_not_committed(tmp_path: Path) -> None:
    address = f"embedded:{tmp_path / 'topics.db'}"
    log = connect(address)
    log.create_topics({"agency.st-mary.events": 1})
    written = 5 * len(run_then_kill(WRITER, address, 1.5))
    seen: list[int] = []
    for _ in range(2):
        seen += run_then_kill(READER, address, 1.0)
        time.sleep(6.1)
    consumer = log.consumer("hub", topics=["agency.st-mary.events"])
    seen += [int(record.value) for record in consumer.poll(1_000_000, 10.0)]
    assert sorted(set(seen))[:written] == list(range(written))
    assert len(seen) - len(set(seen)) <= 14
