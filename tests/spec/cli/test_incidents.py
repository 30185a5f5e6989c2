"""`hub incidents`: what was lost from a topic is listed until a person closes it with a reason."""

import json

import pytest
from builders.command_line import CommandLine
from builders.intake import NOON

from exchange.errors import OffsetLost
from hub.bootstrap.store import open_store
from hub.config import Settings
from hub.intake.incidents import go_on_after

TOPIC = "agency.hill-school.events"
REASON = "the school's connector has sent all of it again"


@pytest.fixture
def incident(hub: CommandLine) -> str:
    """A range that was lost from a topic of a hub; returns the incident's id."""
    store = open_store(Settings(data=hub.folder))
    with store.record.database.write() as cursor:
        _, noted = go_on_after(cursor, OffsetLost("gone", (), TOPIC, 3, 0, 41), NOON)
    store.close()
    assert noted is not None
    return noted.incident_id


def test_a_lost_range_is_listed_by_topic_partition_and_range(hub: CommandLine, incident: str) -> None:
    listed = hub.said("incidents", "list")
    assert all(told in listed for told in (incident, "LOST RANGE", TOPIC, "offsets 0 to 40"))
    [row] = json.loads(hub.said("incidents", "list", "--json"))
    assert (row["topic"], row["partition"], row["first"], row["last"], row["state"]) == (TOPIC, 3, 0, 40, "open")
    assert json.loads(hub.said("status", "--json"))["incidents open"] == 1


def test_an_incident_is_closed_by_a_person_with_a_reason(hub: CommandLine, incident: str) -> None:
    hub.said("incidents", "close", incident, "--by", "u-op", "--reason", REASON)
    assert "No incident is open" in hub.said("incidents", "list")
    [row] = json.loads(hub.said("incidents", "list", "--all", "--json"))
    assert row["state"] == f"closed by u-op: {REASON}"


def test_an_incident_is_not_closed_without_a_reason(hub: CommandLine, incident: str) -> None:
    ran = hub.run("incidents", "close", incident, "--by", "u-op", "--reason", "ok")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "10 to 500 characters" in ran.stderr
