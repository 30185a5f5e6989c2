"""What a connector remembers: encrypted, under a name, for a while, and committed with the message it is about."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exchange.errors import OutboxConflict, SealedUnreadable
from exchange.outbox import Outbox

DAY = timedelta(days=1)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db")
    yield outbox
    outbox.close()


def test_a_document_comes_back_under_its_name_alone(outbox: Outbox, noon: datetime) -> None:
    outbox.memory.remember("visit", {"id": "m-1"}, noon)
    assert outbox.memory.recall("visit") == {"id": "m-1"}
    assert outbox.memory.recall("another") is None


def test_a_newer_document_takes_the_place_of_the_older(outbox: Outbox, noon: datetime) -> None:
    outbox.memory.remember("visit", {"id": "m-1"}, noon)
    outbox.memory.remember("visit", {"id": "m-2"}, noon)
    assert outbox.memory.recall("visit") == {"id": "m-2"}


def test_what_is_forgotten_is_gone(outbox: Outbox, noon: datetime) -> None:
    outbox.memory.remember("visit", {"id": "m-1"}, noon)
    outbox.memory.forget("visit")
    assert outbox.memory.recall("visit") is None


def test_a_document_is_dropped_once_its_time_is_over(outbox: Outbox, noon: datetime) -> None:
    outbox.memory.remember("old", {}, noon)
    outbox.memory.remember("young", {}, noon + DAY)
    assert outbox.memory.forget_old(noon + timedelta(hours=1)) == 1
    assert outbox.memory.recall("old") is None
    assert outbox.memory.recall("young") == {}


def test_documents_do_not_lie_open_and_do_not_open_under_another_name(
    outbox: Outbox, tmp_path: Path, noon: datetime
) -> None:
    outbox.memory.remember("visit", {"name": "Ashdown"}, noon)
    with sqlite3.connect(tmp_path / "outbox.db") as connection:
        (kept,) = connection.execute("SELECT content FROM memory").fetchone()
        connection.execute("UPDATE memory SET name = 'moved'")
    assert b"Ashdown" not in kept
    with pytest.raises(SealedUnreadable):
        outbox.memory.recall("moved")


def remembered_with_a_gap(outbox: Outbox, wire: Any, noon: datetime) -> None:
    with outbox.together():
        outbox.memory.remember("visit", {"id": "m-1"}, noon)
        outbox.put(wire.message(), now=noon)
        outbox.put(wire.message(id="ppn-2", sequence=7), now=noon)


def test_what_is_put_and_remembered_together_stands_or_falls_together(
    outbox: Outbox, wire: Any, noon: datetime
) -> None:
    with pytest.raises(OutboxConflict):
        remembered_with_a_gap(outbox, wire, noon)
    assert outbox.pending() == []
    assert outbox.memory.recall("visit") is None


def test_another_connection_sees_nothing_before_all_of_it_is_committed(
    outbox: Outbox, tmp_path: Path, wire: Any, noon: datetime
) -> None:
    other = Outbox(tmp_path / "outbox.db")
    with outbox.together():
        outbox.put(wire.message(), now=noon)
        outbox.memory.remember("visit", {}, noon)
        assert other.pending() == []
    assert len(other.pending()) == 1
    assert other.memory.recall("visit") == {}
    other.close()
