"""`hub audit verify`: a changed, cut or added row is found and named."""

import json
import sqlite3
from pathlib import Path

import pytest
from builders.command_line import CommandLine
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

LAST = "(SELECT max(rowid) FROM stored_events)"


@pytest.fixture
def said(hub: CommandLine) -> CommandLine:
    """A hub that was told of one child."""
    sample = SampleIntake(hub.folder)
    sample.say(POLICE, "concern-raised", event("concern-raised", told_child(nhs=nhs_number(0))))
    sample.close()
    return hub


def change(folder: Path, statement: str) -> None:
    """What somebody may do who can write to the database's file."""
    with sqlite3.connect(folder / "hub.db") as connection:
        assert connection.execute(statement).rowcount == 1


def test_a_log_that_nobody_changed_is_sound(said: CommandLine) -> None:
    report = json.loads(said.said("audit", "verify", "--json"))
    assert report["sound"] is True
    assert (report["events"], report["findings"]) == (report["leaves"], [])


@pytest.mark.parametrize(
    "written", ["CAST(substr(state, 1, 20) || x'00' || substr(state, 22) AS BLOB)", "state || x'ff'"]
)
def test_a_stored_event_that_was_changed_is_named(said: CommandLine, written: str) -> None:
    change(said.folder, f"UPDATE stored_events SET state = {written} WHERE rowid = {LAST}")
    ran = said.run("audit", "verify", "--json")
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["sound"]) == (1, False)
    assert len(report["findings"]) == 1


def test_a_stored_event_that_was_cut_off_is_found(said: CommandLine) -> None:
    change(said.folder, f"DELETE FROM stored_events WHERE rowid = {LAST}")
    ran = said.run("audit", "verify")
    assert ran.returncode == 1
    assert "sound: False" in ran.stdout


def test_a_checkpoint_that_is_not_there_is_wrong_use(said: CommandLine) -> None:
    assert said.run("audit", "verify", "--checkpoint", "nowhere").returncode == 2
