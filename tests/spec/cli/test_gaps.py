"""`hub gaps`: an operator sees what is missing of agencies' feeds, and a monitor is told by the exit code."""

import json
from datetime import UTC, datetime

import pytest
from builders.command_line import CommandLine
from builders.intake import POLICE, Clock, SampleIntake, event, nhs_number, source_of, told_child


@pytest.fixture(scope="module")
def missing(joined: CommandLine) -> CommandLine:
    """A hub that never got the second message of the police, long ago, and got number 3 twice."""
    sample = SampleIntake(joined.folder, clock=Clock(datetime(2026, 3, 2, 12, tzinfo=UTC)))
    told = event("concern-raised", told_child(nhs=nhs_number(0)))
    for name, number in (("m-1", 1), ("m-3", 3), ("again", 3)):
        sample.say(POLICE, "concern-raised", told, id=name, sequence=number)
    sample.close()
    return joined


def test_what_is_missing_is_listed_by_source_and_number(missing: CommandLine) -> None:
    told = json.loads(missing.said("gaps", "--json"))
    (gap,) = told["gaps"]
    assert (gap["source"], gap["agency_id"], gap["missing"], gap["overdue"]) == (source_of(POLICE), POLICE, "2", True)
    assert told["miscounted"] == [{"source": source_of(POLICE), "reused": 1, "restarts": 0, "given_up": 0}]
    assert "counts wrongly. Numbers used twice: 1, number 1 among them: 0" in missing.said("gaps")
    assert json.loads(missing.said("status", "--json"))["gaps in what agencies sent"] == 1


def test_a_monitor_is_told_by_the_exit_code(missing: CommandLine) -> None:
    ran = missing.run("gaps", "--alarm")
    assert ran.returncode == 1
    assert "sequence-gap" in ran.stderr


def test_where_nothing_is_missing_it_says_so(hub: CommandLine) -> None:
    assert hub.said("gaps", "--alarm").strip() == "Nothing is missing of what agencies numbered."
