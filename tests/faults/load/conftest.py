"""A hub on a real PostgreSQL whose messages come over a real Kafka, to be shared by several processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import SampleIntake
from builders.members import Members
from builders.stores import postgres_schema


@pytest.fixture
def shared(tmp_path: Path, postgres_address: str, kafka_address: str) -> Iterator[tuple[SampleIntake, Members]]:
    with postgres_schema(postgres_address) as address:
        hub = SampleIntake(tmp_path, address)
        members = Members(tmp_path, address, kafka_address)
        hub.join(members.agency, "police")
        yield hub, members
        members.close()
        hub.close()
