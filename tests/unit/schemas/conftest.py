"""The schemas that ship with the hub, as every test of them sees them."""

import pytest

from exchange.schemas import Schemas, load


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return load()
