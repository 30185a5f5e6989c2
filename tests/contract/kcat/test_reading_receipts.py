"""A client by other authors reads the hub's receipts, and another library finds its signature good."""

import json
import subprocess
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders.intake import SampleIntake, event, nhs_number, told_child
from builders.secured_kafka import SecuredKafka
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from exchange import connect, for_agency
from exchange.keys import public_part
from exchange.topic_log.port import TopicLog
from hub.bootstrap.running import send_receipts
from hub.cli.joining import make_topics

WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Kcat:
    """kcat at one address, with its settings as the agency has them."""

    program: str
    address: str
    settings: tuple[str, ...] = ()

    def receipts(self, agency: str) -> list[dict[str, Any]]:
        """Everything on the agency's receipts topic, as kcat's own JSON."""
        topic = for_agency(agency).receipts
        where = ["-q", "-b", self.address, *self.settings, "-C", "-t", topic, "-o", "beginning", "-e", "-J"]
        done = subprocess.run([self.program, *where], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    hub = SampleIntake(tmp_path / "hub")
    yield hub
    hub.close()


@pytest.fixture
def agency(hub: SampleIntake) -> str:
    """A police force with an id of its own, since brokers outlive tests."""
    agency = f"kcat-{uuid4().hex[:8]}"
    hub.join(agency, "police")
    return agency


def answer(hub: SampleIntake, agency: str, log: TopicLog) -> None:
    """Let the hub take a concern, and deliver the receipt that it stored."""
    hub.say(agency, "concern-raised", event("concern-raised", told_child(nhs=nhs_number(0))))
    stop = threading.Event()
    sending = threading.Thread(target=send_receipts, args=(hub.store, log, stop))
    sending.start()
    end = time.monotonic() + WITHIN_SECONDS
    while hub.count("delivery") and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    sending.join()
    log.close()


def compact(read: dict[str, Any], payload: bytes) -> str:
    """The signature with these bytes between its parts (RFC 7515 appendix F)."""
    headers = dict(zip(read["headers"][::2], read["headers"][1::2], strict=True))
    header, _, signature = headers["jws"].split(".")
    return f"{header}.{urlsafe_b64encode(payload).decode().rstrip('=')}.{signature}"


def then_it_is_the_hubs_receipt(hub: SampleIntake, agency: str, read: list[dict[str, Any]]) -> None:
    (one,) = read
    receipt = json.loads(one["payload"])
    assert (receipt["type"], receipt["data"]["outcome"]) == ("safeguarding.receipt.v1", "accepted")
    assert (receipt["data"]["source"], receipt["data"]["id"]) == (f"urn:agency:{agency}:system", "m-1")
    assert one["key"] == receipt["subject"]
    key = OKPKey.import_key(dict(public_part(hub.store.keys.signing_key.as_dict(private=False))))
    whole = one["payload"].encode()
    assert jws.deserialize_compact(compact(one, whole), key, algorithms=["Ed25519"]).payload == whole
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(compact(one, whole.replace(b"accepted", b"refused!")), key, algorithms=["Ed25519"])


def test_kcat_reads_a_receipt_that_joserfc_verifies(
    hub: SampleIntake, agency: str, kafka_address: str, kcat: str
) -> None:
    log = connect(f"kafka://{kafka_address}")
    make_topics(log, agency, 1)
    answer(hub, agency, log)
    then_it_is_the_hubs_receipt(hub, agency, Kcat(kcat, kafka_address).receipts(agency))


def test_kcat_reads_it_from_a_secured_broker_as_the_agency_and_as_nobody_else(
    hub: SampleIntake, agency: str, secured_kafka: SecuredKafka, kcat: str, tmp_path: Path
) -> None:
    secured_kafka.join(tmp_path / "agency", agency)
    answer(hub, agency, secured_kafka.as_hub())
    address = secured_kafka.certificates.removeprefix("kafka://")
    own = Kcat(kcat, address, settings(secured_kafka.certificate(f"agency.{agency}", tmp_path / "own")))
    then_it_is_the_hubs_receipt(hub, agency, own.receipts(agency))
    other = Kcat(kcat, address, settings(secured_kafka.certificate("agency.somebody-else", tmp_path / "other")))
    with pytest.raises(AssertionError, match="authorization failed"):
        other.receipts(agency)


def settings(folder: Path) -> tuple[str, ...]:
    """kcat's words for logging in with the certificate in a folder."""
    files = {"ca": "kafka-ca.pem", "certificate": "kafka-certificate.pem", "key": "kafka-key.pem"}
    named = [f"ssl.{what}.location={folder / name}" for what, name in files.items()]
    return ("-X", "security.protocol=SSL", *(word for one in named for word in ("-X", one)))
