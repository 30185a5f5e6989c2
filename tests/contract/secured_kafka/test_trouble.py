"""What keeps a client from a secured broker is said within seconds, with what to do about it."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from builders.secured_kafka import SecuredKafka

from exchange import connect
from exchange.errors import Unreachable
from exchange.topic_log.access import open_access
from exchange.topic_log.security import KafkaSecurity

SECONDS = 10
Trouble = Callable[[SecuredKafka], tuple[str, KafkaSecurity]]
TROUBLES: dict[str, tuple[Trouble, str]] = {
    "a wrong password": (
        lambda broker: (broker.passwords, replace(broker.login("hub"), password="wrong")),
        "refuses this username and password",
    ),
    "an unknown user": (
        lambda broker: (broker.passwords, replace(broker.login("hub"), username="agency.nobody")),
        "refuses this username and password",
    ),
    "no client certificate": (
        lambda broker: (broker.certificates, KafkaSecurity(ca_file=broker.login("hub").ca_file)),
        "wants a client certificate",
    ),
    "an authority that does not vouch for the broker": (
        lambda broker: (broker.passwords, replace(broker.login("hub"), ca_file=broker.other_authority())),
        "vouches for this broker",
    ),
    "no TLS": (lambda broker: (broker.passwords, KafkaSecurity()), "hangs up on this kind of login"),
    "nobody listening": (lambda broker: ("kafka://127.0.0.1:1", broker.login("hub")), "nobody listens there"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_it_is_said_within_seconds_what_to_do(secured_kafka: SecuredKafka, trouble: str) -> None:
    make, advice = TROUBLES[trouble]
    address, security = make(secured_kafka)
    started = time.monotonic()
    with pytest.raises(Unreachable) as raised:
        connect(address, security)
    assert time.monotonic() - started < SECONDS
    assert advice in raised.value.detail
    assert address.removeprefix("kafka://") in raised.value.detail


def test_an_administrator_with_a_wrong_password_is_told_too(secured_kafka: SecuredKafka) -> None:
    with pytest.raises(Unreachable, match="username and password"):
        open_access(secured_kafka.passwords, replace(secured_kafka.login("admin"), password="wrong"))


def test_no_password_stands_in_an_error_or_a_log(secured_kafka: SecuredKafka, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreachable) as raised:
        connect(secured_kafka.passwords, replace(secured_kafka.login("hub"), password="a-secret-that-is-wrong"))
    assert "a-secret-that-is-wrong" not in caplog.text + str(raised.value) + repr(raised.value.__cause__)


def test_the_clients_own_log_speaks_again_afterwards(secured_kafka: SecuredKafka) -> None:
    log = logging.getLogger("kafka.net")
    before = (log.level, log.propagate, list(log.handlers))
    with pytest.raises(Unreachable):
        connect("kafka://127.0.0.1:1", secured_kafka.login("hub"))
    assert (log.level, log.propagate, list(log.handlers)) == before
