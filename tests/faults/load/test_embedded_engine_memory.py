"""However much the embedded engine is asked, and by whom, it keeps no memory of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_MIB = 10


@pytest.mark.parametrize("first", ["library", "engine"])
def test_questions_and_threads_leave_no_memory_behind_whatever_was_loaded_first(first: str) -> None:
    command = [sys.executable, "-m", "tests.builders.asker", first]
    grown = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120).stdout)
    assert grown["questions"] < MOST_MIB
    assert grown["threads"] < MOST_MIB
