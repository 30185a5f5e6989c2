"""A notice is sent until the log has it for certain, and one agency's missing topic holds no other agency up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders.intake import SampleIntake

from exchange import Message
from exchange.errors import UnknownTopic, Unreachable
from exchange.notices import NoticeType
from exchange.topic_log.port import Position
from hub.bootstrap.telling import notice_composer, open_notices
from hub.notices import NewNotice, NoticeDeliverer

NOW = datetime(2026, 3, 3, 0, 10, tzinfo=UTC)


@dataclass
class Broker:
    """A producer whose flush fails as often as is asked, and that does not know some topics."""

    failures: int = 0
    unknown: frozenset[str] = frozenset()
    taken: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        if message.topic in self.unknown:
            raise UnknownTopic("no such topic")
        self.taken.append(message)

    def flush(self) -> list[Position]:
        if self.failures:
            self.failures -= 1
            raise Unreachable("the broker does not answer")
        return []

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    sample = SampleIntake(tmp_path / "hub")
    with sample.store.record.database.write() as cursor:
        told = [
            NewNotice(agency, NoticeType.DAY_STATED, ("day",), "a" * 64, {}) for agency in ("one-school", "two-school")
        ]
        assert open_notices(sample.store).write(cursor, told, NOW) == 2
        assert open_notices(sample.store).write(cursor, told, NOW) == 0
    yield sample
    sample.close()


def deliverer(hub: SampleIntake, broker: Broker) -> NoticeDeliverer:
    return NoticeDeliverer(hub.store.record.database, open_notices(hub.store), broker, notice_composer(hub.store))


def test_what_the_log_may_not_have_is_sent_again_the_same(hub: SampleIntake) -> None:
    broker = Broker(failures=1)
    with pytest.raises(Unreachable):
        deliverer(hub, broker).deliver()
    assert [deliverer(hub, broker).deliver() for _ in range(2)] == [2, 0]
    assert broker.taken[:2] == broker.taken[2:]


def test_a_topic_that_is_missing_holds_no_other_agency_up_and_is_tried_again(hub: SampleIntake) -> None:
    broker = Broker(unknown=frozenset({"agency.one-school.notices"}))
    assert deliverer(hub, broker).deliver() == 1
    broker.unknown = frozenset()
    assert deliverer(hub, broker).deliver() == 1
    assert [one.topic for one in broker.taken] == ["agency.two-school.notices", "agency.one-school.notices"]
