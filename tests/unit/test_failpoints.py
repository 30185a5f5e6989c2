"""A process that is armed ends where it was told to; one that is not passes every point."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import hub
from hub import failpoints
from hub.domain.errors import Misconfigured
from hub.failpoints import Point

PASSES_THREE = """
from exchange.telemetry import configure_logs
from hub.failpoints import Point, arm, reach
configure_logs()
arm({!r})
for n in '123':
    print(n)
    reach(Point('before-commit'))
"""


def passed(spec: str) -> tuple[int, str]:
    ran = subprocess.run([sys.executable, "-uc", PASSES_THREE.format(spec)], capture_output=True, text=True)
    return ran.returncode, ran.stdout.replace("\n", "")


def test_a_process_ends_when_it_comes_to_its_point_for_the_given_time_as_though_it_were_killed() -> None:
    assert passed("before-commit:2") == (-signal.SIGKILL, "12")


@pytest.mark.parametrize("spec", ["", "after-commit:1"])
def test_a_process_passes_the_points_for_which_it_is_not_armed(spec: str) -> None:
    assert passed(spec) == (0, "123")


@pytest.mark.parametrize("spec", ["before-lunch:1", "before-commit", "before-commit:0", "before-commit:often"])
def test_a_point_that_is_none_is_told_before_anything_runs(spec: str) -> None:
    with pytest.raises(Misconfigured, match="HUB_FAILPOINT is NAME:COUNT"):
        failpoints.arm(spec)


def test_every_point_stands_somewhere_on_the_walk() -> None:
    code = "".join(file.read_text() for file in Path(str(hub.__path__[0])).rglob("*.py"))
    assert set(re.findall(r"reach\(Point\.(\w+)\)", code)) == {point.name for point in Point}
