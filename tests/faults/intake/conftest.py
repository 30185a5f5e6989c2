"""A feed of many agencies' messages on an embedded log, beside either store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.feed import Feed
from builders.intake import SampleIntake
from builders.stores import postgres_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Feed]:
    if request.param == "sqlite":
        yield from _feed(tmp_path, "sqlite")
        return
    with postgres_schema(request.getfixturevalue("postgres_address")) as address:
        yield from _feed(tmp_path, address)


def _feed(folder: Path, address: str) -> Iterator[Feed]:
    feed = Feed(SampleIntake(folder, address))
    yield feed
    feed.close()
