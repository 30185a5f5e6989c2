"""What principals may do, and what is said of a failure to connect."""

import pytest

from exchange.errors import EnvelopeMalformed, TransportError
from exchange.topic_log.access import (
    Operation,
    Resource,
    agency_permissions,
    agency_principal,
    hub_permissions,
    open_access,
)
from exchange.topic_log.kafka_connecting import cause_of
from exchange.topic_log.security import KafkaSecurity

BY_PASSWORD = KafkaSecurity(sasl_mechanism="SCRAM-SHA-512", username="u", password="p")


def test_an_agency_may_do_five_things() -> None:
    told = {(one.operation, one.resource, one.name, one.prefixed) for one in agency_permissions("hill-school")}
    assert told == {
        (Operation.WRITE, Resource.TOPIC, "agency.hill-school.events", False),
        (Operation.WRITE, Resource.TOPIC, "agency.hill-school.urgent", False),
        (Operation.READ, Resource.TOPIC, "agency.hill-school.receipts", False),
        (Operation.READ, Resource.TOPIC, "agency.hill-school.notices", False),
        (Operation.READ, Resource.GROUP, "agency.hill-school.", True),
    }


@pytest.mark.parametrize("name", ["hub", "admin", "broker"])
def test_no_agency_is_named_as_the_hub_or_the_administrator_is(name: str) -> None:
    assert agency_principal(name) not in {"hub", "admin", "broker"}


def test_an_id_with_a_dot_is_none_so_that_no_agency_reads_in_anothers_groups() -> None:
    with pytest.raises(EnvelopeMalformed):
        agency_principal("hill-school.more")


def test_the_hub_writes_inbound_topics_only_for_who_sends_over_http() -> None:
    def written(over_http: bool) -> set[str]:
        ours = hub_permissions("hub", "hill-school", over_http=over_http)
        return {one.name.rpartition(".")[2] for one in ours if one.operation is Operation.WRITE}

    assert written(over_http=False) == {"receipts", "notices"}
    assert written(over_http=True) == {"receipts", "notices", "events", "urgent"}


def test_only_a_kafka_broker_has_permissions() -> None:
    with pytest.raises(TransportError, match="only a Kafka broker"):
        open_access("embedded:/tmp/topics.db", KafkaSecurity())


@pytest.mark.parametrize(
    ("told", "security", "advice"),
    [
        (["KafkaConnectionError('socket disconnected')"], BY_PASSWORD, "username and password"),
        (["KafkaConnectionError('socket disconnected')"], KafkaSecurity(), "hangs up"),
        (["socket disconnected", "SaslAuthenticationFailedError"], KafkaSecurity(), "username and password"),
        (["socket disconnected", "CERTIFICATE_VERIFY_FAILED"], BY_PASSWORD, "vouches for this broker"),
        (["KafkaConnectionError('111 ECONNREFUSED')"], BY_PASSWORD, "nobody listens there"),
        (["something new"], BY_PASSWORD, "the log `kafka.net` says more"),
    ],
)
def test_the_most_telling_failure_says_what_to_do(told: list[str], security: KafkaSecurity, advice: str) -> None:
    assert advice in cause_of(told, security)
