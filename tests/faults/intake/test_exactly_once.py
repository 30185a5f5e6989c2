"""Nothing is lost or doubled when processes that take the same messages are killed (G1, G6)."""

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from builders.feed import CHILDREN, Feed
from builders.intake import POLICE, SCHOOL

from exchange import for_agency, read_receipt
from hub.intake.pace import Pace

KILLS = 3
WITHIN_SECONDS = 40


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while not holds():
        if time.monotonic() > end:
            pytest.fail(f"not within {WITHIN_SECONDS} seconds: {what}")
        time.sleep(0.1)


def filed(feed: Feed) -> Counter[str]:
    """How often each message stands on a chronology."""
    return Counter(name for child in feed.hub.origins() for name in child)


def by_child(sent: list[str]) -> list[list[str]]:
    """The messages of each child in the order of the log."""
    return [[name for place, name in enumerate(sent) if place % CHILDREN == child] for child in range(CHILDREN)]


def then_everything_is_there_once(feed: Feed) -> None:
    assert feed.taken() == feed.ends()
    assert filed(feed) == Counter(feed.sent)
    assert feed.hub.count("receipt") == feed.hub.count("message") == len(feed.sent)
    assert feed.hub.count("quarantine") == feed.hub.count("held") == 0


def test_three_processes_that_read_one_partition_and_are_killed_at_random_file_each_event_once(feed: Feed) -> None:
    chance = random.Random(20260302)
    feed.send("concern-raised", 250)
    processes = [feed.start("zombie") for _ in range(3)]
    wait_until(lambda: bool(feed.taken()), "a first batch was taken")
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.5))
        victim = chance.randrange(len(processes))
        processes[victim].kill()
        processes[victim] = feed.start("zombie")
    for process in processes:
        assert process.wait(WITHIN_SECONDS) == 0
    then_everything_is_there_once(feed)
    assert sorted(feed.hub.origins()) == sorted(by_child(feed.sent))


def test_a_worker_killed_in_mid_feed_loses_nothing_and_answers_every_message(feed: Feed) -> None:
    feed.send("concern-raised", 600)
    process = feed.start("worker")
    wait_until(lambda: bool(feed.taken()), "the worker took something")
    process.kill()
    process.wait()
    assert feed.taken() != feed.ends(), "the worker was killed too late"
    feed.send("concern-raised", 40)
    feed.start("worker")
    wait_until(lambda: feed.taken() == feed.ends(), "the worker took everything")
    wait_until(lambda: feed.hub.count("delivery") == 0, "every receipt was sent")
    then_everything_is_there_once(feed)
    assert answered(feed) >= set(feed.sent)


def answered(feed: Feed) -> set[str]:
    """The messages that have a receipt on the agency's topic."""
    consumer = feed.log.consumer("agency", topics=[for_agency(POLICE).receipts])
    key = feed.hub.store.keys.signing_key.as_dict(private=False)
    found: set[str] = set()
    while records := consumer.poll(1_000, 0.5):
        found.update(read_receipt(one.value, one.headers, key).id for one in records)
    return found


def test_what_is_urgent_waits_for_no_more_than_one_batch_of_a_backlog(feed: Feed) -> None:
    feed.send("police-notification", 500)
    feed.send("concern-raised", 20)
    feed.start("worker")
    wait_until(lambda: feed.taken() == feed.ends(), "both lanes were taken")
    recorded = {entry.labels.origin.id: entry.labels.recorded for file in feed.hub.files() for entry in file.entries}
    last = max(recorded[name] for name in feed.sent[500:])
    assert sum(recorded[name] < last for name in feed.sent[:500]) <= Pace().batch


def test_messages_of_several_agencies_are_each_answered_on_their_own_topic(feed: Feed) -> None:
    feed.send("concern-raised", 12, agency=SCHOOL)
    feed.send("concern-raised", 12)
    feed.start("worker")
    wait_until(lambda: feed.taken() == feed.ends() and feed.hub.count("delivery") == 0, "all is answered")
    assert answered(feed) == set(feed.sent[12:])
