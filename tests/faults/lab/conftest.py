"""One short round of the fault laboratory for every test of this folder."""

from collections.abc import Iterator

import pytest
from builders.faultlab import Ran, short_round


@pytest.fixture(scope="session")
def ran() -> Iterator[Ran]:
    with short_round() as found:
        yield found
