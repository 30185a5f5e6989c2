"""A hub of each store with a witness elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.restoring import Restored
from builders.stores import postgres_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Restored]:
    if request.param == "sqlite":
        yield from _life(tmp_path, "sqlite")
        return
    with postgres_schema(request.getfixturevalue("postgres_address")) as address:
        yield from _life(tmp_path, address)


def _life(folder: Path, address: str) -> Iterator[Restored]:
    life = Restored(folder, address)
    yield life
    life.close()
