"""One holder at a time, between processes; whoever is killed has let go."""

import subprocess
import sys
from pathlib import Path

from exchange.sole_use import sole_use

HOLD = """
import sys, time
from pathlib import Path
from exchange.sole_use import sole_use
with sole_use(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    time.sleep(60)
"""


def holder(place: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> str:
    return process.stdout.readline().strip() if process.stdout else ""


def is_free(place: Path) -> bool:
    with sole_use(place) as ours:
        return ours


def test_another_process_is_told_no_until_the_holder_is_killed(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    with holder(place) as process:
        assert said(process) == "True"
        assert not is_free(place)
        process.kill()
    assert is_free(place)


def test_in_one_process_too_there_is_one_holder(tmp_path: Path) -> None:
    with sole_use(tmp_path / "lock") as first:
        assert first
        assert not is_free(tmp_path / "lock")
    assert is_free(tmp_path / "lock")


def test_what_is_held_here_is_held_against_others(tmp_path: Path) -> None:
    with sole_use(tmp_path / "lock") as ours, holder(tmp_path / "lock") as process:
        assert ours
        assert said(process) == "False"
        process.kill()
