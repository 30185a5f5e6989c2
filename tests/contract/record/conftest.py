"""The two stores, each with a hub over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import SampleIntake
from builders.stores import postgres_schema


@pytest.fixture
def sqlite_hub(tmp_path: Path) -> Iterator[SampleIntake]:
    sample = SampleIntake(tmp_path)
    yield sample
    sample.close()


@pytest.fixture
def postgres_hub(postgres_address: str, tmp_path: Path) -> Iterator[SampleIntake]:
    with postgres_schema(postgres_address) as address:
        sample = SampleIntake(tmp_path, address)
        yield sample
        sample.close()
