"""`hub quarantine`: what waits for a person, and what was wrong with it, never what it said."""

import json

import pytest
from builders.command_line import CommandLine
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

MARKER = "Zanzibarrow"


@pytest.fixture(scope="module")
def waiting(joined: CommandLine) -> CommandLine:
    """A hub in which one message waits."""
    sample = SampleIntake(joined.folder)
    broken = told_child(nhs=nhs_number(0), given_names=MARKER, date_of_birth=MARKER)
    sample.say(POLICE, "concern-raised", event("concern-raised", broken))
    sample.close()
    return joined


def test_what_waits_is_listed_with_where_it_came_from_and_what_was_wrong(waiting: CommandLine) -> None:
    (item,) = json.loads(waiting.said("quarantine", "list", "--json"))
    assert (item["agency_id"], item["problem"]) == (POLICE, "data-invalid")
    assert set(item) == {"quarantine_id", "agency_id", "received", "problem", "due", "overdue"}
    assert item["overdue"] is True


def test_what_waits_can_be_listed_for_one_agency(waiting: CommandLine) -> None:
    assert POLICE in waiting.said("quarantine", "list", "--agency", POLICE)
    assert waiting.said("quarantine", "list", "--agency", "hill-school").strip() == "Nothing waits for a person."


def test_what_is_held_until_somebody_says_which_child_is_meant_is_listed_too(hub: CommandLine) -> None:
    sample = SampleIntake(hub.folder)
    nobody_knows = {"local_ref": "P-9", "description": "a boy in a red coat", "approximate_age": {"from": 5, "to": 7}}
    sample.say(POLICE, "concern-raised", event("concern-raised", nobody_knows))
    sample.close()
    (item,) = json.loads(hub.said("quarantine", "list", "--json"))
    assert (item["agency_id"], item["problem"]) == (POLICE, "held-for-identity")
    ran = hub.run("quarantine", "show", item["quarantine_id"])
    assert ran.returncode == 1
    assert "which child is meant, on the page Messages waiting" in ran.stderr


def test_one_message_is_shown_with_the_place_of_each_fault_and_without_its_words(waiting: CommandLine) -> None:
    (item,) = json.loads(waiting.said("quarantine", "list", "--json"))
    said = waiting.said("quarantine", "show", item["quarantine_id"], "--json")
    shown = json.loads(said)
    assert (shown["topic"], shown["offset"]) == (f"agency.{POLICE}.urgent", 0)
    assert [fault["pointer"] for fault in shown["errors"]] == ["/data/children/0/date_of_birth"]
    assert MARKER not in said


def test_a_message_is_judged_anew_and_the_operator_told_what_is_wrong_still(waiting: CommandLine) -> None:
    (item,) = json.loads(waiting.said("quarantine", "list", "--json"))
    said = waiting.said("quarantine", "retry", item["quarantine_id"], "--reason", "the schema was mended", "--json")
    assert json.loads(said)["state"] == "still-waiting"
    assert MARKER not in said
    assert waiting.run("quarantine", "retry", "q-none", "--reason", "the schema was mended").returncode == 1


def test_a_message_that_does_not_wait_is_not_found(waiting: CommandLine) -> None:
    ran = waiting.run("quarantine", "show", "q-none")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "hub quarantine list" in ran.stderr
