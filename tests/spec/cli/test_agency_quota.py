"""`hub agency quota`: how much an agency may send, as the hub allows everybody or as it was set."""

import json

import pytest
from builders.command_line import HILL_SCHOOL, CommandLine


@pytest.fixture
def line(hub: CommandLine) -> CommandLine:
    hub.said("agency", "add", "hill-school", *HILL_SCHOOL)
    return hub


def quota(line: CommandLine, *arguments: str) -> tuple[int, int]:
    told = json.loads(line.said("agency", "quota", "hill-school", *arguments, "--json"))
    return told["per minute"], told["urgent per minute"]


def test_an_agency_has_what_everybody_has_until_something_else_is_set_and_it_outlives_a_rebuild(
    line: CommandLine,
) -> None:
    assert quota(line) == (3_000, 600)
    assert quota(line, "--per-minute", "90") == (90, 600)
    assert quota(line, "--urgent-per-minute", "20") == (90, 20)
    line.said("project")
    assert quota(line) == (90, 20)


def test_a_quota_of_nothing_is_wrong_use(line: CommandLine) -> None:
    assert line.run("agency", "quota", "hill-school", "--per-minute", "0").returncode == 2


def test_a_rate_on_a_broker_is_not_set_where_there_is_none(line: CommandLine) -> None:
    ran = line.run("agency", "quota", "hill-school", "--kafka-rate", "50000")
    assert ran.returncode == 1
    assert "HUB_KAFKA_ADMIN" in ran.stderr
