"""A child's record and the labels of what agencies say, without a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from hub.domain.child import Child
from hub.domain.chronology import Labels, Occurred, SourceRef
from hub.domain.targets import Placed
from hub.domain.vocabulary import EntryState, Ground, Mode, Tier, WithholdingState
from hub.domain.withholding import Audience, Withholding

MARCH = datetime(2026, 3, 2, 10, tzinfo=UTC)
MakeLabels = Callable[..., Labels]
MakeWithholding = Callable[..., Withholding]
Record = Callable[..., Labels]


@pytest.fixture
def march() -> datetime:
    return MARCH


@pytest.fixture
def child() -> Child:
    return Child.register(UUID(int=1), MARCH)


@pytest.fixture
def labels() -> MakeLabels:
    """Makes the labels of an entry `e-NAME` from the police's event NAME, changed as asked."""

    def make(name: str = "1", *, derived_from: tuple[str, ...] = (), **changes: Any) -> Labels:
        agency = changes.get("agency", "police")
        stated = Labels(
            entry_id=f"e-{name}",
            version=1,
            origin=SourceRef("urn:agency:police:niche", name),
            event_type="safeguarding.concern-raised.v1",
            agency=agency,
            agency_type="police",
            area="northshire",
            category="concern-raised",
            occurred=Occurred("2026-03-01", None, "day"),
            said=MARCH,
            recorded=MARCH,
            tier=Tier.DETAIL,
            third_party=False,
            sensitive=None,
            handling=None,
            significant=True,
            state=EntryState.CONFIRMED,
            derived_from=tuple(SourceRef("urn:agency:police:niche", one) for one in derived_from),
            released_to=(),
            fields=("narrative",),
        )
        return replace(stated, **changes)

    return make


@pytest.fixture
def withholding() -> MakeWithholding:
    """Makes a police withholding from all schools, changed as asked."""

    def make(withholding_id: str = "w-1", **changes: Any) -> Withholding:
        stated = Withholding(
            id=withholding_id,
            ground=Ground.POLICE_INVESTIGATION,
            mode=Mode.SILENT,
            audience=Audience(agency_types=frozenset({"school"})),
            state=WithholdingState.IN_FORCE,
            owner="senior-investigating-officer",
            placed_by="u-9",
            review_by=date(2026, 3, 20),
        )
        return replace(stated, **changes)

    return make


@pytest.fixture
def record(child: Child, labels: MakeLabels) -> Record:
    """Records an entry on the child, with whatever is born with it."""

    def make(name: str = "1", *, placed: tuple[Placed, ...] = (), statuses: Any = (), **changes: Any) -> Labels:
        told = labels(name, **changes)
        child.record_entry(told, sealed="", wrapped_key="", compartment=None, placed=placed, statuses=statuses)
        return told

    return make
