"""A secured broker keeps each agency to its own topics, and tells nobody of another's."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from builders.secured_kafka import Member, SecuredKafka

from exchange import Message, connect
from exchange.errors import TransportError, UnknownTopic
from exchange.topic_log.access import agency_permissions
from exchange.topic_log.login import read_login
from exchange.topic_log.port import Producer, TopicLog
from hub.cli.joining import make_topics
from hub.domain.errors import Refused

EVENTS, URGENT, RECEIPTS, NOTICES = range(4)


def message(topic: str) -> Message:
    return Message(topic, b"key", b"value", (("jws", b"a..b"),))


def write(log: TopicLog, topic: str) -> int:
    """Write one message; returns how many the broker took."""
    producer = log.producer()
    try:
        return send(producer, topic)
    finally:
        producer.close()


def send(producer: Producer, topic: str) -> int:
    producer.send(message(topic))
    return len(producer.flush())


@pytest.fixture(scope="module")
def school(secured_kafka: SecuredKafka, tmp_path_factory: pytest.TempPathFactory) -> Member:
    return secured_kafka.join(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def police(secured_kafka: SecuredKafka, tmp_path_factory: pytest.TempPathFactory) -> Member:
    return secured_kafka.join(tmp_path_factory.mktemp("police"))


@pytest.fixture(scope="module")
def log(school: Member) -> Iterator[TopicLog]:
    """The broker as the school sees it."""
    log = school.log()
    yield log
    log.close()


@pytest.mark.parametrize("lane", [EVENTS, URGENT])
def test_an_agency_writes_to_its_own_two_topics(log: TopicLog, school: Member, lane: int) -> None:
    assert write(log, school.topics[lane]) == 1


@pytest.mark.parametrize("lane", [RECEIPTS, NOTICES])
def test_an_agency_forges_no_receipt_or_notice_of_its_own(log: TopicLog, school: Member, lane: int) -> None:
    with pytest.raises(UnknownTopic):
        write(log, school.topics[lane])


@pytest.mark.parametrize("lane", [RECEIPTS, NOTICES])
def test_an_agency_reads_what_the_hub_wrote_to_it(
    log: TopicLog, secured_kafka: SecuredKafka, school: Member, lane: int
) -> None:
    hub = secured_kafka.as_hub()
    assert write(hub, school.topics[lane]) == 1
    hub.close()
    consumer = log.consumer(f"agency.{school.agency}.{lane}", topics=[school.topics[lane]])
    records = consumer.poll(10, 20)
    consumer.close()
    assert [one.value for one in records] == [b"value"]


@pytest.mark.parametrize("lane", range(4))
def test_an_agency_writes_to_none_of_anothers_topics(log: TopicLog, police: Member, lane: int) -> None:
    with pytest.raises(UnknownTopic):
        write(log, police.topics[lane])


def test_a_topic_of_another_and_one_that_nobody_has_are_refused_in_the_same_words(
    log: TopicLog, police: Member
) -> None:
    with pytest.raises(UnknownTopic) as another:
        write(log, police.topics[EVENTS])
    with pytest.raises(UnknownTopic) as nobody:
        write(log, "agency.nobody-has-this.events")
    assert another.value.detail == nobody.value.detail


def test_a_message_that_is_refused_holds_up_no_other(log: TopicLog, school: Member, police: Member) -> None:
    producer = log.producer()
    with pytest.raises(UnknownTopic):
        send(producer, police.topics[EVENTS])
    assert send(producer, school.topics[EVENTS]) == 1
    producer.close()


def test_an_agency_is_told_of_its_own_topics_alone(log: TopicLog, school: Member, police: Member) -> None:
    assert set(log.topics()) == set(school.topics)


@pytest.mark.parametrize("lane", range(4))
def test_an_agency_reads_none_of_anothers_topics(log: TopicLog, school: Member, police: Member, lane: int) -> None:
    assert write(police.broker.as_admin(), police.topics[lane]) == 1
    consumer = log.consumer(f"agency.{school.agency}.spy", topics=[police.topics[lane]])
    assert consumer.poll(1, 2) == []
    assert consumer.assignment() == []
    consumer.close()


@pytest.mark.parametrize("group", ["hub.intake.events", "agency.another.connector", "free"])
def test_an_agency_joins_no_group_but_its_own(log: TopicLog, school: Member, group: str) -> None:
    with pytest.raises(TransportError, match="GroupAuthorizationFailed"):
        log.consumer(group, topics=[school.topics[RECEIPTS]]).poll(1, 5)


def test_an_agency_makes_no_topic(log: TopicLog, school: Member) -> None:
    with pytest.raises(TransportError):
        log.create_topics({f"agency.{school.agency}.more": 1})


def test_the_hub_reads_every_inbound_topic_and_writes_to_none(secured_kafka: SecuredKafka, school: Member) -> None:
    hub = secured_kafka.as_hub()
    assert set(school.topics) <= set(hub.topics())
    with pytest.raises(UnknownTopic):
        write(hub, school.topics[EVENTS])
    hub.close()


def test_the_hub_appends_for_an_agency_that_sends_over_http(secured_kafka: SecuredKafka, tmp_path: Path) -> None:
    over_http = secured_kafka.join(tmp_path, over_http=True)
    hub = secured_kafka.as_hub()
    assert write(hub, over_http.topics[EVENTS]) == 1
    hub.close()


def test_the_hub_writes_to_its_own_agencys_topics_and_finds_them_made(secured_kafka: SecuredKafka) -> None:
    hub_id = f"hub-{uuid4().hex[:8]}"
    entrance, hub = secured_kafka.entrance(), secured_kafka.as_hub()
    with pytest.raises(TransportError):
        make_topics(hub, hub_id, 1)
    entrance.prepare(hub_id, 1)
    entrance.close()
    make_topics(hub, hub_id, 1)
    assert [write(hub, f"agency.{hub_id}.{lane}") for lane in ("urgent", "events")] == [1, 1]
    hub.close()


def test_the_list_of_what_an_agency_may_do_is_that_and_no_more(secured_kafka: SecuredKafka, school: Member) -> None:
    access = secured_kafka.access()
    allowed = access.of(f"agency.{school.agency}")
    access.close()
    assert set(allowed) == set(agency_permissions(school.agency))
    assert len(allowed) == 5


def test_letting_in_twice_changes_nothing(secured_kafka: SecuredKafka, tmp_path: Path) -> None:
    member = secured_kafka.join(tmp_path)
    before = (tmp_path / "kafka-password").read_bytes()
    assert secured_kafka.join(tmp_path, member.agency).folder == member.folder
    assert (tmp_path / "kafka-password").read_bytes() == before
    assert write(member.log(), member.topics[EVENTS]) == 1


def test_an_agency_that_is_put_out_is_cut_off_in_an_open_connection_too(
    secured_kafka: SecuredKafka, tmp_path: Path
) -> None:
    member = secured_kafka.join(tmp_path)
    log = member.log()
    producer = log.producer()
    assert send(producer, member.topics[EVENTS]) == 1
    entrance = secured_kafka.entrance()
    assert entrance.expel(member.agency) == 5
    entrance.close()
    with pytest.raises(UnknownTopic):
        send(producer, member.topics[EVENTS])
    producer.close()
    log.close()


def test_an_agency_that_is_put_out_comes_back_with_another_password(
    secured_kafka: SecuredKafka, tmp_path: Path
) -> None:
    member = secured_kafka.join(tmp_path)
    before = (tmp_path / "kafka-password").read_bytes()
    entrance = secured_kafka.entrance()
    entrance.expel(member.agency)
    entrance.admit_anew(member.agency, tmp_path)
    entrance.close()
    assert (tmp_path / "kafka-password").read_bytes() != before
    assert write(member.log(), member.topics[EVENTS]) == 1


def test_an_agency_with_a_certificate_speaks_by_the_other_listener(
    secured_kafka: SecuredKafka, police: Member, tmp_path: Path
) -> None:
    agency = f"c-{police.agency}"
    issued = secured_kafka.certificate(f"agency.{agency}", tmp_path / "issued")
    entrance = secured_kafka.entrance()
    entrance.log.create_topics({f"agency.{agency}.events": 1})
    entrance.admit(agency, tmp_path / "folder", certificate=issued / "kafka-certificate.pem")
    entrance.close()
    (tmp_path / "folder" / "kafka-key.pem").write_bytes((issued / "kafka-key.pem").read_bytes())
    log = connect(secured_kafka.certificates, read_login(tmp_path / "folder"))
    assert write(log, f"agency.{agency}.events") == 1
    with pytest.raises(UnknownTopic):
        write(log, police.topics[EVENTS])
    log.close()


def test_a_certificate_of_another_name_lets_nobody_in(secured_kafka: SecuredKafka, tmp_path: Path) -> None:
    issued = secured_kafka.certificate("agency.somebody-else", tmp_path / "issued")
    entrance = secured_kafka.entrance()
    with pytest.raises(Refused, match=r"must be agency\.no-such-school"):
        entrance.admit("no-such-school", tmp_path / "folder", certificate=issued / "kafka-certificate.pem")
    assert entrance.access.of("agency.no-such-school") == []
    entrance.close()
