"""How a connector logs in to Kafka is read from its environment, and a password is printed nowhere."""

from pathlib import Path

import pytest

from exchange.topic_log.security import KafkaSecurity

CA, SASL = {"HUB_KAFKA_CA": "/etc/hub/ca.pem"}, {"HUB_KAFKA_SASL": "SCRAM-SHA-512"}
PASSWORD = {"HUB_KAFKA_USERNAME": "sandbox", "HUB_KAFKA_PASSWORD": "not a real one"}


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({}, "PLAINTEXT"),
        (CA, "SSL"),
        (SASL, "SASL_PLAINTEXT"),
        (CA | SASL, "SASL_SSL"),
        ({"HUB_KAFKA_CA": ""}, "PLAINTEXT"),
    ],
)
def test_the_protocol_follows_from_what_is_given(environment: dict[str, str], protocol: str) -> None:
    assert KafkaSecurity.of(environment).protocol == protocol


def test_every_variable_is_read() -> None:
    files = {"HUB_KAFKA_CERTIFICATE": "/etc/hub/own.pem", "HUB_KAFKA_KEY": "/etc/hub/own.key"}
    assert KafkaSecurity.of(CA | SASL | PASSWORD | files) == KafkaSecurity(
        ca_file=Path("/etc/hub/ca.pem"),
        certificate_file=Path("/etc/hub/own.pem"),
        key_file=Path("/etc/hub/own.key"),
        sasl_mechanism="SCRAM-SHA-512",
        username="sandbox",
        password="not a real one",
    )


def test_the_password_is_not_shown() -> None:
    assert "not a real one" not in repr(KafkaSecurity.of(PASSWORD))
