"""Several processes on one topic set and one store join and leave in mid-batch: nothing is lost or doubled (G6)."""

import signal
import time
from collections import Counter
from collections.abc import Callable

import pytest
from builders.intake import SampleIntake, event, nhs_number, told_child
from builders.members import SESSION_MS, Members

from exchange import for_agency, read_receipt

CHILDREN = 24
WITHIN_SECONDS = 90
Shared = tuple[SampleIntake, Members]


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while not holds():
        if time.monotonic() > end:
            pytest.fail(f"not within {WITHIN_SECONDS} seconds: {what}")
        time.sleep(0.1)


def send(shared: Shared, first: int, count: int) -> list[str]:
    """Put events on the agency's topics, each tenth twice; the children's messages lie on all partitions."""
    hub, members = shared
    producer = members.log.producer()
    ids = [f"e-{number}" for number in range(first, first + count)]
    for number, name in enumerate(ids, start=first):
        child = number % CHILDREN
        told = told_child(f"P-{child}", nhs=nhs_number(child), given_names=f"Child{chr(ord('a') + child)}")
        kind = "concern-raised" if number % 5 == 0 else "police-notification"
        message = hub.message(members.agency, kind, event(kind, told), id=name, subject=f"child-{child}".ljust(64, "0"))
        for _ in range(2 if number % 10 == 0 else 1):
            producer.send(message)
    producer.flush()
    producer.close()
    return ids


def taken(hub: SampleIntake) -> dict[tuple[str, int], int]:
    return {(row["topic"], row["part"]): row["next_offset"] for row in hub.rows("topic_offset")}


def answered(shared: Shared) -> set[str]:
    """The messages that have a receipt on the agency's topic."""
    hub, members = shared
    consumer = members.log.consumer("reader", topics=[for_agency(members.agency).receipts])
    key, found = hub.store.keys.signing_key.as_dict(private=False), set[str]()
    while records := consumer.poll(1_000, 3):
        found.update(read_receipt(one.value, one.headers, key).id for one in records)
    consumer.close()
    return found


def test_members_that_are_killed_leave_sleep_and_join_file_each_event_once_and_answer_it(shared: Shared) -> None:
    hub, members = shared
    sent = send(shared, 0, 300)
    killed, leaving, sleeping = (members.start() for _ in range(3))
    wait_until(lambda: sum(taken(hub).values()) > 20, "the first were taken")
    sleeping.send_signal(signal.SIGSTOP)
    asleep = time.monotonic()
    killed.kill()
    sent += send(shared, 300, 200)
    members.start()
    leaving.terminate()
    assert leaving.wait(WITHIN_SECONDS) == 0
    wait_until(lambda: taken(hub) == members.ends(), "the one that joined took what the others had left")
    time.sleep(max(0.0, SESSION_MS / 1_000 + 1 - (time.monotonic() - asleep)))
    sleeping.send_signal(signal.SIGCONT)
    sent += send(shared, 500, 60)
    wait_until(lambda: taken(hub) == members.ends(), "all was taken with the zombie awake")
    wait_until(lambda: hub.count("delivery") == 0, "every receipt was sent")
    filed = Counter(name for child in hub.origins() for name in child)
    assert filed == Counter(sent)
    assert hub.count("receipt") == hub.count("message") == len(sent)
    assert hub.count("quarantine") == hub.count("held") == hub.count("incident") == 0
    assert answered(shared) == set(sent)
