"""`hub intake` as an operator runs it, over a store that somebody puts back beneath it: it ends, and says why."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders.processes import Processes
from builders.restoring import Restored

from hub.domain.errors import AuditWentBack

PATIENCE_S = 60


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(tmp_path / "hub")
    yield made
    made.close()


def test_it_ends_with_a_status_of_its_own_and_a_line_that_says_what_to_do(tmp_path: Path, processes: Processes) -> None:
    life = Restored(tmp_path)
    life.allocates(0)
    life.reads_all()
    backup = life.backed_up()
    life.sends("before", 0)
    processes.start("intake", HUB_WITNESSES=str(life.mirror))
    processes.until_alive()
    life.flush()
    until(lambda: "before" in str(life.standing()))
    with (
        closing(sqlite3.connect(backup / "store")) as old,
        closing(sqlite3.connect(tmp_path / "hub" / "hub.db")) as live,
    ):
        old.backup(live)
    life.sends("after", 0)
    life.flush()
    assert processes.running.pop("intake").wait(PATIENCE_S) == AuditWentBack.exit_status
    assert "hub: audit-log-went-back: the store was put back beneath this process" in processes.log("intake")
    life.close()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
