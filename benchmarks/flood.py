"""A flood on one lane and a few concerns on the other: sent at a rate, with the moment of each concern kept."""

import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, count, cycle, islice
from typing import Any

from benchmarks.messages import composed
from benchmarks.story import told
from exchange import AgencyFolder, Envelope, Message, compose, for_agency
from exchange.topic_log.port import TopicLog

TICK_SECONDS = 0.1
CONCERN = "safeguarding.concern-raised.v1"


def flood(
    folder: AgencyFolder, about: Sequence[Mapping[str, Any]], distinct: int, seed: int, first: int = 0
) -> Iterator[Message]:
    """Yield so many distinct messages, then the same again without end: what is never reached need not be new.

    Args:
        first: the number of the first one; a message's id is its number, so that another flood's are others.
    """
    messages = composed(folder, told(about, [folder.agency_id], first + distinct, seed)[first:])
    return chain(messages, cycle(messages))


def concerns(folder: AgencyFolder, about: Sequence[Mapping[str, Any]], seed: int) -> Iterator[tuple[str, Message]]:
    """Yield urgent messages with their ids, without end, about children picked by the seed."""
    chance = random.Random(seed)
    for number in count():
        name = f"urgent-{number:06d}"
        yield name, _concern(folder, name, chance.choice(about))


def _concern(folder: AgencyFolder, name: str, child: Mapping[str, Any]) -> Message:
    data = {
        "headline": "A concern",
        "occurred": {"from": "2026-03-02", "precision": "day"},
        "author": {"staff_id": "u1", "name": "A. Person", "role": "response-officer", "contact": "01632 960 001"},
        "narrative": "What was seen and said, in a sentence or two.",
        "children": [dict(child)],
    }
    envelope = Envelope(
        id=name,
        source=f"urn:agency:{folder.agency_id}:urgent",
        type=CONCERN,
        time=datetime.now(UTC),
        subject=folder.subject_of(child["local_ref"]),
        topic=for_agency(folder.agency_id).urgent,
        audience=folder.hub_id,
        data=data,
    )
    return compose(envelope, seal_to=folder.sealing_key, sign_with=folder.signing_key)


def send_at(rate: float, log: TopicLog, messages: Iterator[Message], until: threading.Event) -> int:
    """Send at a rate a second until told to stop; returns how many were sent. Who is late by far does not catch up."""
    producer, sent, owed = log.producer(), 0, 0.0
    last = time.monotonic()
    while not until.wait(TICK_SECONDS):
        now = time.monotonic()
        owed = min(owed + rate * (now - last), 2 * rate)
        last = now
        part = list(islice(messages, int(owed)))
        for message in part:
            producer.send(message)
        producer.flush()
        owed -= len(part)
        sent += len(part)
    producer.close()
    return sent


def send_urgent(
    rate: float, log: TopicLog, messages: Iterator[tuple[str, Message]], until: threading.Event
) -> dict[str, float]:
    """Send concerns at a rate a second, each on its own; returns when each was durable on its topic, by its id."""
    producer, sent = log.producer(), dict[str, float]()
    while not until.wait(1 / rate):
        name, message = next(messages)
        producer.send(message)
        producer.flush()
        sent[name] = time.monotonic()
    producer.close()
    return sent
