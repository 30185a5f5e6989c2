"""The sample day of one Monday, written and read back as the connectors read it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from connectors.catalogue import Connector, reader_of
from connectors.drafts import Draft, Item
from demo.story import Batch, write

TODAY = date(2026, 3, 16)
Items = Callable[[tuple[Batch, ...]], Iterator[tuple[str, Item]]]


@pytest.fixture(scope="session")
def batches(tmp_path_factory: pytest.TempPathFactory) -> tuple[Batch, ...]:
    return write(tmp_path_factory.mktemp("story"), TODAY)


@pytest.fixture(scope="session")
def items() -> Items:
    """Reads batches with their connectors: pairs of an agency's id and what an item came to."""

    def read(batches: tuple[Batch, ...]) -> Iterator[tuple[str, Item]]:
        for batch in batches:
            reader = reader_of(Connector(batch.connector), batch.mapping)
            for file in reader.files(batch.folder):
                for item in reader.read(file):
                    yield batch.agency_id, item

    return read


@pytest.fixture(scope="session")
def drafts(batches: tuple[Batch, ...], items: Items) -> list[tuple[str, Draft]]:
    return [(agency, item) for agency, item in items(batches) if isinstance(item, Draft)]


@pytest.fixture
def read_again(tmp_path: Path, items: Items) -> Callable[[date], list[tuple[str, Item]]]:
    """Writes the story of another day, and reads it."""
    return lambda today: list(items(write(tmp_path, today)))
