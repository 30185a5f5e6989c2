"""`hub schemas`: an operator sees which event types are taken, and what is wrong with a file that is not."""

import json
from pathlib import Path

import pytest
from builders.command_line import CommandLine
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from builders.versions import INCIDENT, INCIDENT_2, WEATHER, add_schema, incident_v2, weather


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    """A folder with a second version of one type."""
    folder = tmp_path / "schemas"
    add_schema(folder, INCIDENT_2, incident_v2())
    return folder


def test_types_are_listed_with_where_they_come_from(hub: CommandLine, schemas: Path) -> None:
    told = json.loads(hub.said("schemas", "--json", HUB_SCHEMAS=str(schemas)))
    found = {row["type"]: row["from"] for row in told["types"]}
    assert (found[INCIDENT], found[INCIDENT_2]) == ("the hub", "HUB_SCHEMAS")
    assert told["faults"] == {}


def test_a_file_that_is_not_taken_is_named_with_the_reason(hub: CommandLine, schemas: Path) -> None:
    add_schema(schemas, WEATHER, '{"title": "Weather changed"}')
    ran = hub.run("schemas", HUB_SCHEMAS=str(schemas))
    assert ran.returncode == 1
    assert "weather-changed.v1.json: it lacks x-lane" in ran.stderr
    assert INCIDENT_2 in ran.stdout


def test_all_messages_of_one_problem_are_judged_anew_once_their_schema_is_there(
    hub: CommandLine, schemas: Path
) -> None:
    sample = SampleIntake(hub.folder)
    told = event("domestic-abuse-incident", told_child(nhs=nhs_number(0)))
    for name in ("m-1", "m-2"):
        sample.say(POLICE, "domestic-abuse-incident", told, id=name, type=WEATHER)
    add_schema(schemas, WEATHER, weather())
    again = ("quarantine", "retry", "--problem", "unknown-type", "--reason", "its schema was added", "--json")
    assert json.loads(hub.said(*again, HUB_SCHEMAS=str(schemas))) == {"judged": 2, "accepted": 2}
    assert sample.origins() == [["m-1", "m-2"]]
    sample.close()


def test_either_one_message_or_one_problem_is_named(hub: CommandLine) -> None:
    assert hub.run("quarantine", "retry", "--reason", "mended now").returncode == 2
    assert hub.run("quarantine", "retry", "q-1", "--problem", "x", "--reason", "mended now").returncode == 2
