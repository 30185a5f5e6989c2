"""Hubs to run commands on: one that is empty, and one that an agency has joined."""

from pathlib import Path

import pytest
from builders.command_line import HILL_SCHOOL, CommandLine


@pytest.fixture
def hub(tmp_path: Path) -> CommandLine:
    """A hub with nothing in it."""
    return CommandLine(tmp_path)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A hub that one agency has joined, the same for all tests of a file: they change nothing in it."""
    line = CommandLine(tmp_path_factory.mktemp("hub"))
    line.said("agency", "add", "hill-school", *HILL_SCHOOL)
    return line
