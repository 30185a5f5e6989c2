"""Builders for the log's tests."""

from collections.abc import Callable

import pytest
from builders.audit import make_access

from hub.audit import AccessRecord


@pytest.fixture
def an_access() -> Callable[..., AccessRecord]:
    """Makes a record of that audit id, changed as asked."""
    return make_access
