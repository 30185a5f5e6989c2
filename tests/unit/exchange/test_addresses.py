"""Addresses of transports, and what is said where one cannot be had."""

import sys
from pathlib import Path

import pytest

from exchange import connect
from exchange.errors import ExtraMissing, TransportError
from exchange.topic_log.embedded import EmbeddedTopicLog
from exchange.topic_log.security import KafkaSecurity


@pytest.mark.parametrize("address", ["", "embedded:", "kafka:", "kafka://", "redis://x"])
def test_what_is_no_transport_is_refused(address: str) -> None:
    with pytest.raises(TransportError, match="embedded:/path"):
        connect(address)


def test_an_embedded_log_is_made_where_its_address_says(tmp_path: Path) -> None:
    log = connect(f"embedded:{tmp_path / 'new' / 'topics.db'}")
    assert isinstance(log, EmbeddedTopicLog)
    assert (tmp_path / "new" / "topics.db").exists()
    log.close()


def test_a_file_that_is_no_log_is_said(tmp_path: Path) -> None:
    (tmp_path / "topics.db").write_bytes(b"no database, and long enough to be taken for one" * 100)
    with pytest.raises(TransportError, match="cannot open the topic log"):
        connect(f"embedded:{tmp_path / 'topics.db'}")


def test_kafka_without_its_client_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("exchange.topic_log.kafka")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "kafka", None)
    with pytest.raises(ExtraMissing, match="extra `kafka`"):
        connect("kafka://127.0.0.1:9092")


@pytest.mark.parametrize(
    ("security", "protocol"),
    [
        (KafkaSecurity(), "PLAINTEXT"),
        (KafkaSecurity(ca_file=Path("ca.pem")), "SSL"),
        (KafkaSecurity(sasl_mechanism="SCRAM-SHA-512"), "SASL_PLAINTEXT"),
        (KafkaSecurity(ca_file=Path("ca.pem"), sasl_mechanism="SCRAM-SHA-512"), "SASL_SSL"),
    ],
)
def test_what_is_given_decides_the_protocol(security: KafkaSecurity, protocol: str) -> None:
    assert security.protocol == protocol


def test_a_password_does_not_show() -> None:
    assert "hunter" not in repr(KafkaSecurity(username="police", password="hunter"))
