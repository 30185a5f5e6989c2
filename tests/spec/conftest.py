"""A hub with a real store in a folder, and agencies that speak to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import SampleIntake


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    sample = SampleIntake(tmp_path / "hub")
    yield sample
    sample.close()


@pytest.fixture
def another_hub(tmp_path: Path) -> Iterator[SampleIntake]:
    sample = SampleIntake(tmp_path / "another-hub")
    yield sample
    sample.close()
