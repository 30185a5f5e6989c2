"""The interface over a sample hub, for its parts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.api import SampleInterface


@pytest.fixture
def api(tmp_path: Path) -> Iterator[SampleInterface]:
    with SampleInterface(tmp_path) as sample:
        yield sample
