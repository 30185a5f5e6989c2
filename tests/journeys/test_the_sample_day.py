"""A newcomer runs `hub demo`: it says what five people see, stops when told, and tells nothing twice when run again."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

READY_WITHIN_SECONDS = 300
STOPPED_WITHIN_SECONDS = 30
PEOPLE = ("Asha Lindqvist", "Robin Morgan", "Simran Kaur", "Casey Bell", "Ife Okafor")
Told = Callable[[], tuple[list[str], int]]


@pytest.fixture(scope="module")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Runs the sample day over one folder until it is ready, and stops it: its lines, and its exit code."""
    folder = tmp_path_factory.mktemp("sample-day")
    return lambda: _run(folder)


@pytest.fixture(scope="module")
def first_run(sample_day: Told) -> tuple[list[str], int]:
    return sample_day()


def _run(folder: Path) -> tuple[list[str], int]:
    environment = {**os.environ, "HUB_DATA": str(folder / "var"), "HUB_PORT": str(_free_port())}
    command = [str(Path(sys.executable).with_name("hub")), "demo"]
    said = (folder / "said").open("w+", encoding="utf-8")
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
    try:
        _wait_until_ready(process, folder / "said")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(STOPPED_WITHIN_SECONDS)
    return (folder / "said").read_text(encoding="utf-8").splitlines(), code


def _wait_until_ready(process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(READY_WITHIN_SECONDS * 5):
        if "\nready http://127.0.0.1:" in said.read_text(encoding="utf-8"):
            return
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail("hub demo was not ready:\n" + said.read_text(encoding="utf-8"))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_it_says_what_each_of_five_people_sees_and_where_to_sign_in(first_run: tuple[list[str], int]) -> None:
    said, _ = first_run
    assert [[line.split(",")[0].strip() for line in said].count(name) for name in PEOPLE] == [1] * len(PEOPLE)
    assert any("/sign-in" in line for line in said)


def test_what_the_school_does_not_see_is_counted_from_the_answers(first_run: tuple[list[str], int]) -> None:
    text = " ".join(" ".join(first_run[0]).split())
    assert "1 is marked as held. 2 do not exist here" in text


def test_it_holds_quarantines_and_refuses_a_few(first_run: tuple[list[str], int]) -> None:
    text = " ".join(first_run[0])
    assert text.count("1 quarantined") + text.count("2 quarantined") == 2
    assert "1 refused" in text


def test_it_stops_cleanly_when_told(first_run: tuple[list[str], int]) -> None:
    assert first_run[1] == 0


def test_run_again_it_sends_nothing_twice(first_run: tuple[list[str], int], sample_day: Told) -> None:
    before = [line for line in first_run[0] if "receipts:" in line]
    said, code = sample_day()
    again = [line for line in said if "receipts:" in line]
    assert len(again) == len(before)
    assert all("sent before" in line for line in again)
    assert code == 0
