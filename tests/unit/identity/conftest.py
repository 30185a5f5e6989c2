"""An empty identity index."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.identity import Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    sample = Register(tmp_path)
    yield sample
    sample.close()
