"""A hub with one child for the rules of access."""

from pathlib import Path

import pytest
from builders.access import SampleHub


@pytest.fixture
def hub(tmp_path: Path) -> SampleHub:
    return SampleHub(tmp_path)
