"""An overload at its smallest, on embedded parts: every concern is answered, and the figures are all there."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import overload as script
from benchmarks.load_report import write_report
from benchmarks.overload import address_of, breaches, main
from benchmarks.overloading import Plan, overload
from benchmarks.watching import Memory, waits


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return overload(Plan(seconds=2, calibrate=60, urgent_per_second=5))


def test_every_concern_is_answered_beside_a_flood(figures: dict[str, Any]) -> None:
    assert figures["urgent"]["answered"] == figures["urgent"]["sent"] > 5
    assert figures["steady_per_second"] > 0
    assert figures["flood"]["sent"] > 0
    assert figures["rss_mib"]["most"] > 50


def test_a_run_is_written_in_the_place_of_the_one_before_it_and_the_rest_stays(
    figures: dict[str, Any], tmp_path: Path
) -> None:
    place = tmp_path / "load.md"
    place.write_text("# Load\n\nBy hand.\n\n## other and other, 1 hub process\n\nkept\n", encoding="utf-8")
    write_report(place, figures, "")
    write_report(place, figures | {"steady_per_second": 4711}, "on a quiet machine")
    text = place.read_text(encoding="utf-8")
    assert "By hand." in text
    assert "\nkept\n" in text
    assert text.count("## sqlite and embedded, 1 hub process") == 1
    assert "4711 messages a second" in text
    assert "on a quiet machine" in text


def test_a_concern_that_is_late_or_missing_is_a_breach(figures: dict[str, Any]) -> None:
    urgent = {"sent": 9, "answered": 9, "p50_s": 0.1, "p99_s": 0.2, "max_s": 0.3}
    assert breaches({"urgent": urgent}) == []
    assert "not answered: 1" in breaches({"urgent": urgent | {"answered": 8}})[0]
    assert "6.0 s" in breaches({"urgent": urgent | {"p99_s": 6.0}})[0]


def test_the_slope_of_memory_is_that_of_the_second_half() -> None:
    growing = [(float(second), 100.0 + max(0, second - 60)) for second in range(121)]
    assert round(Memory([], growing).slope) == 60
    assert Memory([], growing[:60]).slope == 0


def test_waits_are_told_of_what_was_answered() -> None:
    told = waits({"a": 1.0, "b": 2.0, "c": 3.0}, {"a": 1.5, "b": 2.1})
    assert (told["sent"], told["answered"], told["p50_s"], told["max_s"]) == (3, 2, 0.3, 0.5)


def test_the_script_ends_with_one_line_of_json(
    figures: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "overload", lambda plan: figures | {"factor": plan.factor})
    assert script.main(["--factor", "3", "--seconds", "1"]) in (0, 1)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["factor"] == 3


def test_a_service_is_named_alone_and_an_address_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_TEST_POSTGRES", "postgresql://one@127.0.0.1:1/db")
    monkeypatch.setenv("HUB_TEST_KAFKA", "127.0.0.1:2")
    assert address_of("postgresql") == "postgresql://one@127.0.0.1:1/db"
    assert address_of("kafka") == "kafka://127.0.0.1:2"
    assert [address_of(name) for name in ("sqlite", "embedded", "kafka://h:9092")] == [
        "sqlite",
        "embedded",
        "kafka://h:9092",
    ]


def test_a_service_that_does_not_run_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HUB_TEST_KAFKA", raising=False)
    assert main(["--transport", "kafka"]) == 1
    assert "HUB_TEST_KAFKA is not set" in capsys.readouterr().err
