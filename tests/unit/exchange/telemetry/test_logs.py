"""A log line: a registered code, the fields on the list, and of an error its kind and place alone."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from exchange.telemetry import SpanName, configure_logs, hush_crashes, span
from exchange.telemetry.fields import FIELDS, LEFT_OUT, allowed

SECRET = "Rowan Ashdown, born 14 May 2017, 943 476 5919"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged from here on; afterwards everything is as it was."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    out = io.StringIO()
    configure_logs(stream=out)
    yield out
    structlog.configure(**before)
    root.handlers[:], _ = handlers, root.setLevel(level)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_code_its_level_and_its_time(written: io.StringIO) -> None:
    structlog.get_logger().warning("message-quarantined", agency="oakfield-school")
    (line,) = lines(written)
    assert {**line, "timestamp": ""} == {
        "event": "message-quarantined", "level": "warning", "agency": "oakfield-school", "timestamp": "",
    }  # fmt: skip
    assert line["timestamp"].endswith("Z")


def test_a_field_that_is_not_on_the_list_is_left_out_and_one_that_looks_unlikely_is_not_told(
    written: io.StringIO,
) -> None:
    structlog.get_logger().info("batch-taken", narrative=SECRET, agency=SECRET, records=2)
    (line,) = lines(written)
    assert (line["records"], line["agency"], "narrative" in line) == (2, LEFT_OUT, False)
    assert "Rowan" not in written.getvalue()


def test_an_event_without_a_code_says_so_and_no_more(written: io.StringIO) -> None:
    structlog.get_logger().info(SECRET)
    assert [line["event"] for line in lines(written)] == ["event-not-registered"]
    assert "Rowan" not in written.getvalue()


def test_an_exception_tells_its_kind_and_place_and_never_its_words(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger().exception("background-work-failed")
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert line["where"][-1].startswith("telemetry/test_logs.py:")
    assert "Rowan" not in written.getvalue()


def test_a_line_within_a_step_bears_its_trace(written: io.StringIO) -> None:
    with span(SpanName.BATCH) as here:
        structlog.get_logger().info("batch-taken")
    assert lines(written)[0]["trace_id"] == here.trace_id


def test_what_a_library_logs_tells_where_and_only_a_trusted_one_its_words(written: io.StringIO) -> None:
    logging.getLogger("somebody.else").error("cannot store %s", SECRET)
    logging.getLogger("kafka.conn").error("connection to %s lost", "broker-1:9093")
    other, trusted = lines(written)
    assert (other["event"], other["library"], "words" in other) == ("library-event", "somebody.else", False)
    assert trusted["words"] == "connection to broker-1:9093 lost"
    assert "Rowan" not in written.getvalue()


def test_what_nobody_caught_is_logged_under_a_reference_without_its_words(
    written: io.StringIO, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hush_crashes()

    def fail() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    (line,) = lines(written)
    assert (line["event"], line["error"], len(line["reference"])) == ("crashed", "ValueError", 12)
    assert "Rowan" not in written.getvalue() + "".join(capfd.readouterr())


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"detail", "title", "words", "reasons", "places", "id"}))
def test_no_field_but_our_own_words_takes_what_somebody_said_of_a_child(name: str) -> None:
    for value in (SECRET, "Rowan Ashdown", "9434765919", "4 Larch Close", "1' OR 1=1\n{"):
        assert allowed({name: value}) == {name: LEFT_OUT}


def test_words_of_our_own_are_bounded_and_stay_on_their_line() -> None:
    assert allowed({"detail": "x" * 301, "title": "two\nlines"}) == {"detail": LEFT_OUT, "title": LEFT_OUT}
