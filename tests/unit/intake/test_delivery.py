"""Receipts of the urgent lane go first, however many of the other wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

from exchange import connect, for_agency, read_receipt
from exchange.topic_log.port import TopicLog
from hub.bootstrap.store import receipt_composer
from hub.cli.joining import make_topics
from hub.intake import delivery
from hub.intake.delivery import Deliverer
from hub.intake.receipts import Receipts


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    hub = SampleIntake(tmp_path)
    yield hub
    hub.close()


@pytest.fixture
def log(hub: SampleIntake) -> Iterator[TopicLog]:
    log = connect(hub.store.settings.transport_address)
    make_topics(log, POLICE, 1)
    yield log
    log.close()


def test_what_answers_the_urgent_lane_is_sent_before_all_that_waits_of_the_other(
    hub: SampleIntake, log: TopicLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    told = told_child(nhs=nhs_number(0))
    for kind, ids in (("police-notification", ("a", "b", "c")), ("concern-raised", ("x", "y", "z"))):
        hub.take(*(hub.message(POLICE, kind, event(kind, told), id=name) for name in ids))
    receipts, producer = Receipts(hub.store.keys), log.producer()
    deliverer = Deliverer(hub.store.record.database, receipts, producer, receipt_composer(hub.store))
    assert [deliverer.deliver() for _ in range(5)] == [2, 1, 2, 1, 0]
    consumer = log.consumer("reader", topics=[for_agency(POLICE).receipts])
    key = hub.store.keys.signing_key.as_dict(private=False)
    order = [read_receipt(one.value, one.headers, key).id for one in consumer.poll(10, 1)]
    assert order == ["x", "y", "z", "a", "b", "c"]
    consumer.close()
    producer.close()
