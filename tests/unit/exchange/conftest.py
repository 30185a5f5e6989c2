"""A hub, an agency and a message between them, for the tests of the wire."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exchange import (
    Envelope,
    Message,
    compose,
    generate_sealing_key,
    generate_signing_key,
    public_part,
    subject_for,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Wire:
    """The keys of both ends."""

    hub_sealing: dict[str, str] = field(default_factory=generate_sealing_key)
    hub_signing: dict[str, str] = field(default_factory=generate_signing_key)
    agency_signing: dict[str, str] = field(default_factory=generate_signing_key)

    def envelope(self, **changes: Any) -> Envelope:
        """An open envelope with safe defaults."""
        envelope = Envelope(
            id="ppn-1",
            source="urn:agency:northshire-police:niche",
            type="safeguarding.concern-raised.v1",
            time=NOON,
            subject=subject_for(b"k" * 32, "local-1"),
            topic="agency.northshire-police.urgent",
            audience="northshire-hub",
            sequence=1,
            data={"headline": "Seen alone at the station", "children": []},
        )
        return replace(envelope, **changes)

    def message(self, **changes: Any) -> Message:
        return compose(self.envelope(**changes), seal_to=public_part(self.hub_sealing), sign_with=self.agency_signing)


@pytest.fixture(scope="session")
def wire() -> Wire:
    return Wire()


@pytest.fixture
def noon() -> datetime:
    return NOON
