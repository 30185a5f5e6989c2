"""A late receipt is said within seconds and once; files are whole at any moment; trouble in telling stops nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.kept import NOON, KeptMessages
from structlog.testing import capture_logs

from connectors.watch import Outlets, Reach, Watch, Watched
from connectors.watch.outlets import replace_file
from connectors.watch.watching import Gaze
from exchange.outbox_view import Allowed

QUICK = Gaze(0.01, timedelta(seconds=1))


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def watching(watch: Watch) -> Iterator[list[Any]]:
    """Give what is logged while it looks, in a thread of its own."""
    stop = threading.Event()
    thread = threading.Thread(target=watch.run, args=(stop,))
    with capture_logs() as logged:
        thread.start()
        try:
            yield logged
        finally:
            stop.set()
            thread.join(10)


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()


def test_one_look_writes_what_was_asked_for(watched: Watched, late: datetime, tmp_path: Path) -> None:
    outlets = Outlets(tmp_path / "hub.prom", tmp_path / "status.html")
    watch = Watch(watched, outlets, lambda: late)
    standing = watch.look()
    watch.write(standing)
    assert standing.late_messages == 2
    assert b"hub_connect_receipts_late{" in (tmp_path / "hub.prom").read_bytes()
    assert b"2 messages have no receipt" in (tmp_path / "status.html").read_bytes()


def test_lateness_is_logged_when_it_begins_and_when_it_ends(watched: Watched, kept: KeptMessages) -> None:
    kept.put("SL-1", urgent=True)
    hand = Hand()
    with watching(Watch(watched, Outlets(), hand, gaze=QUICK)) as logged:
        time.sleep(0.1)
        assert logged == []
        hand.now = NOON + timedelta(minutes=2)
        assert soon(lambda: len(logged) == 1)
        kept.settled("SL-1", "accepted")
        assert soon(lambda: len(logged) == 2)
    said = {"event": "receipts-late", "messages": 1, "urgent": 1, "oldest": NOON.isoformat(), "log_level": "error"}
    assert logged == [said, {**said, "messages": 0, "urgent": 0, "oldest": None, "log_level": "info"}]


def test_the_files_are_written_anew_when_something_gets_late_and_from_time_to_time(
    watched: Watched, kept: KeptMessages, tmp_path: Path
) -> None:
    kept.put("SL-1")
    hand, whole = Hand(), tmp_path / "status.html"
    with watching(Watch(watched, Outlets(page=whole), hand, lambda: Reach(NOON), QUICK)):
        assert soon(whole.exists)
        hand.now += timedelta(minutes=1)
        assert soon(lambda: "12:01:00" in whole.read_text())
        hand.now += timedelta(hours=1)
        assert soon(lambda: "1 message has no receipt" in whole.read_text())


def test_a_file_that_cannot_be_written_is_said_once_and_the_watch_goes_on(
    watched: Watched, kept: KeptMessages, tmp_path: Path
) -> None:
    kept.put("SL-1")
    hand, place = Hand(), tmp_path / "later"
    with watching(Watch(watched, Outlets(page=place / "status.html"), hand, gaze=QUICK)) as logged:
        assert soon(lambda: len(logged) == 1)
        place.mkdir()
        hand.now += timedelta(hours=1)
        assert soon((place / "status.html").exists)
        assert soon(lambda: [entry["event"] for entry in logged] == ["status-not-told", "receipts-late"])


def test_when_it_is_told_to_stop_it_looks_once_more(watched: Watched, kept: KeptMessages, tmp_path: Path) -> None:
    hand = Hand()
    with watching(Watch(watched, Outlets(page=tmp_path / "status.html"), hand, gaze=Gaze(60.0))):
        kept.put("SL-1")
    assert "waiting to be sent" in (tmp_path / "status.html").read_text()


def test_what_is_allowed_is_its_owners_to_say(watched: Watched, late: datetime) -> None:
    patient = Outlets(allowed=Allowed(timedelta(hours=1), timedelta(hours=1)))
    assert not Watch(watched, patient, lambda: late).look().is_late


def test_a_reader_sees_the_old_file_or_the_new_one_and_no_other_is_left(tmp_path: Path) -> None:
    whole = tmp_path / "hub.prom"
    replace_file(whole, b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(tmp_path / "folder", b"new")
    replace_file(whole, b"new")
    assert whole.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file() and "part" in path.name) == []
