"""The topic log is lost and made anew: its offsets begin again, and what is on it is taken all the same."""

from pathlib import Path

from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

from exchange import connect
from exchange.topic_log.port import TopicLog
from hub.cli.joining import make_topics
from hub.worker import LANES, Worker

NOTIFICATION = event("police-notification", told_child(nhs=nhs_number(0)))


def send(hub: SampleIntake, log: TopicLog, *ids: str) -> None:
    producer = log.producer()
    for name in ids:
        producer.send(hub.message(POLICE, "police-notification", NOTIFICATION, id=name))
    producer.send(hub.message(POLICE, "police-notification", {**NOTIFICATION, "headline": ""}, id="bad"))
    producer.flush()
    producer.close()


def read_all(hub: SampleIntake, log: TopicLog) -> None:
    worker = Worker(log, hub.intake, hub.store.record.database, hub.clock, lambda _: None)
    for _ in range(4 * len(LANES)):
        worker.turn()


def anew(hub: SampleIntake) -> TopicLog:
    for file in hub.folder.glob("topics.db*"):
        file.unlink()
    log = connect(hub.store.settings.transport_address)
    make_topics(log, POLICE, 1)
    return log


def test_what_is_sent_on_a_log_that_was_made_anew_is_filed_and_nothing_is_filed_twice(tmp_path: Path) -> None:
    hub = SampleIntake(tmp_path / "hub")
    first = anew(hub)
    send(hub, first, "a", "b", "c")
    read_all(hub, first)
    first.close()
    second = anew(hub)
    send(hub, second, "c", "d")
    read_all(hub, second)
    second.close()
    assert hub.origins() == [["a", "b", "c", "d"]]
    assert hub.receipt(POLICE, "c").revision == 1
    assert len(hub.quarantined()) == 2
    hub.close()
