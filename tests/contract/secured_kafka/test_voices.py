"""On a real secured broker, of every principal, topic, key and type only the diagonal is accepted (security.md T4)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from builders.intake import SampleIntake, event, nhs_number, told_child, topic_of
from builders.secured_kafka import Member, SecuredKafka

from exchange import Message
from exchange.errors import UnknownTopic
from exchange.topic_log.port import Record, TopicLog

KINDS = ("police", "childrens-social-care", "school")
NAMES = ("concern-raised", "police-notification", "section-47-started")
MAY = {"concern-raised": set(KINDS), "police-notification": {"police"}, "section-47-started": {"childrens-social-care"}}
PAIRS = [(one, other) for one in KINDS for other in KINDS]
CELLS = [(key, topic, name) for key, topic in PAIRS for name in NAMES]


def is_on_the_diagonal(key: str, topic: str, name: str) -> bool:
    return key == topic and key in MAY[name]


@dataclass
class Partnership:
    """Three agencies on a broker and on a hub: kind to id, and kind to what was let in."""

    hub: SampleIntake
    broker: SecuredKafka
    ids: dict[str, str]
    members: dict[str, Member]

    def message(self, key: str, topic: str, name: str) -> Message:
        """An event on one agency's topic, as though it were that agency's, signed with another's key."""
        told = event(name, told_child(nhs=nhs_number(0)))
        envelope = self.hub.envelope(self.ids[topic], name, told, id=f"{key}/{topic}/{name}")
        placed = replace(envelope, topic=topic_of(self.ids[topic], name))
        return self.hub.signed(placed, self.hub.keys[self.ids[key]])


@pytest.fixture(scope="module")
def partnership(secured_kafka: SecuredKafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnership]:
    folder, run = tmp_path_factory.mktemp("partnership"), uuid4().hex[:8]
    hub = SampleIntake(folder)
    ids = {kind: f"{kind[:9]}-{run}" for kind in KINDS}
    members = {}
    for kind, agency in ids.items():
        hub.join(agency, kind)
        members[kind] = secured_kafka.join(folder / agency, agency)
    yield Partnership(hub, secured_kafka, ids, members)
    hub.close()


def send(log: TopicLog, *messages: Message) -> int:
    producer = log.producer()
    try:
        for message in messages:
            producer.send(message)
        return len(producer.flush())
    finally:
        producer.close()


@pytest.mark.parametrize(("principal", "topic"), PAIRS)
def test_the_broker_lets_a_principal_write_to_its_own_agencys_topic_alone(
    partnership: Partnership, principal: str, topic: str
) -> None:
    log, message = partnership.members[principal].log(), partnership.message(topic, topic, "concern-raised")
    if principal == topic:
        assert send(log, message) == 1
    else:
        with pytest.raises(UnknownTopic):
            send(log, message)
    log.close()


def read_as_the_hub(partnership: Partnership, count: int) -> list[Record]:
    log = partnership.broker.as_hub()
    topics = [topic for member in partnership.members.values() for topic in member.topics[:2]]
    consumer = log.consumer(f"hub.{uuid4().hex}", topics=topics)
    records: list[Record] = []
    for _ in range(40):
        records += consumer.poll(100, 0.5)
        if len(records) >= count:
            break
    consumer.close()
    log.close()
    return records


@pytest.fixture(scope="module")
def taken(partnership: Partnership, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The ids of what the hub accepted of every cell, put on the topics as though the broker refused nobody."""
    log = partnership.broker.as_admin()
    before = sum(
        log.end_offsets([(topic, 0)])[topic, 0] for one in partnership.members.values() for topic in one.topics[:2]
    )
    assert send(log, *(partnership.message(*cell) for cell in CELLS)) == len(CELLS)
    log.close()
    partnership.hub.intake.take(read_as_the_hub(partnership, before + len(CELLS)))
    return {origin for origins in partnership.hub.origins() for origin in origins}


@pytest.mark.parametrize(("key", "topic", "name"), CELLS)
def test_the_hub_accepts_a_key_on_its_own_agencys_topic_for_its_own_types_alone(
    taken: set[str], key: str, topic: str, name: str
) -> None:
    assert (f"{key}/{topic}/{name}" in taken) is is_on_the_diagonal(key, topic, name)


def test_what_is_off_the_diagonal_waits_for_a_person(partnership: Partnership, taken: set[str]) -> None:
    assert len(taken) == 5
    assert len(partnership.hub.quarantined()) == len(CELLS) - len(taken)
