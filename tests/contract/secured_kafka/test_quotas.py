"""A real broker slows down an agency that writes more than it may, and no other."""

import secrets
import time
from pathlib import Path

from builders.secured_kafka import Member, SecuredKafka

from exchange import Message
from hub.cli.entrance import USUAL_RATE

SLOW = 20_000
PART, PARTS = 60_000, 5
"""Together more than the broker lets through in the ten seconds over which it averages."""


def seconds_to_write(member: Member) -> float:
    log = member.log()
    producer = log.producer()
    began = time.monotonic()
    for _ in range(PARTS):
        producer.send(Message(member.topics[0], b"key", secrets.token_bytes(PART), (("jws", b"a..b"),)))
        producer.flush()
    taken = time.monotonic() - began
    producer.close()
    log.close()
    return taken


def settled(secured_kafka: SecuredKafka, member: Member, rate: int) -> bool:
    """Whether the broker tells of this rate, which it spreads to itself within a moment."""
    access, until = secured_kafka.access(), time.monotonic() + 10
    while (found := access.limit_of(f"agency.{member.agency}") == rate) is False and time.monotonic() < until:
        time.sleep(0.05)
    access.close()
    return found


def test_an_agency_that_is_let_in_may_write_so_much_and_one_that_is_slowed_down_waits(
    secured_kafka: SecuredKafka, tmp_path: Path
) -> None:
    usual, slowed = (secured_kafka.join(tmp_path / name) for name in ("usual", "slowed"))
    assert settled(secured_kafka, slowed, USUAL_RATE)
    entrance = secured_kafka.entrance()
    entrance.limit(slowed.agency, SLOW)
    assert settled(secured_kafka, slowed, SLOW)
    entrance.admit(slowed.agency, slowed.folder)
    assert settled(secured_kafka, slowed, SLOW), "letting it in again gave it the usual rate"
    entrance.close()
    assert seconds_to_write(slowed) > 1 > seconds_to_write(usual)
